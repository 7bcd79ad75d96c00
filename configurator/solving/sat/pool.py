"""Models met before: a value seen in one that fits the choices needs no search. No answer depends on them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.solving.local_search.layout import Mask, Positions

MOST_KEPT = 1_000
MOST_BYTES = 1 << 26


class Pool:
    """The last models of a program, each as the positions of its values and as bits over all positions."""

    def __init__(self, variables: int, values: int) -> None:
        self._room = max(16, min(MOST_KEPT, MOST_BYTES // (4 * variables + values // 8 + 1)))
        self._values = values
        self._positions = np.zeros((self._room, variables), dtype=np.int32)
        self._bits = np.zeros((self._room, -(-values // 8)), dtype=np.uint8)
        self._used = 0
        self._next = 0

    def add(self, positions: Positions, seen: Mask) -> None:
        """Keep a model and the values seen with it, in the place of the oldest where there is no room."""
        self._positions[self._next] = positions
        self._bits[self._next] = np.packbits(seen)
        self._used = max(self._used, self._next + 1)
        self._next = (self._next + 1) % self._room

    def fitting(self, allowed: Mask, variables: Sequence[int]) -> NDArray[np.intp]:
        """Return the rows whose values of these variables are allowed."""
        rows = self._positions[: self._used]
        return np.flatnonzero(allowed[rows[:, list(variables)]].all(axis=1))

    def last(self, count: int) -> list[Positions]:
        """Return the models added last, the last first."""
        return [self._positions[(self._next - 1 - back) % self._room] for back in range(min(count, self._used))]

    def seen(self, rows: NDArray[np.intp]) -> Mask:
        """Return the values of these rows."""
        if not len(rows):
            return np.zeros(self._values, dtype=np.bool_)
        bits = np.bitwise_or.reduce(self._bits[rows], axis=0)
        return np.unpackbits(bits, count=self._values).astype(np.bool_)
