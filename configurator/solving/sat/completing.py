"""Wishes granted one after the other, each by a search under more assumptions unless the last model has it anyway."""

from collections.abc import Sequence

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.local_search.layout import Positions
from configurator.solving.port import Satisfiable, Unknown, Unsatisfiable, Verdict
from configurator.solving.sat.ground import Ground


class Completing:
    """The solution that fulfils the wishes lexicographically, on the way."""

    def __init__(self, ground: Ground, assumptions: Sequence[int], domains: Sequence[IntSet], budget: Budget) -> None:
        self._ground = ground
        self._assumptions = list(assumptions)
        self._domains = list(domains)
        self._budget = budget
        self._witness: Positions | None = None

    def run(self, wishes: Sequence[Wish]) -> Verdict:
        """Return the solution, if there is any and the budget suffices."""
        self._ground.machine.set_phases(self._wished(wishes))
        found = self._search(self._assumptions)
        for wish in wishes:
            if not found:
                break
            found = self._granted(wish)
        if self._witness is None or found is None:
            return Unknown() if found is None else Unsatisfiable()
        return Satisfiable(self._ground.layout.solution(self._witness))

    def _wished(self, wishes: Sequence[Wish]) -> list[int]:
        """Return phases towards the lowest values, and over them towards what is wished, the first wish last."""
        phases = [-rung for ladder in self._ground.encoding.ladders for rung in ladder.rungs]
        for wish in reversed(wishes):
            if isinstance(wish, Literal) and (wanted := wish.values & self._domains[wish.variable]):
                ladder = self._ground.encoding.ladders[wish.variable]
                first = ladder.spans(wanted)[0][0]
                phases += [rung if number <= first else -rung for number, rung in enumerate(ladder.rungs, start=1)]
        return phases

    def _granted(self, wish: Wish) -> bool | None:
        """Keep to what the wish wants if that can be; None if that is not known."""
        match wish:
            case Literal(variable, values):
                return None if self._grant(variable, values & self._domains[variable]) is None else True
            case Lowest(variable):
                return self._lower(variable)

    def _grant(self, place: int, wanted: IntSet) -> bool | None:
        """Keep to the wanted values if there is a model with one of them, else to the others."""
        if not wanted or wanted == self._domains[place]:
            return bool(wanted)
        granted: bool | None = self._value(place) in wanted
        if not granted:
            granted = self._search([*self._assumptions, *self._ground.only({place: wanted})])
        if granted is not None:
            self._domains[place] = wanted if granted else self._domains[place] - wanted
            self._assumptions += self._ground.only({place: self._domains[place]})
        return granted

    def _lower(self, place: int) -> bool | None:
        """Halve what lies below the witness until nothing does."""
        while below := [value for value in self._domains[place] if value < self._value(place)]:
            if self._grant(place, IntSet.of(below[: (len(below) + 1) // 2])) is None:
                return None
        self._grant(place, IntSet.of([self._value(place)]))
        return True

    def _value(self, place: int) -> int:
        layout = self._ground.layout
        return (
            0 if self._witness is None else layout.variables[place].values[self._witness[place] - layout.offsets[place]]
        )

    def _search(self, assumptions: Sequence[int]) -> bool | None:
        found = self._ground.machine.solve(assumptions, self._budget)
        if found:
            self._witness = self._ground.rungs.positions(self._ground.machine.model())
        return found
