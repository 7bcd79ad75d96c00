"""The values of every variable as a sorted array: sets become masks over it, and terms become weights."""

from collections.abc import Sequence

import numpy as np

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.limits import VALUE_SETS_CACHED


class ValueList:
    """The values of one variable, ascending."""

    def __init__(self, domain: IntSet) -> None:
        runs = [np.arange(low, high + 1, dtype=np.int64) for low, high in domain.intervals]
        self.values: Ints = np.concatenate([np.zeros(0, np.int64), *runs])
        self._sets: dict[bytes, IntSet] = {}

    def __len__(self) -> int:
        return len(self.values)

    def mask(self, values: IntSet) -> Bools:
        """Return which of the values, in any order, are in the set."""
        return mask_of(self.values, values)

    def int_set(self, mask: Bools) -> IntSet:
        """Return the set of the values in the mask."""
        key = mask.tobytes()
        known = self._sets.get(key)
        if known is None:
            if len(self._sets) >= VALUE_SETS_CACHED // 10:
                self._sets.clear()
            known = self._sets[key] = _set_of(self.values[mask])
        return known

    def weights(self, terms: Sequence[Term]) -> Ints:
        """Return the sum of the terms, all of this variable, for every value."""
        total = np.zeros(len(self.values), np.int64)
        for term in terms:
            own = term.coefficient * self.values
            if term.weights and len(self.values):
                listed = np.array(list(dict(term.weights).items()), np.int64)
                places = np.minimum(np.searchsorted(self.values, listed[:, 0]), len(self.values) - 1)
                present = self.values[places] == listed[:, 0]
                own[places[present]] = listed[present, 1]
            total += own
        return total


def mask_of(values: Ints, wanted: IntSet) -> Bools:
    """Return which of the values, in any order, are in the set."""
    if not len(values):
        return np.zeros(0, np.bool_)
    inside_ends = wanted & IntSet.between(int(values.min()), int(values.max()))
    ends = np.array(inside_ends.intervals, np.int64).reshape(-1, 2)
    places = np.searchsorted(ends[:, 0], values, side="right") - 1
    inside: Bools = places >= 0
    inside[inside] = values[inside] <= ends[places[inside], 1]
    return inside


def _set_of(values: Ints) -> IntSet:
    if not len(values):
        return EMPTY
    breaks = np.flatnonzero(np.diff(values) != 1)
    lows = values[np.concatenate([[0], breaks + 1])].tolist()
    highs = values[np.concatenate([breaks, [len(values) - 1]])].tolist()
    return IntSet(tuple(zip(lows, highs, strict=True)))


def value_lists_of(program: Program) -> tuple[ValueList, ...]:
    """Return the values of every variable."""
    return tuple(ValueList(variable.domain) for variable in program.variables)
