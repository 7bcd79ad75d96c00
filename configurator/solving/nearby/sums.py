"""Demands that a sum lies in its bounds, as what each position adds."""

import numpy as np

from configurator.program.nodes import Linear
from configurator.solving.nearby.layout import Layout, Mask, Positions
from configurator.solving.nearby.sets import BROKEN, Costs, Integers
from configurator.solving.nearby.weights import weighed


class Sums:
    """The sums of all clauses. A sum is a row of terms, a term a row of weights."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._bounds: list[tuple[int, int, int, int, int]] = []
        self._terms: list[tuple[int, int, int]] = []
        self._adds: list[int] = []

    def add(self, clause: int, linear: Linear, *, firm: bool) -> None:
        """Note a sum of a clause; a `firm` one must hold, whatever else does."""
        constant, parts = weighed(linear.terms, self._layout.variables)
        reach = sum(part.most for part in parts)
        low = 0 if linear.low is None else min(max(linear.low - constant, 0), reach + 1)
        high = reach if linear.high is None else max(min(linear.high - constant, reach), -1)
        for part in parts:
            self._terms.append((len(self._bounds), part.variable, len(self._adds)))
            self._adds += part.weights
        self._bounds.append((clause, low, high, reach, firm))

    def close(self) -> None:
        """Make arrays of what was noted."""
        bounds = np.array(self._bounds, dtype=np.int64).reshape(-1, 5)
        self._clause, self._low, self._high, self._reach, firm = bounds.T.copy()
        self._firm = firm == 1
        self._sum, self._variable, self._start = np.array(self._terms, dtype=np.int64).reshape(-1, 3).T.copy()
        self._weights = np.array(self._adds, dtype=np.int64)
        sizes = self._layout.sizes[self._variable]
        self._term = np.repeat(np.arange(len(self._sum)), sizes)
        self._of_sum = self._sum[self._term]
        number = np.arange(len(self._weights)) - self._start[self._term]
        self._position = self._layout.offsets[self._variable[self._term]] + number
        self._scale = np.maximum(self._reach, 1) / 4
        self._adds = []

    @property
    def size(self) -> int:
        """Return the number of weights."""
        return len(self._weights)

    def _totals(self, positions: Positions) -> tuple[Integers, Integers]:
        """Return the sums, and for each position in a sum what that would be after a change to it."""
        now = self._weights[self._start + positions[self._variable] - self._layout.offsets[self._variable]]
        totals = np.zeros(len(self._clause), dtype=np.int64)
        np.add.at(totals, self._sum, now)
        return totals, (totals[self._sum] - now)[self._term] + self._weights

    def narrowed(self, allowed: Mask) -> Mask:
        """Return the allowed values with which each firm sum, looked at once, can still come into its bounds."""
        found = allowed.copy()
        if not self._firm.any():
            return found
        here = allowed[self._position]
        low = np.minimum.reduceat(np.where(here, self._weights, np.iinfo(np.int64).max), self._start)
        high = np.maximum.reduceat(np.where(here, self._weights, -1), self._start)
        least, most = np.zeros(len(self._clause), dtype=np.int64), np.zeros(len(self._clause), dtype=np.int64)
        np.add.at(least, self._sum, low)
        np.add.at(most, self._sum, high)
        over = self._weights + (least[self._sum] - low)[self._term] > self._high[self._of_sum]
        under = self._weights + (most[self._sum] - high)[self._term] < self._low[self._of_sum]
        found[self._position[(over | under) & self._firm[self._of_sum]]] = False
        return found

    def leaving(self, positions: Positions, needed: Mask) -> Integers:
        """Return the positions that lead the sums of the marked clauses out of their bounds."""
        _, after = self._totals(positions)
        wrong = (after < self._low[self._of_sum]) | (after > self._high[self._of_sum])
        found: Integers = self._position[wrong & needed[self._clause[self._of_sum]]]
        return found

    def weigh(self, positions: Positions, needed: Mask, costs: Costs) -> Integers:
        """Add to the costs of all changes how far they lead sums of the marked clauses into or out of their bounds.

        Return the clauses that have a sum in bounds.
        """
        totals, after = self._totals(positions)
        excess = np.maximum(totals - self._high, 0) + np.maximum(self._low - totals, 0)
        low, high = self._low[self._of_sum], self._high[self._of_sum]
        then = np.maximum(after - high, 0) + np.maximum(low - after, 0)
        before = excess[self._of_sum]
        change = (then - before) / self._scale[self._of_sum]
        change += BROKEN * ((then > 0).astype(np.int64) - (before > 0))
        concerned = needed[self._clause[self._of_sum]] & (change != 0)
        costs += np.bincount(self._position[concerned], weights=change[concerned], minlength=len(costs))
        met: Integers = self._clause[excess == 0]
        return met

    def strain(self) -> Costs:
        """Return for each position how much of the room of the sums it takes, where it can be helped."""
        up = np.where(self._high < self._reach, 1 / np.maximum(self._high, 1), 0.0)
        down = np.where(self._low > 0, 1 / np.maximum(self._reach - self._low, 1), 0.0)
        weights = self._weights * (up - down)[self._of_sum]
        found: Costs = np.bincount(self._position, weights=weights, minlength=self._layout.count).astype(np.float64)
        return found
