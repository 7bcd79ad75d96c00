"""Tables of allowed and forbidden combinations, in place or in CSV files; every cell is a value of its column."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.components import read_table
from configurator.catalog.building.expressions import ExpressionReader
from configurator.catalog.codes import BAD_CELL, BAD_COLUMN, BAD_ROW, EMPTY_TABLE
from configurator.catalog.columns import feature_of, unit_of_column
from configurator.catalog.feature_values import BadValue, in_base_units, parse_value, read_quantity
from configurator.catalog.model import Combinations, ComponentGroup, Feature, Structure
from configurator.catalog.shape import CombinationsShape
from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import FeatureRef
from configurator.language.types import BooleanType, NumberType
from configurator.reading.positioned_tree import Scalar
from configurator.reading.shape import Word
from configurator.reading.wording import did_you_mean, some_of
from configurator.units import Unit

Cell = Value | BadValue | None
Row = tuple[Value | None, ...]
Cells = tuple[Scalar, ...]


@dataclass(frozen=True)
class Column:
    """A column with the reader of its cells: a feature's domain, or the type and unit of an attribute."""

    expression: CheckedExpression
    feature: Feature
    unit: Unit
    context: BuildContext

    @property
    def is_feature(self) -> bool:
        return isinstance(self.expression.tree, FeatureRef)

    def cell(self, text: str) -> Cell:
        """Read a cell; None is one that fits every value."""
        if text == "*":
            return None
        if not text:
            return BadValue("the cell is empty", "a value, or * for all")
        if self.is_feature:
            value = parse_value(self.feature, text, self.context.units)
            return value if isinstance(value, BadValue) else in_base_units(self.feature, value)
        kind = self.expression.type
        if isinstance(kind, NumberType):
            amount = read_quantity(text, self.unit, self.context.units)
            return amount if isinstance(amount, Fraction) else BadValue(amount, str(kind))
        if isinstance(kind, BooleanType):
            return text == "true" if text in ("true", "false") else BadValue(f"`{text}` is no boolean", "true or false")
        return text


@dataclass(frozen=True)
class CombinationsBuilder:
    """Builds the tables of one body."""

    context: BuildContext
    reader: ExpressionReader
    root: Structure
    groups: Mapping[str, ComponentGroup]

    def combinations(
        self, shape: CombinationsShape, when: CheckedExpression | None, where: str, *, allowed: bool
    ) -> Combinations | None:
        """Build a table; None where it, or a column, is wrong."""
        if (shape.rows is None) is (shape.table is None):
            message = "the combinations have neither rows nor a table" if shape.rows is None else "there are both"
            self.context.report.add(EMPTY_TABLE, shape.location, where, message, "`rows`, or a CSV file under `table`")
            return None
        names, cells = self._cells(shape, where)
        columns = self._columns(names, where)
        if names and not cells:
            self.context.report.add(EMPTY_TABLE, shape.location, where, "there is no combination", "a row at least")
        if columns is None or not cells:
            return None
        rows = self._rows(columns, cells, where)
        if not rows and self.context.shared:
            message = "no row fits the options of this catalog"
            self.context.report.add(EMPTY_TABLE, shape.location, where, message, "a row at least")
        return Combinations(tuple(column.expression for column in columns), rows, allowed, when) if rows else None

    def _cells(self, shape: CombinationsShape, where: str) -> tuple[list[Word], list[Cells]]:
        """Return the columns, and the rows as written, in the order of the columns; a row of a wrong width is empty."""
        if shape.table is None:
            rows = [
                tuple(Scalar(str(word), word.location) for word in row)
                if self._has_width(shape, row, where, at)
                else ()
                for at, row in enumerate(shape.rows or [], 1)
            ]
            if not shape.columns:
                self.context.report.add(BAD_COLUMN, shape.location, where, "`columns` is missing", "a list of features")
            return shape.columns or [], rows
        table = read_table(self.context, shape.table, f"{where}.table")
        if table is None:
            return [], []
        header = [Word(cell.text, cell.location, cell.quoted) for cell in table.header]
        columns = shape.columns or header
        for column in columns:
            if column not in header:
                message = f"the table `{shape.table}` has no column `{column}`"
                hint = did_you_mean(column, header)
                self.context.report.add(BAD_COLUMN, column.location, f"{where}.columns", message, some_of(header), hint)
                return [], []
        order = [header.index(column) for column in columns]
        if order == list(range(len(header))):
            return columns, [row.cells for row in table.rows]
        return columns, [tuple(row.cells[position] for position in order) for row in table.rows]

    def _has_width(self, shape: CombinationsShape, row: list[Word], where: str, number: int) -> bool:
        width = len(shape.columns or [])
        if len(row) == width or not width:
            return True
        location = row[0].location if row else shape.location_of("rows")
        message = f"the row has {len(row)} cell{'' if len(row) == 1 else 's'}"
        self.context.report.add(BAD_ROW, location, f"{where}.rows[{number}]", message, f"{width}, one per column")
        return False

    def _columns(self, names: list[Word], where: str) -> tuple[Column, ...] | None:
        results = [self._column(name, f"{where}.columns[{number}]") for number, name in enumerate(names, 1)]
        right = tuple(column for column in results if column is not None)
        return right if right and len(right) == len(results) else None

    def _column(self, name: Word, where: str) -> Column | None:
        expression = self.reader.expression(name, where)
        if expression is None:
            return None
        feature = feature_of(self.root, expression)
        if feature is None:
            message = f"`{name}` is neither a feature nor an attribute of one"
            self.context.report.add(BAD_COLUMN, name.location, where, message)
            return None
        return Column(expression, feature, unit_of_column(self.root, self.groups, expression), self.context)

    def _rows(self, columns: tuple[Column, ...], cells: list[Cells], where: str) -> tuple[Row, ...]:
        """Build the rows; one with a wrong cell is left out, as is a library's row of values this catalog lacks."""
        known: tuple[dict[str, Cell], ...] = tuple({} for _ in columns)
        rows = []
        for number, written in enumerate(cells, 1):
            if not written:
                continue
            row: list[Value | None] = []
            for column, seen, cell in zip(columns, known, written, strict=True):
                if cell.text not in seen:
                    seen[cell.text] = column.cell(cell.text)
                value = seen[cell.text]
                if not isinstance(value, BadValue):
                    row.append(value)
                elif not (self.context.shared and column.is_feature):
                    at = f"{where}.rows[{number}]"
                    self.context.report.add(BAD_CELL, cell.location, at, value.message, value.expected, value.hint)
            if self.context.report.is_full(written[0].location.file):
                break
            if len(row) == len(columns):
                rows.append(tuple(row))
        return tuple(rows)
