"""Tables over boxes: which rows a box meets or lies in, and the values that the rows leave."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.boxes.box_arrays import Bools, Boxes, BoxLayout, Ints, NotBoxable, any_of_each, mask_of
from configurator.solving.boxes.limits import BOX_MULTIPLIED, BOX_NOTHING, BOX_ROWS


class RowContractor:
    """The rows of a table; a cell of a wide column is one interval, so a row of several becomes several rows."""

    def __init__(self, variables: Sequence[int], rows: Sequence[Sequence[IntSet]], layout: BoxLayout) -> None:
        single = list(_of_intervals(variables, rows, layout))
        self._columns: list[_IntervalColumn | _SetColumn] = []
        for at, variable in enumerate(variables):
            cells = [row[at] for row in single]
            column = _SetColumn if variable in layout.set_of else _IntervalColumn
            self._columns.append(column(variable, cells, layout))
        self._count = len(single)

    def meets_one(self, boxes: Boxes) -> Bools:
        """Return the boxes that share values with some row."""
        return any_of_each(self._meeting(boxes))

    def lies_in_one(self, boxes: Boxes) -> Bools:
        """Return the boxes that lie inside one row."""
        inside = np.ones((len(boxes), self._count), np.bool_)
        for column in self._columns:
            inside &= column.inside(boxes)
        return any_of_each(inside)

    def keep(self, boxes: Boxes, where: Bools, only: int | None) -> None:
        """Leave the values of rows that a box meets."""
        meeting = self._meeting(boxes)
        for column in self._columns:
            if only is None or only == column.variable:
                column.keep(boxes, meeting, where)

    def forbid(self, boxes: Boxes, where: Bools, only: int | None) -> None:
        """Remove what is in the cell of a row in whose other cells the box lies."""
        inside = [column.inside(boxes) for column in self._columns]
        for at, column in enumerate(self._columns):
            if only is None or only == column.variable:
                others = np.ones((len(boxes), self._count), np.bool_)
                for other, own in enumerate(inside):
                    if other != at:
                        others &= own
                column.remove(boxes, others & where[:, None])

    def _meeting(self, boxes: Boxes) -> Bools:
        meeting = np.ones((len(boxes), self._count), np.bool_)
        for column in self._columns:
            meeting &= column.meeting(boxes)
        return meeting


def _of_intervals(
    variables: Sequence[int], rows: Sequence[Sequence[IntSet]], layout: BoxLayout
) -> Iterator[tuple[IntSet, ...]]:
    """Yield rows with one interval in each cell of a wide column. Raises NotBoxable where they are too many."""
    wide = [variable in layout.row for variable in variables]
    total = sum(prod(len(cell.intervals) for cell, is_wide in zip(row, wide, strict=True) if is_wide) for row in rows)
    if total > BOX_ROWS:
        raise NotBoxable(f"a table has {total} rows")
    for row in rows:
        cells = [
            [IntSet((pair,)) for pair in cell.intervals] if is_wide else [cell]
            for cell, is_wide in zip(row, wide, strict=True)
        ]
        yield from product(*cells)


class _SetColumn:
    def __init__(self, variable: int, cells: Sequence[IntSet], layout: BoxLayout) -> None:
        self.variable = variable
        self._number = layout.set_of[variable]
        values = layout.values[self._number]
        known = {cell: mask_of(values, cell) for cell in dict.fromkeys(cells)}
        self._cells: Bools = np.array([known[cell] for cell in cells], np.bool_).reshape(len(cells), len(values))
        self._numbers: NDArray[np.float32] = self._cells.astype(np.float32)

    def meeting(self, boxes: Boxes) -> Bools:
        return _counts(boxes.sets[self._number], self._numbers.T) > 0

    def inside(self, boxes: Boxes) -> Bools:
        lies: Bools = _counts(boxes.sets[self._number], (1 - self._numbers).T) == 0
        return lies

    def keep(self, boxes: Boxes, meeting: Bools, where: Bools) -> None:
        boxes.sets[self._number] &= (_counts(meeting, self._numbers) > 0) | ~where[:, None]

    def remove(self, boxes: Boxes, rows: Bools) -> None:
        boxes.sets[self._number] &= _counts(rows, self._numbers) == 0


def _counts(truths: Bools, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the matrix product, in pieces so small that no library divides one among threads.

    Threads that wait for one another take several times the processor time of the product on a busy machine.
    """
    pieces = max(1, truths.shape[0] * numbers.size // BOX_MULTIPLIED)
    return np.concatenate([part.astype(np.float32) @ numbers for part in np.array_split(truths, pieces)])


class _IntervalColumn:
    def __init__(self, variable: int, cells: Sequence[IntSet], layout: BoxLayout) -> None:
        self.variable = variable
        self._row = layout.row[variable]
        self._low: Ints = np.array([cell.low for cell in cells], np.int64)
        self._high: Ints = np.array([cell.high for cell in cells], np.int64)

    def meeting(self, boxes: Boxes) -> Bools:
        low, high = boxes.low[self._row][:, None], boxes.high[self._row][:, None]
        meets: Bools = (low <= self._high) & (self._low <= high)
        return meets

    def inside(self, boxes: Boxes) -> Bools:
        low, high = boxes.low[self._row][:, None], boxes.high[self._row][:, None]
        lies: Bools = (self._low <= low) & (high <= self._high)
        return lies

    def keep(self, boxes: Boxes, meeting: Bools, where: Bools) -> None:
        low, high = boxes.low[self._row], boxes.high[self._row]
        least = np.where(meeting, self._low, BOX_NOTHING).min(axis=1, initial=BOX_NOTHING)
        most = np.where(meeting, self._high, -BOX_NOTHING).max(axis=1, initial=-BOX_NOTHING)
        np.maximum(low, least, out=low, where=where)
        np.minimum(high, most, out=high, where=where)

    def remove(self, boxes: Boxes, rows: Bools) -> None:
        """Cut the ends of each interval that cells of some rows cover; what is cut inside stays."""
        low, high = boxes.low[self._row], boxes.high[self._row]
        below = rows & (self._low <= low[:, None]) & (low[:, None] <= self._high)
        np.maximum(low, np.where(below, self._high + 1, -BOX_NOTHING).max(axis=1, initial=-BOX_NOTHING), out=low)
        above = rows & (self._low <= high[:, None]) & (high[:, None] <= self._high)
        np.minimum(high, np.where(above, self._low - 1, BOX_NOTHING).min(axis=1, initial=BOX_NOTHING), out=high)
