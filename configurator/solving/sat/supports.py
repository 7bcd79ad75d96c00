"""Valid domains from cached models, their neighbours, and searches that each cover many values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.solving.cp_sat.running import IncrementalModel
from configurator.solving.local_search.layout import Mask, Positions
from configurator.solving.port import Assumptions, Optimum, Satisfiable, Unsatisfiable
from configurator.solving.sat.incremental_sat import IncrementalSat
from configurator.solving.sat.limits import (
    FAST_SEARCH_SHARE,
    HARD_SEARCHES,
    LEARNT_CLAUSE_LITERALS,
    NEIGHBOURHOOD_MODELS,
    VOTING_VALUES,
)


class PhaseVotes:
    """The votes of the values still open. One that implies a contradiction is taken out of the open ones given."""

    def __init__(self, sat: IncrementalSat, open_values: Mask) -> None:
        self._sat = sat
        self._size = sat.glucose.top + 1
        few = (sat.layout.sizes <= VOTING_VALUES)[sat.layout.owner]
        for position in np.flatnonzero(open_values & few).tolist():
            if sat.implied(position) is None:
                open_values[position] = False
        self._voters = open_values & few
        self._votes = self._cast(self._voters)

    def phases(self, open_values: Mask) -> list[int]:
        """Return the literals that most of the voters still open imply, rather than their opposites."""
        leaving = self._voters & ~open_values
        if leaving.any():
            self._votes = self._votes - self._cast(leaving)
            self._voters = self._voters & ~leaving
        concerned = np.flatnonzero(self._votes)
        results: list[int] = np.where(self._votes[concerned] > 0, concerned, -concerned).tolist()
        return results

    def _cast(self, voters: Mask) -> NDArray[np.int64]:
        """Count for each variable how many of these values imply it, less those that imply its opposite."""
        implied = [self._sat.implied(position) for position in np.flatnonzero(voters).tolist()]
        literals = np.concatenate([np.zeros(0, dtype=np.int32), *(array for array in implied if array is not None)])
        up = np.bincount(literals[literals > 0], minlength=self._size)
        down = np.bincount(-literals[literals < 0], minlength=self._size)
        return up - down


class SupportSearch:
    """The values found so far under assumptions: those `seen`, and those still `open`.

    `alive` is whether there is a model at all; None is unknown. With `whole`, every model is one of the whole program:
    it is kept for later queries, and its neighbours are models too, if they are `allowed`.
    """

    def __init__(
        self, sat: IncrementalSat, assumptions: Sequence[int], allowed: Mask, queried: Mask, *, whole: bool = True
    ) -> None:
        self.open = allowed & queried
        self.seen = np.zeros_like(allowed)
        self.alive: bool | None = None if allowed.any() or not len(allowed) else False
        self._sat = sat
        self._assumptions = list(assumptions)
        self._allowed = allowed
        self._whole = whole
        self._demands = sat.clause_arrays if whole else None
        self._mending = sat.min_conflicts if whole else None
        self._incremental_model = sat.incremental_model if whole else None
        self._bases: list[Positions] = []
        self._votes: PhaseVotes | None = None
        self._slow = False
        self._lost = 0

    @staticmethod
    def under(
        sat: IncrementalSat, assumptions: Sequence[int], allowed: Mask, queried: Mask, *, whole: bool = True
    ) -> "SupportSearch":
        """Return a cover of those of the values that propagation leaves."""
        narrowed = sat.narrowed(assumptions, allowed)
        if narrowed is None:
            return SupportSearch(sat, assumptions, np.zeros_like(queried), queried)
        return SupportSearch(sat, narrowed[0], narrowed[1], queried, whole=whole)

    def see(self, values: Mask) -> None:
        """Record values of models under the assumptions."""
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
        for base in self._sat.pool.last(NEIGHBOURHOOD_MODELS) if self._mending else ():
            array = self._mending.into(base, self._allowed) if self._mending else None
            if array is not None:
                self._met(array)
                return
        self.alive = self._search(self._assumptions, self._allowed, budget, patient=True)
        if self.alive is False:
            self.open = np.zeros_like(self.open)

    def _settle_easily(self, position: int, budget: Budget) -> None:
        """Search for the value, or others above it, if that takes few conflicts."""
        if self._lost < HARD_SEARCHES:
            self._lost += self._settle(position, budget, patient=False) is None

    def _settle_patiently(self, position: int, budget: Budget) -> None:
        """Search for the value, until it is found or the budget ends."""
        while self.open[position] and not budget.spent():
            if not self._descend(position, budget):
                self._settle(position, budget, patient=True)

    def _descend(self, position: int, budget: Budget) -> bool:
        """Search for the value by descents, for arithmetic sums; return whether it is decided."""
        sat = self._sat
        if not self._whole or sat.descents is None:
            return False
        domains = sat.layout.sets(self._within(position, position))
        match sat.descents.solve(Assumptions(dict(enumerate(domains))), budget):
            case Satisfiable(witness):
                self._met(sat.layout.positions(witness))
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
        if self._incremental_model is not None:
            return self._climb(self._incremental_model, position, last, budget, patient=patient)
        assumptions, allowed = [*self._assumptions, *self._sat.between(position, last)], self._allowed
        if self._demands:
            narrowed = self._sat.narrowed(assumptions, allowed)
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
        here = self._sat.layout.values_of(int(self._sat.layout.owner[first]))
        allowed = self._allowed.copy()
        allowed[here.start : first] = allowed[last + 1 : here.stop] = False
        return allowed

    def _end_of_run(self, position: int) -> int:
        """Return the last of the open values from this position on, of the same variable and without a gap."""
        end = self._sat.layout.values_of(int(self._sat.layout.owner[position])).stop
        closed = np.flatnonzero(~self.open[position:end])
        return position + int(closed[0]) - 1 if len(closed) else end - 1

    def _mend(self, position: int, allowed: Mask, bases: Sequence[Positions]) -> bool:
        """Search the neighbourhoods of models for one with the value at this position; return whether there is one."""
        for base in bases if self._mending else ():
            array = self._mending.towards(base, (position,), allowed) if self._mending else None
            if array is not None:
                self._met(array)
                return True
        return False

    def _search(self, assumptions: Sequence[int], allowed: Mask, budget: Budget, *, patient: bool) -> bool | None:
        if budget.spent():
            return None
        if self._incremental_model is not None:
            return self._by_cp_sat(self._incremental_model, allowed, budget, patient=patient)
        glucose = self._sat.glucose
        glucose.set_phases(self._phases())
        verdict = glucose.solve(assumptions, budget) if patient else glucose.easily(assumptions)
        if verdict:
            self._met(self._sat.rungs.positions(glucose.model()))
        elif verdict is False:
            self._learn()
        return verdict

    def _by_cp_sat(
        self, incremental_model: IncrementalModel, allowed: Mask, budget: Budget, *, patient: bool
    ) -> bool | None:
        """Search by CP-SAT, which adds up numbers better than clauses do."""
        domains = self._sat.layout.sets(allowed)
        match incremental_model.solve(domains, budget if patient else None):
            case Satisfiable(witness):
                self._met(self._sat.layout.positions(witness))
                return True
            case Unsatisfiable():
                return False
            case _:
                return None

    def _climb(
        self, incremental_model: IncrementalModel, first: int, last: int, budget: Budget, *, patient: bool
    ) -> bool | None:
        """Find the last of these values that has a model; those above it are barred, or all are."""
        layout = self._sat.layout
        owner, domains = int(layout.owner[first]), layout.sets(self._within(first, last))
        match incremental_model.greatest(domains, owner, budget if patient else None):
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
        """Learn the core of the last failed search."""
        core = self._sat.glucose.core()
        if len(core) <= LEARNT_CLAUSE_LITERALS:
            self._sat.glucose.learn([-literal for literal in core])

    def _met(self, positions: Positions) -> None:
        """Record the values of a model and of its neighbours."""
        sat = self._sat
        seen = self._demands.neighbours(positions) if self._demands else sat.layout.marked(positions)
        self._bases = [positions, *self._bases[: NEIGHBOURHOOD_MODELS - 1]]
        if self._whole:
            sat.pool.add(positions, seen)
        before = np.count_nonzero(self.open)
        self.see(seen)
        self._slow = self._slow or bool(np.count_nonzero(self.open) * FAST_SEARCH_SHARE > before)

    def _phases(self) -> list[int]:
        """Return phases towards open values: first towards what most of them imply, then towards themselves."""
        voted: list[int] = []
        if self._slow:
            self._votes = self._votes or PhaseVotes(self._sat, self.open)
            voted = self._votes.phases(self.open)
        return [*voted, *self._sat.rungs.towards(self.open)]
