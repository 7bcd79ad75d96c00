"""Numbers of values back into sets, variable by variable: what was told before is not worked out again."""

from collections.abc import Sequence

import numpy as np

from configurator.program.intset import IntSet
from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.values import Values

MOST_KNOWN = 20_000
"""So many sets of values are remembered."""


class Telling:
    """Tells sets of values; consecutive answers differ little, and only the difference costs time."""

    def __init__(self, values: Sequence[Values]) -> None:
        sizes = [len(each) for each in values]
        self._values = values
        self._starts = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self._variable = np.repeat(np.arange(len(values)), sizes)
        self._before = np.zeros(self._starts[-1], np.bool_)
        self._told = [IntSet()] * len(values)
        self._known: dict[tuple[int, bytes], IntSet] = {}

    def told(self, found: Bools) -> list[IntSet]:
        """Return the values of every variable, blocks whole. The list is good until the next question."""
        changed = self._variable[found != self._before]
        if len(changed):
            for variable in dict.fromkeys(changed.tolist()):
                self._told[variable] = self._of(variable, found[self._starts[variable] : self._starts[variable + 1]])
            self._before = found
        return self._told

    def _of(self, variable: int, mask: Bools) -> IntSet:
        key = (variable, mask.tobytes())
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            blocks = self._values[variable].blocks
            known = IntSet.union(blocks[number] for number in np.flatnonzero(mask).tolist())
            self._known[key] = known
        return known
