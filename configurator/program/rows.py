"""Rows of tables as boxes of values: cut, joined, and taken out of one another."""

from collections.abc import Sequence

from configurator.program.intset import EMPTY, IntSet

Row = tuple[IntSet, ...]


def within(cell: IntSet, domain: IntSet) -> IntSet:
    """Return the values of a cell that are in the domain; most cells are one value of it."""
    if len(cell.intervals) == 1 and cell.intervals[0][0] == cell.intervals[0][1]:
        return cell if cell.low in domain else EMPTY
    return cell & domain


def without(box: Row, row: Row) -> list[Row]:
    """Cut a row out of a box; return disjoint boxes of what is left."""
    left = []
    for at, (cell, cut) in enumerate(zip(box, row, strict=True)):
        left.append((*(row[before] & box[before] for before in range(at)), cell - cut, *box[at + 1 :]))
    return [rest for rest in left if all(rest)]


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Join rows that differ in one column only, column by column; the tuples they fit stay the same."""
    cells = _Cells()
    joined = list(dict.fromkeys(tuple(map(cells.number, row)) for row in rows))
    width = len(joined[0]) if joined else 0
    for at in range(width - 1, -1, -1):
        groups: dict[tuple[int, ...], list[int]] = {}
        for row in joined:
            groups.setdefault(row[:at] + row[at + 1 :], []).append(row[at])
        joined = [(*key[:at], cells.union(numbers), *key[at:]) for key, numbers in groups.items()]
    found = (tuple(cells.sets[number] for number in row) for row in joined)
    return sorted(found, key=lambda row: [cell.intervals for cell in row])


class _Cells:
    """Cells by number, as numbers are faster to compare than sets."""

    def __init__(self) -> None:
        self.sets: list[IntSet] = []
        self._numbers: dict[IntSet, int] = {}
        self._unions: dict[tuple[int, ...], int] = {}

    def number(self, cell: IntSet) -> int:
        found = self._numbers.get(cell)
        if found is None:
            found = self._numbers[cell] = len(self.sets)
            self.sets.append(cell)
        return found

    def union(self, numbers: Sequence[int]) -> int:
        if len(numbers) == 1:
            return numbers[0]
        key = tuple(sorted(numbers))
        if key not in self._unions:
            self._unions[key] = self.number(IntSet.union(self.sets[number] for number in key))
        return self._unions[key]
