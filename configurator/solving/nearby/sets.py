"""Demands that a value lies in a set, as spans of positions."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.nearby.layout import Layout, Mask, Positions

Integers = NDArray[np.int64]
Costs = NDArray[np.float64]

BROKEN = 2.0
"""What a broken demand costs."""


class Sets:
    """The sets of all clauses; a set may have several spans."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._spans: list[tuple[int, int, int, int, int]] = []
        self._out: list[tuple[int, int]] = []
        self._sets = 0

    def add(self, clause: int, values: Mapping[int, IntSet]) -> bool:
        """Note the sets of a clause; False, with nothing noted, where one has all values of its variable."""
        variables = self._layout.variables
        spans = {place: variables[place].spans(allowed) for place, allowed in values.items()}
        outside = {place: variables[place].outside(found) for place, found in spans.items()}
        if not all(outside.values()):
            return False
        for place, found in spans.items():
            start = int(self._layout.offsets[place])
            self._spans.extend((clause, place, start + first, start + last, self._sets) for first, last in found)
            out = (number for first, last in outside[place] for number in range(first, last + 1))
            self._out.extend((self._sets, start + number) for number in out)
            self._sets += 1
        return True

    def close(self) -> None:
        """Make arrays of what was noted."""
        spans = np.array(self._spans, dtype=np.int64).reshape(-1, 5)
        self._clause, self._variable, self._low, self._high, self._set = spans.T.copy()
        self._out_set, self._out_position = np.array(self._out, dtype=np.int64).reshape(-1, 2).T.copy()
        lengths = self._high - self._low + 1
        self._in_span = np.repeat(np.arange(len(lengths)), lengths)
        ends = np.cumsum(lengths)
        self._in_position = np.arange(len(self._in_span)) + np.repeat(self._low - ends + lengths, lengths)
        self._spans, self._out = [], []

    @property
    def size(self) -> int:
        """Return the number of spans."""
        return len(self._clause)

    def holding(self, positions: Positions, clauses: int) -> tuple[Mask, Integers]:
        """Return which spans hold, and how many sets hold in each clause."""
        here = positions[self._variable]
        holds = (here >= self._low) & (here <= self._high)
        return holds, np.bincount(self._clause[holds], minlength=clauses)

    def leaving(self, holds: Mask, alone: Mask) -> Integers:
        """Return the positions outside the sets that hold in clauses marked as having no other support."""
        needed = np.zeros(self._sets, dtype=np.bool_)
        needed[self._set[holds & alone[self._clause]]] = True
        found: Integers = self._out_position[needed[self._out_set]]
        return found

    def entering(self, broken: Mask) -> Integers:
        """Return the positions in sets of the clauses marked as broken."""
        found: Integers = self._in_position[broken[self._clause][self._in_span]]
        return found
