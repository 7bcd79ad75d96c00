"""Sums to which some variables add one number for each combination of their values, read as automata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.automaton import UNBOUNDED, Automaton, Step, minimal
from configurator.solving.diagram.interning import Ints, numbered, unique_rows
from configurator.solving.diagram.limits import Meter, TooLarge
from configurator.solving.diagram.reach import total_of

SORTING = 8
"""What looking one number up among sorted ones costs, in entries of arrays."""
MOST_KINDS = 4_000_000
"""Kinds of numbers that are told apart by their place in an array, not by sorting."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`low ≤ sums[values of base] + weights of the others' values ≤ high`, all values by their numbers.

    `sums` has an axis for each variable of `base`, which ascend.
    """

    base: tuple[int, ...]
    sums: NDArray[Any]
    others: Mapping[int, Ints]
    low: int | None
    high: int | None

    @property
    def variables(self) -> tuple[int, ...]:
        return (*self.base, *self.others)

    def coarse(self, meter: Meter) -> "Grid":
        """Return the same law with no more different sums than the others can tell apart. Raises TooLarge."""
        others = total_of([np.unique(own) for own in self.others.values()], meter)
        if others is None or not len(others):
            return self
        meter.work(SORTING * self.sums.size, 1)
        sums = self.sums.ravel()
        first = np.zeros(len(sums), np.int64) if self.low is None else np.searchsorted(others, self.low - sums)
        kinds = first * (len(others) + 1)
        if self.high is not None:
            kinds += np.searchsorted(others, self.high - sums, side="right")
        if kinds.max(initial=0) >= MOST_KINDS:
            kinds = np.unique(kinds, return_inverse=True)[1]
        standing = np.zeros(int(kinds.max(initial=0)) + 1, np.int64)
        standing[kinds] = sums
        return replace(self, sums=standing[kinds].reshape(self.sums.shape))

    def automaton(self, rank: Sequence[int], *, most: int) -> Automaton:
        """Return the law as it reads variables by ascending rank. Raises TooLarge past so many entries of a step."""
        return _Walk(self, rank, most).automaton()


class _Walk:
    """Reads the variables one by one. A state is what is left of the sums, and what the others added so far."""

    def __init__(self, grid: Grid, rank: Sequence[int], most: int) -> None:
        self._grid = grid
        self._most = most
        self._scope = sorted(grid.variables, key=lambda variable: rank[variable])
        order = [grid.base.index(variable) for variable in self._scope if variable in grid.base]
        self._sums = grid.sums.transpose(order)
        self._left = self._sums.reshape(1, -1)
        self._least = sum(int(own.min()) for own in grid.others.values())
        self._greatest = sum(int(own.max()) for own in grid.others.values())

    def automaton(self) -> Automaton:
        nodes, added, open_ = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1, np.bool_)
        holds = np.zeros(1, np.bool_)
        steps: list[Step] = []
        lengths = iter(self._sums.shape)
        for variable in self._scope:
            own = self._grid.others.get(variable)
            size = next(lengths) if own is None else len(own)
            if len(nodes) * size > self._most:
                raise TooLarge(f"a sum of {len(self._scope)} variables has too many partial sums")
            if own is None:
                nodes, added = self._read(size)[nodes], np.repeat(added[:, None], size, axis=1)
            else:
                self._least, self._greatest = self._least - int(own.min()), self._greatest - int(own.max())
                nodes, added = np.repeat(nodes[:, None], size, axis=1), added[:, None] + own
            still, holding = self._fates(nodes, added)
            holding = np.where(open_[:, None], holding, holds[:, None])
            still &= open_[:, None]
            first, number = self._numbered(nodes, added, still, holding)
            steps.append(number.reshape(nodes.shape).astype(np.int32))
            nodes, added = nodes.ravel()[first], added.ravel()[first]
            open_, holds = still.ravel()[first], holding.ravel()[first]
        return minimal(self._scope, steps, holds)

    def _read(self, size: int) -> Ints:
        """Read a variable of the base: return by node and value the node that it leads to."""
        rows = self._left.reshape(len(self._left) * size, -1)
        first, number = unique_rows(rows)
        self._left = rows[first]
        return number.reshape(-1, size)

    def _fates(self, nodes: Ints, added: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return where it is still open whether the law holds, and where it surely does."""
        low = -UNBOUNDED if self._grid.low is None else self._grid.low
        high = UNBOUNDED if self._grid.high is None else self._grid.high
        least = self._left.min(axis=1)[nodes] + added + self._least
        greatest = self._left.max(axis=1)[nodes] + added + self._greatest
        surely = (least >= low) & (greatest <= high)
        return ~surely & (greatest >= low) & (least <= high), surely

    @staticmethod
    def _numbered(nodes: Ints, added: Ints, still: NDArray[np.bool_], holding: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Number the states; those that are settled are two at most."""
        columns = [np.where(still, 2, holding)]
        if still.any():
            columns += [np.where(still, nodes, 0), np.where(still, added - added.min(), 0)]
        columns = [column.ravel() for column in columns if column.any()] or [columns[0].ravel()]
        return numbered(columns, [int(column.max()) + 1 for column in columns])
