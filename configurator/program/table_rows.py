"""Operations on table rows as boxes of values: intersection, merging and subtraction."""

from collections.abc import Iterable, Sequence
from itertools import product

from configurator.program.intset import IntSet
from configurator.program.nodes import Product, Table

Row = tuple[IntSet, ...]


def rows_within(rows: Iterable[Sequence[IntSet]], order: Sequence[int], domains: Sequence[IntSet]) -> list[Row]:
    """Return rows with reordered cells intersected with the domains; rows with an empty cell are dropped.

    Each distinct cell is intersected once.
    """
    columns = [_Cut(at, domain) for at, domain in zip(order, domains, strict=True)]
    int_sets = []
    for row in rows:
        cut = tuple([column.of(row) for column in columns])
        if all(cut):
            int_sets.append(cut)
    return int_sets


class _Cut:
    """Intersects the cells of one column with a domain, each distinct cell once."""

    def __init__(self, at: int, domain: IntSet) -> None:
        self._at = at
        self._domain = domain
        self._known: dict[tuple[tuple[int, int], ...], IntSet] = {}

    def of(self, row: Sequence[IntSet]) -> IntSet:
        cell = row[self._at]
        known = self._known.get(cell.intervals)
        if known is None:
            known = self._known[cell.intervals] = cell & self._domain
        return known


def without(box: Row, row: Row) -> list[Row]:
    """Subtract a row from a box; return the remainder as disjoint boxes."""
    left = []
    for at, (cell, cut) in enumerate(zip(box, row, strict=True)):
        left.append((*(row[before] & box[before] for before in range(at)), cell - cut, *box[at + 1 :]))
    return [rest for rest in left if all(rest)]


def rows_left(domains: Row, rows: Iterable[Row], most: int) -> list[Row] | None:
    """Return what rows leave of the domains as disjoint rows; None where it takes more than `most`."""
    left = [domains]
    for row in rows:
        left = [rest for box in left for rest in without(box, row)]
        if len(left) > most:
            return None
    return joined_rows(left)


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Merge rows that differ in only one column, column by column; the set of tuples is unchanged."""
    cells = _Cells()
    joined = list(dict.fromkeys([tuple(map(cells.number, row)) for row in rows]))
    width = len(joined[0]) if joined else 0
    for at in range(width - 1, -1, -1):
        groups: dict[tuple[int, ...], list[int]] = {}
        for row in joined:
            groups.setdefault(row[:at] + row[at + 1 :], []).append(row[at])
        joined = [(*key[:at], cells.union(numbers), *key[at:]) for key, numbers in groups.items()]
    int_sets = (tuple(cells.sets[number] for number in row) for row in joined)
    return sorted(int_sets, key=lambda row: [cell.intervals for cell in row])


class _Cells:
    """Numbers cells, as integers compare faster than sets."""

    def __init__(self) -> None:
        self.sets: list[IntSet] = []
        self._numbers: dict[tuple[tuple[int, int], ...], int] = {}
        self._unions: dict[tuple[int, ...], int] = {}

    def number(self, cell: IntSet) -> int:
        known = self._numbers.get(cell.intervals)
        if known is None:
            known = self._numbers[cell.intervals] = len(self.sets)
            self.sets.append(cell)
        return known

    def union(self, numbers: Sequence[int]) -> int:
        if len(numbers) == 1:
            return numbers[0]
        key = tuple(sorted(numbers))
        if key not in self._unions:
            self._unions[key] = self.number(IntSet.union(self.sets[number] for number in key))
        return self._unions[key]


def tabulated_product(formula: Product, domains: Sequence[IntSet]) -> Table:
    """Return the table that lists every combination of the factors with its product."""
    rows = []
    for one, other in product(domains[formula.left], domains[formula.right]):
        if one * other in domains[formula.variable]:
            rows.append(tuple(IntSet(((value, value),)) for value in (one, other, one * other)))
    return Table((formula.left, formula.right, formula.variable), tuple(rows))
