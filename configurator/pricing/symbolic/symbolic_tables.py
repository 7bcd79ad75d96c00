"""The table of a matrix over all configurations: which rows fit where, and where none does.

A table is walked column by column. In each column the products part by what the rows state there: a value, a bound, or
nothing. So the work follows the rows, not the combinations that could be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.language.checked import CheckedExpression
from configurator.language.tree import ComparisonOperator
from configurator.language.types import BooleanType, NumberType
from configurator.money import ZERO
from configurator.pricing.amounts import Amount
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models.matrix import ANY_VALUE, Matrix, MatrixRow, beside, interpolated, shares_of
from configurator.pricing.limits import MOST_BENDS, MOST_COMBINATIONS
from configurator.pricing.rule_evaluation import At
from configurator.pricing.symbolic.interval_bounds import UNKNOWN, Between, Where
from configurator.pricing.symbolic.symbols import Symbols
from configurator.pricing.symbolic.tabulated import combinations_of, is_word
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

Cell = str | Fraction | None
"""What a row states in a column: a value or a bound; None where it states nothing."""


class NotKnown(Exception):
    """An attribute is known within bounds only."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with what it states, by column; `rank` is its place among those that fit at once."""

    cells: tuple[Cell, ...]
    row: MatrixRow
    rank: tuple[int, int]


def rows_of(model: Matrix) -> tuple[TableRow, ...]:
    """Return every row of a table, the most specific first."""
    results: list[TableRow] = []
    for number, (mask, groups) in enumerate(zip(model.masks, model.rows, strict=True)):
        for key, group in groups.items():
            for row in group:
                stated: dict[int, Cell] = dict(zip(mask, key, strict=True))
                stated |= dict(zip(model.ranges, row.bounds, strict=True))
                cells = tuple(stated.get(position) for position in range(len(model.columns)))
                results.append(TableRow(cells, row, (number, len(results))))
    return tuple(results)


@dataclass
class SymbolicTable:
    """A table looked up by attributes in some place. Raises NotKnown where one of them is not known exactly."""

    symbols: Symbols
    model: Matrix
    attributes: Sequence[CheckedExpression]
    at: At
    _columns: dict[int, "_Column"] = field(default_factory=dict)

    def unfit(self) -> Where:
        """Return where every attribute is present, and no row fits."""
        known: dict[tuple[int, frozenset[tuple[Cell, ...]]], Formula] = {}

        def unfit(rows: Sequence[TableRow], position: int) -> Formula:
            if not rows:
                return TRUE
            if position == len(self.attributes):
                return self._beyond(rows)
            key = position, frozenset((*row.cells[position:], *row.row.points) for row in rows)
            if key not in known:
                parted = list(self._parted(rows, position))
                logic = self.symbols.logic
                known[key] = logic.any_of(logic.all_of((here, unfit(some, position + 1))) for here, some in parted)
            return known[key]

        present = [self._column(position).present for position in range(len(self.attributes))]
        return Where.exactly(self.symbols.logic.all_of((*present, unfit(rows_of(self.model), 0))))

    def fitting(self, most: int) -> list[tuple[Formula, tuple[TableRow, ...]]] | None:
        """Return where which rows fit, apart from points; None where these are more than so many parts."""
        parts: list[tuple[Formula, tuple[TableRow, ...]]] = [(TRUE, rows_of(self.model))]
        for position in range(len(self.attributes)):
            parts = [
                (self.symbols.logic.all_of((where, here)), tuple(some))
                for where, rows in parts
                for here, some in self._parted(rows, position)
                if some
            ]
            parts = [part for part in parts if part[0] != FALSE]
            if len(parts) > most:
                return None
        return parts

    def number(self, position: int) -> LoweredNumber:
        """Return the attribute of a column of points."""
        return self._column(position).number

    def _beyond(self, rows: Sequence[TableRow]) -> Formula:
        """Return where an attribute is outside the points of rows that fit in all else."""
        if not self.model.linear:
            return FALSE
        if len(self.model.linear) > 1:
            raise NotKnown
        column, points = self._column(self.model.linear[0]), [row.row.points[0] for row in rows]
        return self.symbols.logic.negation(
            self.symbols.logic.any_of(
                self.symbols.logic.all_of((column.at_least(min(some)), column.up_to(max(some))))
                for some in _alike(rows, points)
            )
        )

    def _column(self, position: int) -> "_Column":
        if position not in self._columns:
            self._columns[position] = _column(self.symbols, self.attributes[position], self.at)
        return self._columns[position]

    def _parted(self, rows: Sequence[TableRow], position: int) -> Iterator[tuple[Formula, list[TableRow]]]:
        """Yield where which of some rows fit in a column; these parts are every product once."""
        if position in self.model.linear:
            return iter([(TRUE, list(rows))])
        if position in self.model.ranges:
            return self._by_bound(rows, position)
        return self._by_value(rows, position)

    def _by_value(self, rows: Sequence[TableRow], position: int) -> Iterator[tuple[Formula, list[TableRow]]]:
        column, logic = self._column(position), self.symbols.logic
        by_value: dict[Cell, list[TableRow]] = {row.cells[position]: [] for row in rows}
        for row in rows:
            by_value[row.cells[position]].append(row)
        always = by_value.pop(None, [])
        for value, some in by_value.items():
            yield column.equal(str(value)), [*some, *always]
        yield logic.negation(logic.any_of(column.equal(str(value)) for value in by_value)), always

    def _by_bound(self, rows: Sequence[TableRow], position: int) -> Iterator[tuple[Formula, list[TableRow]]]:
        column, logic = self._column(position), self.symbols.logic
        bounds = sorted({each for row in rows if isinstance(each := row.cells[position], Fraction)})
        lower: Formula = FALSE
        for bound in bounds:
            upper = column.up_to(bound)
            yield logic.all_of((upper, logic.negation(lower))), [row for row in rows if _holds(row, position, bound)]
            lower = upper
        yield logic.negation(lower), [row for row in rows if row.cells[position] is None]


def _holds(row: TableRow, position: int, value: Fraction) -> bool:
    bound = row.cells[position]
    return bound is None or (isinstance(bound, Fraction) and value <= bound)


def _alike(rows: Sequence[TableRow], points: Sequence[Fraction]) -> list[list[Fraction]]:
    """Return the points of rows that are interpolated with one another: those of the first bounds for each key."""
    by_cells: dict[tuple[int, tuple[Cell, ...]], list[Fraction]] = {}
    for row, point in zip(rows, points, strict=True):
        by_cells.setdefault((row.rank[0], row.cells), []).append(point)
    first: dict[int, list[Fraction]] = {}
    for (mask, _), some in by_cells.items():
        first.setdefault(mask, some)
    return list(first.values())


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Column:
    """An attribute: where it is present, where it has a value, and as a number where it is at most a bound."""

    symbols: Symbols
    present: Formula
    having: Callable[[str], Formula]
    number: LoweredNumber = LoweredNumber()
    _known: dict[str, Formula] = field(default_factory=dict)

    def equal(self, value: str) -> Formula:
        if value not in self._known:
            self._known[value] = self.symbols.logic.all_of((self.present, self.having(value)))
        return self._known[value]

    def up_to(self, bound: Fraction) -> Formula:
        return self.symbols.logic.all_of((self.present, self.compared(ComparisonOperator.AT_MOST, bound)))

    def at_least(self, bound: Fraction) -> Formula:
        return self.symbols.logic.all_of((self.present, self.compared(ComparisonOperator.AT_LEAST, bound)))

    def compared(self, operator: ComparisonOperator, value: Fraction) -> Formula:
        symbols = self.symbols
        where = symbols.compared(symbols.minus(Between(self.number), symbols.constant(value)), operator)
        if not where.exact:
            raise NotKnown
        return where.surely


def _column(symbols: Symbols, expression: CheckedExpression, at: At) -> _Column:
    if isinstance(expression.type, BooleanType):
        truth = symbols.truth(expression, at)
        if truth is None:
            raise NotKnown
        holds, fails, absent = truth
        return _Column(symbols, symbols.logic.negation(absent), lambda value: _of_truth(value, holds, fails))
    if isinstance(expression.type, NumberType):
        number, there = symbols.number(expression, at)
        if not number.exact or not there.exact:
            raise NotKnown
        column = _Column(symbols, there.surely, lambda value: _of_number(column, value), number.number)
        return column
    words = symbols.words(expression, at)
    is_empty = words.variable is None and words.constant == ANY_VALUE
    present = FALSE if is_empty else symbols.logic.negation(words.absent)
    return _Column(symbols, present, lambda value: is_word(symbols, words, value))


def _of_truth(value: str, holds: Formula, fails: Formula) -> Formula:
    return {"true": holds, "false": fails}.get(value, FALSE)


def _of_number(column: _Column, value: str) -> Formula:
    try:
        wanted = Fraction(value)
    except ValueError:
        return FALSE
    return column.compared(ComparisonOperator.EQUAL, wanted)


# ── prices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def looked_up(symbols: Symbols, charge: Charge, model: Matrix, quantity: Between, at: At, where: Where) -> Between:
    """Return the price that a table has for each combination of attributes, where they hold, times the quantity."""
    combinations = combinations_of(symbols, charge.metering.attributes, at)
    if combinations is not None:
        return symbols.added(
            symbols.priced(quantity.times(share), row.price, at, symbols.every(where, Where.exactly(named)))
            for attributes, named in combinations
            for row, share in shares_of(model, attributes)
        )
    try:
        bounds = _by_parts(SymbolicTable(symbols, model, charge.metering.attributes, at), quantity, where)
    except NotKnown:
        bounds = None
    return _any_row(symbols, model, quantity, at, where) if bounds is None else bounds


def _by_parts(table: SymbolicTable, quantity: Between, where: Where) -> Between | None:
    """Return the price by which rows fit where; None where these are too many, or interpolate what has no bounds."""
    symbols, parts = table.symbols, table.fitting(MOST_COMBINATIONS)
    if parts is None or len(table.model.linear) > 1:
        return None
    if not table.model.linear:
        return symbols.added(
            symbols.priced(quantity, first.row.price, table.at, symbols.every(where, Where.exactly(here)))
            for here, rows in parts
            for first in (min(rows, key=_rank),)
        )
    results = []
    for here, rows in parts:
        price = _interpolated(table, sorted(rows, key=_rank))
        if price is None:
            return None
        results.append(symbols.gated(symbols.times(quantity, price), symbols.every(where, Where.exactly(here))))
    return symbols.added(results)


def _rank(row: TableRow) -> tuple[int, int]:
    return row.rank


def _interpolated(table: SymbolicTable, rows: Sequence[TableRow]) -> Between | None:
    """Return the price between the rows that fit, as a function of a number; None where prices are not fixed."""
    firsts: dict[int, TableRow] = {}
    for row in rows:
        firsts.setdefault(row.rank[0], row)
    groups = [beside([row.row for row in rows if row.cells == first.cells], first.row) for first in firsts.values()]
    prices = {row.location: _fixed(table.symbols, row.price) for group in groups for row in group.values()}
    if None in prices.values():
        return None

    def price(value: Fraction) -> Fraction:
        shares = next((found for group in groups if (found := interpolated(group, [value]))), ())
        return sum(((prices[row.location] or ZERO) * share for row, share in shares), ZERO)

    points = sorted({points[0] for group in groups for points in group})
    if len(points) > MOST_BENDS:
        return None
    return Between(table.symbols.bent(table.number(table.model.linear[0]), price, points))


def _fixed(symbols: Symbols, amount: Amount) -> Fraction | None:
    case = next((case for case in amount if symbols.prepared.on in case.interval), None)
    return case.value if case is not None and case.when is None and isinstance(case.value, Fraction) else None


def _any_row(symbols: Symbols, model: Matrix, quantity: Between, at: At, where: Where) -> Between:
    """Return the interval from the lowest price of a table, or zero, to the highest."""
    symbols.relax(f"its table is looked up by more than {MOST_COMBINATIONS:,} combinations")
    low = high = ZERO
    for row in model.listed():
        for case in symbols.cases(row.price, at):
            least, most = symbols.ends(case.value)
            low, high = min(low, least), max(high, most)
    price = Between(LoweredNumber((low + high) / 2), LoweredNumber((high - low) / 2))
    return symbols.gated(symbols.times(quantity, price), where)


def unfit(symbols: Symbols, charge: Charge, model: Matrix, at: At) -> Where:
    """Return where no row fits attributes that are all present; nowhere for certain where that is not known."""
    try:
        return SymbolicTable(symbols, model, charge.metering.attributes, at).unfit()
    except NotKnown:
        return UNKNOWN
