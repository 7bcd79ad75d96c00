"""A solution with a wanted value from one without it: the value is put in, and what that breaks is mended.

Each step makes the one change that mends the most, by all sums, sets and tables at once; it is no search, and may fail.
"""

from collections.abc import Iterable

import numpy as np

from configurator.solving.nearby.demands import Demands
from configurator.solving.nearby.layout import Mask, Positions

MOST_CHANGES = 24
TIE = 1e-3
"""How little room in sums weighs, beside what is broken."""


class Mending:
    """The way from solutions to others near them."""

    def __init__(self, demands: Demands) -> None:
        self._demands = demands
        self._layout = demands.layout
        self._strain = demands.strain() * TIE

    def towards(self, base: Positions, wanted: Iterable[int], allowed: Mask) -> Positions | None:
        """Return a solution with the wanted values, all others among those allowed; None where none is near."""
        found, movable = base.copy(), allowed.copy()
        for position in wanted:
            self._move(found, movable, position)
        for _ in range(MOST_CHANGES):
            costs, done = self._demands.costs(found)
            if done:
                return found
            best = int(np.argmin(np.where(movable, costs + self._strain, np.inf)))
            if not movable[best] or costs[best] >= 0:
                return None
            self._move(found, movable, best)
        return None

    def into(self, base: Positions, allowed: Mask) -> Positions | None:
        """Return a solution with allowed values only; None where none is near."""
        wanted = []
        for owner in np.flatnonzero(~allowed[base]).tolist():
            here = self._layout.values_of(owner)
            wanted.append(here.start + int(np.argmin(np.where(allowed[here], self._strain[here], np.inf))))
        return self.towards(base, wanted, allowed)

    def _move(self, found: Positions, movable: Mask, position: int) -> None:
        """Change a variable, for good."""
        owner = int(self._layout.owner[position])
        found[owner] = position
        movable[self._layout.values_of(owner)] = False
