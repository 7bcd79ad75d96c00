"""Which values some model has: models met before, their neighbours, and searches that each see many values at once."""

from collections.abc import Sequence

import numpy as np

from configurator.budget import Budget
from configurator.solving.cp_sat.prompt import Prompt
from configurator.solving.local_search.layout import Mask, Positions
from configurator.solving.port import Assumptions, Optimum, Satisfiable, Unsatisfiable
from configurator.solving.sat.ground import Ground
from configurator.solving.sat.votes import Votes

LONGEST_LESSON = 40
"""What a failed search learns is kept where it names no more literals than this."""
FAST = 2
"""As long as a search leaves less than one in so many of the open values, the next needs no votes."""
MOST_LOST = 8
"""After so many searches that were not easy, the easy ones end."""
MOST_BASES = 8
"""From so many models near ones are looked for, the last first."""


class Cover:
    """What is known of some values under assumptions, while it grows: those `seen`, and those still `open`.

    `alive` tells whether there is a model at all; None is not known. With `whole`, every model is one of the whole
    program: it is kept for later questions, and its neighbours are models too, as far as they are `allowed`.
    """

    def __init__(
        self, ground: Ground, assumptions: Sequence[int], allowed: Mask, wanted: Mask, *, whole: bool = True
    ) -> None:
        self.open = allowed & wanted
        self.seen = np.zeros_like(allowed)
        self.alive: bool | None = None if allowed.any() or not len(allowed) else False
        self._ground = ground
        self._assumptions = list(assumptions)
        self._allowed = allowed
        self._whole = whole
        self._demands = ground.clause_arrays if whole else None
        self._mending = ground.min_conflicts if whole else None
        self._prompt = ground.prompt if whole else None
        self._bases: list[Positions] = []
        self._votes: Votes | None = None
        self._slow = False
        self._lost = 0

    @staticmethod
    def under(
        ground: Ground, assumptions: Sequence[int], allowed: Mask, wanted: Mask, *, whole: bool = True
    ) -> "Cover":
        """Return a cover of those of the values that propagation leaves."""
        narrowed = ground.narrowed(assumptions, allowed)
        if narrowed is None:
            return Cover(ground, assumptions, np.zeros_like(wanted), wanted)
        return Cover(ground, narrowed[0], narrowed[1], wanted, whole=whole)

    def see(self, values: Mask) -> None:
        """Note values that models under the assumptions have."""
        self.alive = True
        self.seen |= values & self.open
        self.open &= ~values

    def look(self, budget: Budget, *, easily: bool = False) -> None:
        """Search until nothing is open or the budget ends; `easily` leaves open what takes many conflicts."""
        if self.alive is None:
            self._first(budget)
        if not self.alive:
            return
        for settle in (self._settle_easily, *(() if easily else (self._settle_patiently,))):
            for position in np.flatnonzero(self.open).tolist():
                if budget.spent():
                    return
                if self.open[position]:
                    settle(position, budget)

    def _first(self, budget: Budget) -> None:
        """Find a model, near one met before or by a search."""
        for base in self._ground.pool.last(MOST_BASES) if self._mending else ():
            found = self._mending.into(base, self._allowed) if self._mending else None
            if found is not None:
                self._met(found)
                return
        self.alive = self._search(self._assumptions, self._allowed, budget, patient=True)
        if self.alive is False:
            self.open = np.zeros_like(self.open)

    def _settle_easily(self, position: int, budget: Budget) -> None:
        """Search for the value, or others above it, if that takes few conflicts."""
        if self._lost < MOST_LOST:
            self._lost += self._settle(position, budget, patient=False) is None

    def _settle_patiently(self, position: int, budget: Budget) -> None:
        """Search for the value, until it is found or the budget ends."""
        while self.open[position] and not budget.spent():
            if not self._descend(position, budget):
                self._settle(position, budget, patient=True)

    def _descend(self, position: int, budget: Budget) -> bool:
        """Look for the value by descents, where numbers are added up; tell whether it is settled."""
        ground = self._ground
        if not self._whole or ground.descents is None:
            return False
        domains = ground.layout.sets(self._within(position, position))
        match ground.descents.solve(Assumptions(dict(enumerate(domains))), budget):
            case Satisfiable(witness):
                self._met(ground.layout.positions(witness))
            case Unsatisfiable():
                self.open[position] = False
            case _:
                return False
        return True

    def _settle(self, position: int, budget: Budget, *, patient: bool) -> bool | None:
        """Find a model with one of the open values from this position on, or bar them all."""
        last = self._end_of_run(position)
        if self._mend(last, self._allowed, self._bases[:1]):
            return True
        if self._prompt is not None:
            return self._climb(self._prompt, position, last, budget, patient=patient)
        assumptions, allowed = [*self._assumptions, *self._ground.between(position, last)], self._allowed
        if self._demands:
            narrowed = self._ground.narrowed(assumptions, allowed)
            if narrowed is None:
                self.open[position : last + 1] = False
                return False
            assumptions, allowed = narrowed
            if self._mend(position, allowed, self._bases):
                return True
        verdict = self._search(assumptions, allowed, budget, patient=patient)
        if verdict is False:
            self.open[position : last + 1] = False
        return verdict

    def _within(self, first: int, last: int) -> Mask:
        """Return the allowed values, of one variable only those from one position to another."""
        here = self._ground.layout.values_of(int(self._ground.layout.owner[first]))
        allowed = self._allowed.copy()
        allowed[here.start : first] = allowed[last + 1 : here.stop] = False
        return allowed

    def _end_of_run(self, position: int) -> int:
        """Return the last of the open values from this position on, of the same variable and without a gap."""
        end = self._ground.layout.values_of(int(self._ground.layout.owner[position])).stop
        closed = np.flatnonzero(~self.open[position:end])
        return position + int(closed[0]) - 1 if len(closed) else end - 1

    def _mend(self, position: int, allowed: Mask, bases: Sequence[Positions]) -> bool:
        """Look for a model with the value at this position near others; tell whether there is one."""
        for base in bases if self._mending else ():
            found = self._mending.towards(base, (position,), allowed) if self._mending else None
            if found is not None:
                self._met(found)
                return True
        return False

    def _search(self, assumptions: Sequence[int], allowed: Mask, budget: Budget, *, patient: bool) -> bool | None:
        if budget.spent():
            return None
        if self._prompt is not None:
            return self._asked(self._prompt, allowed, budget, patient=patient)
        machine = self._ground.machine
        machine.set_phases(self._phases())
        verdict = machine.solve(assumptions, budget) if patient else machine.easily(assumptions)
        if verdict:
            self._met(self._ground.rungs.positions(machine.model()))
        elif verdict is False:
            self._learn()
        return verdict

    def _asked(self, prompt: Prompt, allowed: Mask, budget: Budget, *, patient: bool) -> bool | None:
        """Search by CP-SAT, which adds up numbers better than clauses do."""
        domains = self._ground.layout.sets(allowed)
        match prompt.solve(domains, budget if patient else None):
            case Satisfiable(witness):
                self._met(self._ground.layout.positions(witness))
                return True
            case Unsatisfiable():
                return False
            case _:
                return None

    def _climb(self, prompt: Prompt, first: int, last: int, budget: Budget, *, patient: bool) -> bool | None:
        """Find the last of these values that has a model; those above it are barred, or all are."""
        layout = self._ground.layout
        owner, domains = int(layout.owner[first]), layout.sets(self._within(first, last))
        match prompt.greatest(domains, owner, budget if patient else None):
            case Optimum(witness, _, proved):
                positions = layout.positions(witness)
                if proved:
                    self.open[positions[owner] + 1 : last + 1] = False
                self._met(positions)
                return True
            case Unsatisfiable():
                self.open[first : last + 1] = False
                return False
            case _:
                return None

    def _learn(self) -> None:
        """Keep why the last search failed."""
        core = self._ground.machine.core()
        if len(core) <= LONGEST_LESSON:
            self._ground.machine.learn([-literal for literal in core])

    def _met(self, positions: Positions) -> None:
        """See the values of a model, and its neighbours."""
        ground = self._ground
        seen = self._demands.neighbours(positions) if self._demands else ground.layout.marked(positions)
        self._bases = [positions, *self._bases[: MOST_BASES - 1]]
        if self._whole:
            ground.pool.add(positions, seen)
        before = np.count_nonzero(self.open)
        self.see(seen)
        self._slow = self._slow or bool(np.count_nonzero(self.open) * FAST > before)

    def _phases(self) -> list[int]:
        """Return phases towards open values: first towards what most of them imply, then towards themselves."""
        voted: list[int] = []
        if self._slow:
            self._votes = self._votes or Votes(self._ground, self.open)
            voted = self._votes.phases(self.open)
        return [*voted, *self._ground.rungs.towards(self.open)]
