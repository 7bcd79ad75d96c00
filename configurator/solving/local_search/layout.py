"""A layout of all values of all variables in one array, so that solutions and domains are vectors."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import EMPTY, IntSet
from configurator.solving.local_search.domains import NumberedValues

Positions = NDArray[np.int32]
"""For each variable, where its value stands in the row."""
Mask = NDArray[np.bool_]
"""A mark for each value in the row."""


class Layout:
    """Positions of values: value number n of a variable is at `offsets[variable] + n`."""

    def __init__(self, variables: Sequence[NumberedValues]) -> None:
        self.variables = variables
        self.sizes = np.array([one.size for one in variables], dtype=np.int32)
        self.offsets = np.concatenate(([0], np.cumsum(self.sizes)))[:-1].astype(np.int32)
        self.count = int(self.sizes.sum())
        self.owner = np.repeat(np.arange(len(variables), dtype=np.int32), self.sizes)
        self.number = np.arange(self.count, dtype=np.int32) - self.offsets[self.owner]
        self._none = _objects([EMPTY] * len(variables))
        self._all = _objects([IntSet.of(one.values) for one in variables])
        self._single = _objects([IntSet(((value, value),)) for one in variables for value in one.values])

    def values_of(self, variable: int) -> slice:
        """Return the slice of a variable's values."""
        start = int(self.offsets[variable])
        return slice(start, start + self.variables[variable].size)

    def solution(self, positions: Positions) -> tuple[int, ...]:
        """Return the values at these positions."""
        numbers = (positions - self.offsets).tolist()
        return tuple(one.values[number] for one, number in zip(self.variables, numbers, strict=True))

    def positions(self, solution: Sequence[int]) -> Positions:
        """Return the positions of these values."""
        numbers = [one.number(value) for one, value in zip(self.variables, solution, strict=True)]
        return self.offsets + np.array(numbers, dtype=np.int32)

    def mask(self, narrowed: Mapping[int, IntSet]) -> Mask:
        """Return the mask of the narrowed domains, whole for other variables."""
        mask = np.ones(self.count, dtype=np.bool_)
        for variable, values in narrowed.items():
            here, start = self.values_of(variable), int(self.offsets[variable])
            mask[here] = False
            for first, last in self.variables[variable].spans(values):
                mask[start + first : start + last + 1] = True
        return mask

    def of(self, variables: Iterable[int]) -> Mask:
        """Return the mask of all values of these variables."""
        chosen = np.zeros(len(self.sizes), dtype=np.bool_)
        chosen[list(variables)] = True
        mask: Mask = chosen[self.owner]
        return mask

    def lacks(self, mask: Mask) -> bool:
        """Return whether some variable has no value in the mask."""
        return bool(self.count) and not np.logical_or.reduceat(mask, self.offsets).all()

    def marked(self, positions: Positions) -> Mask:
        """Return the mask of a solution."""
        mask = np.zeros(self.count, dtype=np.bool_)
        mask[positions] = True
        return mask

    def sets(self, mask: Mask) -> tuple[IntSet, ...]:
        """Return the domain of every variable from a mask. Empty, singleton and full sets are shared."""
        if not self.count:
            return ()
        counts = np.add.reduceat(mask, self.offsets, dtype=np.int32)
        sets = self._none.copy()
        full, single = counts == self.sizes, counts == 1
        sets[full] = self._all[full]
        marked = np.flatnonzero(mask & single[self.owner])
        sets[self.owner[marked]] = self._single[marked]
        for variable in np.flatnonzero((counts > 1) & ~full).tolist():
            sets[variable] = self._listed(variable, mask)
        listed: list[IntSet] = sets.tolist()
        return tuple(listed)

    def _listed(self, variable: int, mask: Mask) -> IntSet:
        values = self.variables[variable].values
        return IntSet.of([values[number] for number in np.flatnonzero(mask[self.values_of(variable)]).tolist()])


def _objects(sets: Sequence[IntSet]) -> NDArray[np.object_]:
    objects = np.empty(len(sets), dtype=object)
    objects[:] = sets
    return objects
