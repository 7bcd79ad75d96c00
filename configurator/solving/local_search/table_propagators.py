"""Table propagators over bit sets of values and of rows, with few operations per column for any number of rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from configurator.program.intset import IntSet
from configurator.solving.local_search.domains import BitDomains, NumberedValues, keep
from configurator.solving.local_search.limits import ROW_SETS_CACHED


class BitsetColumn:
    """One column: which rows go with which values. Values that stand in the same rows are one class.

    `touching` and `covering` cache the rows of the sets of values met last; each is emptied when it is full.
    """

    def __init__(self, variable: int, cells: Sequence[int], everything: int) -> None:
        self.variable = variable
        self._classes = _classes(cells, everything)
        self._every_row = (1 << len(cells)) - 1
        self.touching: dict[int, int] = {}
        self.covering: dict[int, int] = {}

    def touch(self, here: int) -> int:
        """Return the rows that share a value with these bits, and remember them in `touching`."""
        rows = 0
        for mask, own in self._classes:
            if here & mask:
                rows |= own
        _remember(self.touching, here, rows)
        return rows

    def cover(self, here: int) -> int:
        """Return the rows that have all of these bits, and remember them in `covering`."""
        rows = self._every_row
        for mask, own in self._classes:
            if here & mask:
                rows &= own
        _remember(self.covering, here, rows)
        return rows

    def standing_in(self, rows: int) -> int:
        """Return the values of any of the rows."""
        values = 0
        for mask, own in self._classes:
            if own & rows:
                values |= mask
        return values


def _remember(known: dict[int, int], here: int, rows: int) -> None:
    if len(known) >= ROW_SETS_CACHED:
        known.clear()
    known[here] = rows


class BitsetRows:
    """The columns of a table, and all its rows as bits."""

    def __init__(
        self, variables: Sequence[int], rows: Sequence[Sequence[IntSet]], values: Sequence[NumberedValues]
    ) -> None:
        self.all = (1 << len(rows)) - 1
        self.columns = tuple(
            BitsetColumn(variable, [values[variable].mask(row[number]) for row in rows], values[variable].every_bit)
            for number, variable in enumerate(variables)
        )

    def touched(self, domains: BitDomains) -> int:
        """Return the rows compatible with the domains."""
        left = self.all
        for column in self.columns:
            here = domains[column.variable]
            rows = column.touching.get(here)
            left &= column.touch(here) if rows is None else rows
            if not left:
                return 0
        return left

    def covered(self, domains: BitDomains) -> int:
        """Return the rows that every assignment of the domains forms."""
        left = self.all
        for column in self.columns:
            here = domains[column.variable]
            rows = column.covering.get(here)
            left &= column.cover(here) if rows is None else rows
            if not left:
                return 0
        return left


class TablePropagator:
    """The values form a row."""

    def __init__(self, rows: BitsetRows) -> None:
        self._rows = rows

    def status(self, domains: BitDomains) -> bool | None:
        if not self._rows.touched(domains):
            return False
        return True if self._rows.covered(domains) else None

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        valid = self._rows.touched(domains)
        return valid != 0 and all(
            keep(column.variable, column.standing_in(valid), domains, touched) for column in self._rows.columns
        )


class ForbiddenRowsPropagator:
    """The values do not form a row."""

    def __init__(self, rows: BitsetRows) -> None:
        self._rows = rows

    def status(self, domains: BitDomains) -> bool | None:
        if self._rows.covered(domains):
            return False
        return None if self._rows.touched(domains) else True

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        """Remove the values of the only column that can still avoid a row."""
        common, open_column = self._rows.all, None
        covers = []
        for column in self._rows.columns:
            here = domains[column.variable]
            rows = column.covering.get(here)
            if rows is None:
                rows = column.cover(here)
            if rows:
                common &= rows
            elif open_column is not None:
                return True
            else:
                open_column = column
            covers.append(rows)
        if open_column is not None:
            return not common or _bar(open_column, common, domains, touched)
        return not common and self._bar_each(covers, domains, touched)

    def _bar_each(self, covers: Sequence[int], domains: BitDomains, touched: list[int]) -> bool:
        for number, column in enumerate(self._rows.columns):
            common = self._rows.all
            for other, rows in enumerate(covers):
                if other != number:
                    common &= rows
            if common and not _bar(column, common, domains, touched):
                return False
        return True


def _bar(column: BitsetColumn, rows: int, domains: BitDomains, touched: list[int]) -> bool:
    """Remove from the column the values of these rows."""
    return keep(column.variable, ~column.standing_in(rows), domains, touched)


def _classes(cells: Sequence[int], everything: int) -> tuple[tuple[int, int], ...]:
    """Return the classes of values with equal rows, each with the bits of those rows."""
    rows_of: dict[int, int] = {}
    for number, cell in enumerate(cells):
        rows_of[cell] = rows_of.get(cell, 0) | 1 << number
    classes = [(everything, 0)]
    for cell, rows in rows_of.items():
        if cell & cell - 1:
            classes = [
                (part, own | more)
                for mask, own in classes
                for part, more in ((mask & cell, rows), (mask & ~cell, 0))
                if part
            ]
    single = {cell: rows for cell, rows in rows_of.items() if cell and not cell & cell - 1}
    return tuple(_singled_out(classes, single))


def _singled_out(classes: Iterable[tuple[int, int]], single: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the classes with values that stand in further rows by themselves taken out."""
    everywhere = reduce(or_, single, 0)
    for mask, own in classes:
        here = mask & everywhere
        if mask != here:
            yield mask & ~here, own
        while here:
            value = here & -here
            yield value, own | single[value]
            here ^= value
