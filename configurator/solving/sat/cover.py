"""Which values some model has: propagation, models met before, and then searches that each see many values at once."""

from collections.abc import Sequence

import numpy as np

from configurator.solving.port import Budget
from configurator.solving.sat.ground import Ground
from configurator.solving.sat.layout import Mask

LONGEST_LESSON = 40
"""What a failed search learns is kept where it names no more literals than this."""


class Cover:
    """What is known of the wanted values under assumptions, while it grows: those `seen`, and those still `open`."""

    def __init__(self, ground: Ground, assumptions: Sequence[int], open_values: Mask) -> None:
        self._ground = ground
        self._assumptions = list(assumptions)
        self.open = open_values
        self.seen = np.zeros_like(open_values)
        self._votes = np.zeros(0, dtype=np.int64)
        self._voters: Mask | None = None

    def see(self, values: Mask) -> None:
        """Note values that a model under the assumptions has."""
        self.seen |= values & self.open
        self.open &= ~values

    def run(self, budget: Budget, *, remember: bool) -> bool | None:
        """Look until nothing is open or the budget ends; False if there is no model at all, None if that is not known.

        Models are kept for later questions if `remember`ed: those of the whole program.
        """
        if not self.seen.any():
            first = self._search([], budget)
            if first is None:
                return first
            if first is False:
                return False
            self._met(remember)
        for patient in (False, True):
            for position in np.flatnonzero(self.open).tolist():
                if self.open[position]:
                    self._settle(position, budget, patient=patient, remember=remember)
        return True

    def _settle(self, position: int, budget: Budget, *, patient: bool, remember: bool) -> None:
        verdict = self._search(self._ground.exactly(position), budget, patient=patient)
        if verdict:
            self._met(remember)
        elif verdict is False:
            self.open[position] = False
            core = self._ground.machine.core()
            if len(core) <= LONGEST_LESSON:
                self._ground.machine.learn([-literal for literal in core])

    def _search(self, target: Sequence[int], budget: Budget, *, patient: bool = True) -> bool | None:
        if budget.spent():
            return None
        machine = self._ground.machine
        machine.set_phases(self._phases())
        assumptions = [*self._assumptions, *target]
        return machine.solve(assumptions, budget) if patient else machine.easily(assumptions)

    def _met(self, remember: bool) -> None:
        positions = self._ground.layout.positions(self._ground.machine.model())
        if remember:
            self._ground.pool.add(positions)
        row = np.zeros_like(self.open)
        row[positions] = True
        self.see(row)

    def _phases(self) -> list[int]:
        """Return phases towards values not seen yet: first what they imply, then themselves."""
        voted = self._voted_phases() if self.seen.any() else []
        return [*voted, *self._ground.layout.towards(self.open)]

    def _voted_phases(self) -> list[int]:
        """Return what most of the open values imply. One that implies a contradiction is open no more."""
        if self._voters is None:
            self._voters = self.open.copy()
            for position in np.flatnonzero(self.open).tolist():
                if self._ground.implied(position) is None:
                    self._voters[position] = self.open[position] = False
            self._count(self._voters, 1)
        left = self._voters & ~self.open
        self._count(left, -1)
        self._voters &= ~left
        concerned = np.flatnonzero(self._votes)
        phases: list[int] = np.where(self._votes[concerned] > 0, concerned, -concerned).tolist()
        return phases

    def _count(self, voters: Mask, times: int) -> None:
        """Add what these values imply so many times to the votes."""
        implied = [found for place in np.flatnonzero(voters).tolist() if (found := self._ground.implied(place)) is not None]
        size = self._ground.machine.top + 1
        votes = np.zeros(size, dtype=np.int64)
        votes[: len(self._votes)] = self._votes
        if implied:
            literals = np.concatenate(implied)
            votes += times * np.bincount(literals[literals > 0], minlength=size)
            votes -= times * np.bincount(-literals[literals < 0], minlength=size)
        self._votes = votes
