"""Constraints of every kind, built into the three forms of rule that the engine knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.components import read_table
from configurator.catalog.building.expressions import ExpressionReader, all_of, negated
from configurator.catalog.building.names import check_qualified
from configurator.catalog.codes import (
    BAD_CELL,
    BAD_COLUMN,
    BAD_ROW,
    CONSTRAINT_KIND,
    EMPTY_TABLE,
    MISSING_WHEN,
)
from configurator.catalog.columns import feature_of, unit_of_column
from configurator.catalog.feature_values import BadValue, in_base_units, parse_value, read_quantity
from configurator.catalog.model import (
    Cardinality,
    Combinations,
    ComponentGroup,
    Constraint,
    ConstraintSeverity,
    Feature,
    Requirement,
    Rule,
    Structure,
)
from configurator.catalog.shape import CombinationsShape, ConstraintShape
from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import FeatureRef
from configurator.language.types import BooleanType, NumberType
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.positioned_tree import Scalar
from configurator.reading.shape import Word
from configurator.source import Location
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


_KINDS = {
    "require": ("require",),
    "requires": ("requires",),
    "excludes": ("excludes",),
    "of": ("exactly", "at_least", "at_most", "of"),
    "allowed": ("allowed",),
    "forbidden": ("forbidden",),
}
_KIND_OF = {key: kind for kind, keys in _KINDS.items() for key in keys}
_EXPECTED = "one of require, requires, excludes, exactly / at_least / at_most with of, allowed, forbidden"


@dataclass(frozen=True)
class RuleBuilder:
    """Builds the constraints of one body; `structure` is the id path of the structure, empty for the catalog."""

    context: BuildContext
    reader: ExpressionReader
    root: Structure
    groups: Mapping[str, ComponentGroup]
    structure: str = ""

    def constraints(self, shapes: Mapping[Word, ConstraintShape], where: str) -> tuple[Constraint, ...]:
        """Build every valid constraint and report the problems of the others."""
        results = (self._constraint(name, shape, f"{where}constraints.{name}") for name, shape in shapes.items())
        return tuple(constraint for constraint in results if constraint is not None)

    def _constraint(self, name: Word, shape: ConstraintShape, where: str) -> Constraint | None:
        named = check_qualified(self.context.report, name, where)
        because = self.context.text(shape.because, f"{where}.because", shape.location_of("because"))
        when = self.reader.condition(shape.when, f"{where}.when")
        rule = self._rule(shape, when, where)
        if rule is None or not named or (when is None and shape.when is not None):
            return None
        parts = (self.structure, self.context.qualified(name))
        identity = ".".join(part for part in parts if part)
        return Constraint(identity, rule, because, name.location, ConstraintSeverity(shape.severity))

    def _rule(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        kinds = {_KIND_OF[key]: key for key in reversed(_KIND_OF) if key in shape.model_fields_set}
        if len(kinds) != 1:
            text = " and ".join(f"`{key}`" for key in reversed(kinds.values())) or "nothing"
            message = f"the constraint says {text}"
            self.context.report.add(CONSTRAINT_KIND, shape.location, where, message, _EXPECTED)
            return None
        match next(iter(kinds)):
            case "require":
                condition = self.reader.condition(shape.require, f"{where}.require")
                return None if condition is None else Requirement(condition, when)
            case "requires" | "excludes":
                return self._list(shape, when, where)
            case "of":
                return self._count(shape, when, where)
        tables = CombinationsBuilder(self.context, self.reader, self.root, self.groups)
        if shape.allowed is not None:
            return tables.combinations(shape.allowed, when, f"{where}.allowed", allowed=True)
        if shape.forbidden is not None:
            return tables.combinations(shape.forbidden, when, f"{where}.forbidden", allowed=False)
        return None

    def _list(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        key = "requires" if shape.requires is not None else "excludes"
        items = self._conditions(shape.requires or shape.excludes or [], f"{where}.{key}", shape.location_of(key))
        if shape.when is None:
            hint = "or write `require:` for what always holds, `at_most: 1` for what excludes one another"
            message = f"`{key}` stands without `when`"
            self.context.report.add(MISSING_WHEN, shape.key_location(key), where, message, "`when` beside it", hint)
            return None
        if items is None:
            return None
        if key == "excludes":
            items = tuple(negated(item) for item in items)
        return Requirement(all_of(items, shape.location_of(key)), when)

    def _count(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        items = self._conditions(shape.of or [], f"{where}.of", shape.location_of("of"))
        bounded = [key for key in ("exactly", "at_least", "at_most") if shape.has(key)]
        if not bounded or ("exactly" in bounded and len(bounded) > 1):
            message = "the count has no bound" if not bounded else "`exactly` stands with another bound"
            expected = "`exactly`, or `at_least`, `at_most` or both"
            self.context.report.add(CONSTRAINT_KIND, shape.location, where, message, expected)
            return None
        low, high = shape.exactly or shape.at_least or 0, shape.at_most if shape.exactly is None else shape.exactly
        return None if items is None else Cardinality(items, int(low), None if high is None else int(high), when)

    def _conditions(self, texts: list[Word], where: str, location: Location) -> tuple[CheckedExpression, ...] | None:
        if not texts:
            self.context.report.add(CONSTRAINT_KIND, location, where, "the list is empty", "one condition at least")
            return None
        results = self.reader.conditions(texts, where)
        right = tuple(item for item in results if item is not None)
        return right if len(right) == len(results) else None
