"""Models met before: a value seen in one that fits the choices needs no search. No answer depends on them."""

import numpy as np
from numpy.typing import NDArray

from configurator.solving.sat.layout import Mask, Numbers

MOST_KEPT = 256
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

    def add(self, positions: Numbers) -> None:
        """Keep a model, in the place of the oldest where there is no room."""
        row = np.zeros(self._values, dtype=np.bool_)
        row[positions] = True
        self._positions[self._next] = positions
        self._bits[self._next] = np.packbits(row)
        self._next = (self._next + 1) % self._room
        self._used = max(self._used, self._next, self._used)
        if self._next == 0:
            self._used = self._room

    def fitting(self, allowed: Mask, variables: Numbers) -> NDArray[np.intp]:
        """Return the rows whose values of these variables are allowed."""
        rows = self._positions[: self._used]
        return np.flatnonzero(allowed[rows[:, variables]].all(axis=1))

    def model(self, row: int) -> Numbers:
        """Return a model's positions."""
        found: Numbers = self._positions[row]
        return found

    def seen(self, rows: NDArray[np.intp]) -> Mask:
        """Return the values of these rows."""
        if not len(rows):
            return np.zeros(self._values, dtype=np.bool_)
        bits = np.bitwise_or.reduce(self._bits[rows], axis=0)
        return np.unpackbits(bits, count=self._values).astype(np.bool_)
