"""Demands that a value lies in a set. Many clauses speak of the same sets, which are looked at once."""

from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.nearby.layout import Layout, Mask, Positions

Integers = NDArray[np.int64]
Costs = NDArray[np.float64]

BROKEN = 2.0
"""What a broken demand costs."""


class Sets:
    """The sets of all clauses: a use is a set in a clause."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[tuple[int, IntSet], int | None] = {}
        self._variables: list[int] = []
        self._members: list[list[bool]] = []
        self._uses: list[tuple[int, int]] = []

    def add(self, clause: int, values: Mapping[int, IntSet]) -> bool:
        """Note the sets of a clause; False, with nothing noted, where one has all values of its variable."""
        numbers = [self._number(place, allowed) for place, allowed in values.items()]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return False
        self._uses.extend((clause, number) for number in known)
        return True

    def _number(self, place: int, allowed: IntSet) -> int | None:
        """Return the number of a set; None where it has all values of its variable."""
        key = place, allowed
        if key not in self._known:
            one = self._layout.variables[place]
            members = [False] * one.size
            for first, last in one.spans(allowed):
                members[first : last + 1] = [True] * (last + 1 - first)
            self._known[key] = None if all(members) else len(self._members)
            if not all(members):
                self._variables.append(place)
                self._members.append(members)
        return self._known[key]

    def close(self) -> None:
        """Make arrays of what was noted."""
        layout = self._layout
        self._clause, self._set = np.array(self._uses, dtype=np.int64).reshape(-1, 2).T.copy()
        self._variable = np.array(self._variables, dtype=np.int64)
        self._member = np.array(list(chain.from_iterable(self._members)), dtype=np.bool_)
        sizes = layout.sizes[self._variable].astype(np.int64)
        of_set = np.repeat(np.arange(len(sizes)), sizes)
        self._shift = np.cumsum(sizes) - sizes - layout.offsets[self._variable]
        positions = np.arange(len(of_set)) - self._shift[of_set]
        self._in_set, self._in_position = of_set[self._member], positions[self._member]
        self._out_set, self._out_position = of_set[~self._member], positions[~self._member]
        self._known, self._members, self._variables, self._uses = {}, [], [], []

    @property
    def size(self) -> int:
        """Return the number of uses."""
        return len(self._clause)

    def holding(self, positions: Positions, clauses: int) -> tuple[Mask, Integers]:
        """Return which uses hold, and how many of them do in each clause."""
        holds: Mask = self._member[self._shift + positions[self._variable]][self._set]
        return holds, np.bincount(self._clause[holds], minlength=clauses)

    def leaving(self, holds: Mask, alone: Mask) -> Integers:
        """Return the positions outside the sets that hold in clauses marked as having no other support."""
        times = self._times(holds & alone[self._clause])
        return np.repeat(self._out_position, times[self._out_set])

    def entering(self, broken: Mask) -> Integers:
        """Return the positions in sets of the clauses marked as broken."""
        times = self._times(broken[self._clause])
        return np.repeat(self._in_position, times[self._in_set])

    def _times(self, uses: Mask) -> Integers:
        """Return for each set how often it is used so."""
        return np.bincount(self._set[uses], minlength=len(self._variable))
