"""Wishes granted one after the other, each a search under more assumptions unless the witness has it anyway."""

from collections.abc import Sequence

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.port import Budget, Satisfiable, Solution, Unknown, Verdict
from configurator.solving.sat.ground import Ground


class Completing:
    """The solution that fulfils the wishes lexicographically, on the way."""

    def __init__(self, ground: Ground, assumptions: Sequence[int], domains: Sequence[IntSet], budget: Budget) -> None:
        self._ground = ground
        self._assumptions = list(assumptions)
        self._domains = list(domains)
        self._budget = budget

    def run(self, wishes: Sequence[Wish]) -> Verdict:
        """Return the solution, if there is any and the budget suffices."""
        self._ground.machine.set_phases(self._wished(wishes))
        verdict = self._search(())
        for wish in wishes:
            if not isinstance(verdict, Satisfiable):
                return verdict
            verdict = self._granted(wish, verdict.witness)
        return verdict

    def _wished(self, wishes: Sequence[Wish]) -> list[int]:
        """Return phases towards the lowest values, and over them towards what is wished, the first wish last."""
        phases = [-rung for ladder in self._ground.encoding.ladders for rung in ladder.rungs]
        for wish in reversed(wishes):
            if isinstance(wish, Literal) and (wanted := wish.values & self._domains[wish.variable]):
                ladder = self._ground.encoding.ladders[wish.variable]
                first = ladder.spans(wanted)[0][0]
                phases += [rung if number <= first else -rung for number, rung in enumerate(ladder.rungs, start=1)]
        return phases

    def _granted(self, wish: Wish, witness: Solution) -> Verdict:
        match wish:
            case Literal(variable, values):
                return self._grant(variable, self._domains[variable] & values, witness)
            case Lowest(variable):
                return self._lower(variable, witness)

    def _grant(self, place: int, wanted: IntSet, witness: Solution) -> Verdict:
        """Return a witness with a wanted value if there is one; keep to the wanted values, or else to the others."""
        if not wanted or wanted == self._domains[place]:
            return Satisfiable(witness)
        verdict: Verdict = Satisfiable(witness)
        if witness[place] not in wanted:
            verdict = self._search(self._ground.only({place: wanted}))
        if isinstance(verdict, Unknown):
            return verdict
        granted = isinstance(verdict, Satisfiable)
        self._domains[place] = wanted if granted else self._domains[place] - wanted
        self._assumptions += self._ground.only({place: self._domains[place]})
        return verdict if granted else Satisfiable(witness)

    def _lower(self, place: int, witness: Solution) -> Verdict:
        """Halve what lies below the witness until nothing does."""
        while below := [value for value in self._domains[place] if value < witness[place]]:
            verdict = self._grant(place, IntSet.of(below[: (len(below) + 1) // 2]), witness)
            if not isinstance(verdict, Satisfiable):
                return verdict
            witness = verdict.witness
        return self._grant(place, IntSet.of([witness[place]]), witness)

    def _search(self, target: Sequence[int]) -> Verdict:
        return self._ground.verdict([*self._assumptions, *target], self._budget)
