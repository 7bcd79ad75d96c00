"""The table of a matrix: a CSV file with a column for each attribute, and the price."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from configurator.canonical_json import exact_text
from configurator.catalog.building.expressions import ExpressionReader
from configurator.language.checked import CheckedExpression
from configurator.language.types import NumberType
from configurator.pricing import codes
from configurator.pricing.building.amount_reader import read_amount
from configurator.pricing.building.book_context import BookContext
from configurator.pricing.charge_models import Matrix
from configurator.pricing.charge_models.matrix import ANY_VALUE, Hit, MatrixRow
from configurator.pricing.shape import ChargeShape
from configurator.reading.csv import CsvRow, CsvTable, read_csv
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.positioned_tree import Scalar
from configurator.reading.shape import Word
from configurator.units import PLAIN, Dimension

PRICE: Final = "price"
UP_TO: Final = "_up_to"
EMPTY: Final = Matrix((), (), ())
ONE_ROW: Final = "one row for each combination"

_QUANTITY: Final = re.compile(r"([+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?) ?([^\s0-9].{0,40})", re.ASCII)


def read_matrix(
    book: BookContext,
    shape: ChargeShape,
    where: str,
    reader: ExpressionReader,
    attributes: Sequence[CheckedExpression],
    tables: list[str],
) -> Matrix:
    """Read the table of a charge; an empty matrix where it is wrong."""
    if shape.table is None or not shape.by or len(attributes) < len(shape.by):
        return EMPTY
    path, problems = book.files.find(shape.table, shape.table.location, where=f"{where}.table")
    book.report.extend(problems)
    if path is None:
        return EMPTY
    tables.append(path)
    table, problems = read_csv(book.files[path], path)
    book.report.extend(problems)
    if table is None or not _columns_fit(book, shape.by, table, f"{where}.table"):
        return EMPTY
    reading = _TableReading(book, shape, f"{where}.table", reader, table, attributes)
    return reading.matrix() if reading.is_typed() else EMPTY


def _columns_fit(book: BookContext, by: Mapping[Word, Word], table: CsvTable, where: str) -> bool:
    names = [cell.text for cell in table.header]
    wanted = [*map(str, by), PRICE]
    known = [*wanted, *(f"{name}{UP_TO}" for name in by)]
    fits = True
    for cell in table.header:
        if cell.text not in known:
            message, hint = f"nothing under `by` says what the column `{cell.text}` is", did_you_mean(cell.text, known)
            book.report.add(codes.PRICE_COLUMN, cell.location, where, message, some_of(wanted), hint)
            fits = False
    for needed in wanted:
        given = [name for name in (needed, f"{needed}{UP_TO}") if name in names and (name == needed or needed in by)]
        if len(given) != 1:
            message = f"the column `{needed}` is {'there twice, as values and as bounds' if given else 'missing'}"
            book.report.add(codes.PRICE_COLUMN, table.header[0].location, where, message, some_of(wanted))
            fits = False
    return fits


@dataclass(frozen=True)
class _TableReading:
    """A table whose columns are those that `by` names."""

    book: BookContext
    shape: ChargeShape
    where: str
    reader: ExpressionReader
    table: CsvTable
    attributes: Sequence[CheckedExpression]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(map(str, self.shape.by or ()))

    @property
    def ranges(self) -> tuple[int, ...]:
        """The columns with bounds."""
        header = {cell.text for cell in self.table.header}
        return tuple(n for n, name in enumerate(self.columns) if f"{name}{UP_TO}" in header or name.endswith(UP_TO))

    @property
    def linear(self) -> tuple[int, ...]:
        """The columns with points between which prices are interpolated."""
        return tuple(n for n, name in enumerate(self.columns) if name in self._points)

    @property
    def _points(self) -> list[Word]:
        given = self.shape.linear
        return [given] if isinstance(given, Word) else given or []

    def is_typed(self) -> bool:
        """Report columns of bounds or points whose attribute is no number, or that are not there."""
        fits = True
        for word in self._points:
            if word not in self.columns or self.columns.index(word) in self.ranges:
                expected, hint = f"one of {some_of(self.columns)}", did_you_mean(word, self.columns)
                message = f"`{word}` is no column of values of the table"
                self.book.report.add(codes.PRICE_COLUMN, word.location, self.where, message, expected, hint)
                fits = False
        for position in (*self.ranges, *self.linear):
            attribute = self.attributes[position]
            if not isinstance(attribute.type, NumberType):
                message = f"`{self.columns[position]}` is {attribute.type}, which has no order"
                self.book.report.add(codes.PRICE_COLUMN, attribute.location, self.where, message, "a number")
                fits = False
        return fits

    def matrix(self) -> Matrix:
        """Return the table as dictionaries, one for each set of columns that rows state; report rows that clash."""
        by_mask: dict[tuple[int, ...], dict[tuple[str, ...], list[MatrixRow]]] = {}
        widest: dict[tuple[object, ...], list[MatrixRow]] = {}
        header = {cell.text: position for position, cell in enumerate(self.table.header)}
        positions = [header.get(name, header.get(f"{name}{UP_TO}", -1)) for name in self.columns]
        by_value = [n for n in range(len(self.columns)) if n not in self.ranges and n not in self.linear]
        for row in self.table.rows:
            cells = [row.cells[position] for position in positions]
            stated = {position: self._stated(position, cells[position]) for position in by_value}
            mask = tuple(position for position, value in stated.items() if value != ANY_VALUE)
            result = self._row(row, cells, header[PRICE])
            if result is not None:
                group = by_mask.setdefault(mask, {}).setdefault(tuple(stated[each] for each in mask), [])
                group.append(result)
                self._report_twin(widest.setdefault((mask, *stated.values(), result.points), []), result)
        if Hit(self.shape.hit) is Hit.UNIQUE:
            _report_overlaps(self.book, by_mask, self.where)
        masks = sorted(by_mask, key=lambda mask: (-len(mask), mask))
        rows = tuple({key: tuple(group) for key, group in by_mask[mask].items()} for mask in masks)
        return Matrix(self.columns, tuple(masks), rows, Hit(self.shape.hit), self.ranges, self.linear)

    def _report_twin(self, widest: list[MatrixRow], row: MatrixRow) -> None:
        """Report a row that fits nowhere but where an earlier one does; `widest` are those that no later one covers."""
        other = next((each for each in widest if all(map(_covers, each.bounds, row.bounds))), None)
        if other is None:
            widest[:] = [*(each for each in widest if not all(map(_covers, row.bounds, each.bounds))), row]
        elif other.bounds == row.bounds:
            message = f"the row at {other.location} has the same attributes"
            self.book.report.add(codes.DUPLICATE_PRICE, row.location, self.where, message, ONE_ROW)
        else:
            message = f"the row never applies: the one at {other.location} comes first and fits wherever it does"
            hint = "put the lower bounds first"
            self.book.report.add(codes.UNREACHABLE_ROW, row.location, self.where, message, "ascending bounds", hint)

    def _row(self, row: CsvRow, cells: Sequence[Scalar], price: int) -> MatrixRow | None:
        cell = row.cells[price]
        amount = read_amount(self.book, Word(cell.text, cell.location), f"{self.where}.{PRICE}", self.reader)
        bounds = [self._number(position, cells[position], "bound") for position in self.ranges]
        points = [self._number(position, cells[position], "point") for position in self.linear]
        known = [point for point in points if point is not None]
        is_right = len(known) == len(points) and all(
            bound is not None or not cells[position].text for bound, position in zip(bounds, self.ranges, strict=True)
        )
        return MatrixRow(amount, cell.location, tuple(bounds), tuple(known)) if is_right else None

    def _number(self, position: int, cell: Scalar, word: str) -> Fraction | None:
        """Read a bound or a point; None, and a problem, where it is none. An empty bound is none and no problem."""
        if word == "bound" and not cell.text:
            return None
        attribute = self.attributes[position].type
        dimension = attribute.dimension if isinstance(attribute, NumberType) else PLAIN
        value, own = _quantity(self.book, cell.text)
        if value is None or own != dimension:
            message = f"`{cell.text}` is no {word} of `{self.columns[position]}`, which is {attribute}"
            expected = "a number" if dimension == PLAIN else "a number with its unit, such as 400 mm"
            self.book.report.add(codes.PRICE_COLUMN, cell.location, self.where, message, expected)
            return None
        return value

    def _stated(self, position: int, cell: Scalar) -> str:
        """Return a cell as attributes are compared: numbers by their value, in base units."""
        attribute = self.attributes[position].type
        value, own = _quantity(self.book, cell.text) if isinstance(attribute, NumberType) else (None, PLAIN)
        is_known = isinstance(attribute, NumberType) and own in (PLAIN, attribute.dimension)
        return cell.text if value is None or not is_known else exact_text(value)


def _quantity(book: BookContext, text: str) -> tuple[Fraction | None, Dimension]:
    """Return a number in base units, with its dimension; None where the text is none."""
    try:
        return Fraction(text), PLAIN
    except (ValueError, ZeroDivisionError):
        written = _QUANTITY.fullmatch(text)
        unit = book.units.get(written[2]) if written else None
        return (
            (None, PLAIN) if written is None or unit is None else (unit.to_base(Fraction(written[1])), unit.dimension)
        )


# ── rows that clash ──────────────────────────────────────────────────────────────────────────────────────────────────


def _covers(one: Fraction | None, other: Fraction | None) -> bool:
    return one is None or (other is not None and other <= one)


def _report_overlaps(
    book: BookContext,
    by_mask: Mapping[tuple[int, ...], Mapping[tuple[str, ...], Sequence[MatrixRow]]],
    where: str,
) -> None:
    """Report overlapping rows with empty cells: a unique hit policy allows one row per combination."""
    for mask, rows in by_mask.items():
        for other, others in by_mask.items():
            shared = [position for position in mask if position in other]
            if mask == other or len(mask) > len(other) or (len(mask) == len(other) and mask > other):
                continue
            keys = {tuple(key[other.index(each)] for each in shared): group[0] for key, group in others.items()}
            for key, group in rows.items():
                twin = keys.get(tuple(key[mask.index(each)] for each in shared))
                if twin is not None:
                    message = f"the row at {twin.location} may fit at the same time"
                    hint = "say `hit: most_specific`, or fill the empty cells"
                    book.report.add(codes.DUPLICATE_PRICE, group[0].location, where, message, "one row at a time", hint)
