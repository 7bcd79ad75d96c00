"""Constraints of every kind, built into the three forms of rule that the engine knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.building.components import read_table
from configurator.catalog.building.context import Context
from configurator.catalog.building.expressions import Reader, all_of, negated
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
from configurator.catalog.model import (
    Cardinality,
    Combinations,
    ComponentGroup,
    Constraint,
    ConstraintSeverity,
    Requirement,
    Rule,
    Structure,
)
from configurator.catalog.shape import CombinationsShape, ConstraintShape
from configurator.catalog.values import BadValue, in_base_units, parse_value, read_quantity
from configurator.language.checked import CheckedExpression, Value
from configurator.language.tree import FeatureRef
from configurator.language.types import BooleanType, NumberType, OptionType
from configurator.language.words import did_you_mean, some_of
from configurator.reading.shape import Word
from configurator.source import Place

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

Row = tuple[Value | None, ...]


@dataclass(frozen=True)
class RuleBuilder:
    """Builds the constraints of one body; `structure` is the id path of the structure, empty for the catalog."""

    context: Context
    reader: Reader
    root: Structure
    groups: Mapping[str, ComponentGroup]
    structure: str = ""

    def constraints(self, shapes: Mapping[Word, ConstraintShape], where: str) -> tuple[Constraint, ...]:
        """Build every constraint that is right, and report what is wrong with the others."""
        found = (self._constraint(name, shape, f"{where}constraints.{name}") for name, shape in shapes.items())
        return tuple(constraint for constraint in found if constraint is not None)

    def _constraint(self, name: Word, shape: ConstraintShape, where: str) -> Constraint | None:
        named = check_qualified(self.context.report, name, where)
        because = self.context.text(shape.because, f"{where}.because", shape.place_of("because"))
        when = self.reader.condition(shape.when, f"{where}.when")
        rule = self._rule(shape, when, where)
        if rule is None or not named or (when is None and shape.when is not None):
            return None
        parts = (self.structure, self.context.qualified(name))
        identity = ".".join(part for part in parts if part)
        return Constraint(identity, rule, because, name.place, ConstraintSeverity(shape.severity))

    def _rule(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        kinds = {_KIND_OF[key]: key for key in reversed(_KIND_OF) if shape.has(key)}
        if len(kinds) != 1:
            found = " and ".join(f"`{key}`" for key in reversed(kinds.values())) or "nothing"
            message = f"the constraint says {found}"
            self.context.report.add(CONSTRAINT_KIND, shape.place, where, message, _EXPECTED)
            return None
        match next(iter(kinds)):
            case "require":
                condition = self.reader.condition(shape.require, f"{where}.require")
                return None if condition is None else Requirement(condition, when)
            case "requires" | "excludes":
                return self._list(shape, when, where)
            case "of":
                return self._count(shape, when, where)
        return self._combinations(shape.allowed or shape.forbidden, when, where, allowed=shape.allowed is not None)

    def _list(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        key = "requires" if shape.requires is not None else "excludes"
        items = self._conditions(shape.requires or shape.excludes or [], f"{where}.{key}", shape.place_of(key))
        if shape.when is None:
            hint = "or write `require:` for what always holds, `at_most: 1` for what excludes one another"
            message = f"`{key}` stands without `when`"
            self.context.report.add(MISSING_WHEN, shape.key_place(key), where, message, "`when` beside it", hint)
            return None
        if items is None:
            return None
        if key == "excludes":
            items = tuple(negated(item) for item in items)
        return Requirement(all_of(items, shape.place_of(key)), when)

    def _count(self, shape: ConstraintShape, when: CheckedExpression | None, where: str) -> Rule | None:
        items = self._conditions(shape.of or [], f"{where}.of", shape.place_of("of"))
        bounded = [key for key in ("exactly", "at_least", "at_most") if shape.has(key)]
        if not bounded or ("exactly" in bounded and len(bounded) > 1):
            message = "the count has no bound" if not bounded else "`exactly` stands with another bound"
            expected = "`exactly`, or `at_least`, `at_most` or both"
            self.context.report.add(CONSTRAINT_KIND, shape.place, where, message, expected)
            return None
        low, high = shape.exactly or shape.at_least or 0, shape.at_most if shape.exactly is None else shape.exactly
        return None if items is None else Cardinality(items, int(low), None if high is None else int(high), when)

    def _conditions(self, texts: list[Word], where: str, place: Place) -> tuple[CheckedExpression, ...] | None:
        if not texts:
            self.context.report.add(CONSTRAINT_KIND, place, where, "the list is empty", "one condition at least")
            return None
        found = self.reader.conditions(texts, where)
        right = tuple(item for item in found if item is not None)
        return right if len(right) == len(found) else None

    # ── combinations ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _combinations(
        self, shape: CombinationsShape | None, when: CheckedExpression | None, where: str, *, allowed: bool
    ) -> Rule | None:
        if shape is None:
            return None
        where = f"{where}.{'allowed' if allowed else 'forbidden'}"
        if (shape.rows is None) is (shape.table is None):
            message = "the combinations have neither rows nor a table" if shape.rows is None else "there are both"
            self.context.report.add(EMPTY_TABLE, shape.place, where, message, "`rows`, or a CSV file under `table`")
            return None
        names, rows = self._cells(shape, where)
        columns = self._columns(names, where)
        if columns is None or not rows:
            if names and not rows:
                self.context.report.add(EMPTY_TABLE, shape.place, where, "there is no combination", "a row at least")
            return None
        built = (self._row(columns, row, f"{where}.rows[{number}]") for number, row in enumerate(rows, 1))
        fitting = tuple(row for row in built if row is not None)
        if not fitting and self.context.shared:
            message = "no row fits the options of this catalog"
            self.context.report.add(EMPTY_TABLE, shape.place, where, message, "a row at least")
        return Combinations(columns, fitting, allowed, when) if fitting else None

    def _cells(self, shape: CombinationsShape, where: str) -> tuple[list[Word], list[list[Word]]]:
        """Return the columns, and the rows as written, in the order of the columns."""
        if shape.table is None:
            rows = [row for number, row in enumerate(shape.rows or [], 1) if self._has_width(shape, row, where, number)]
            if not shape.columns:
                self.context.report.add(BAD_COLUMN, shape.place, where, "`columns` is missing", "a list of features")
            return shape.columns or [], rows
        table = read_table(self.context, shape.table, f"{where}.table")
        if table is None:
            return [], []
        header = [Word(cell.text, cell.place, cell.quoted) for cell in table.header]
        columns = shape.columns or header
        for column in columns:
            if column not in header:
                message = f"the table {shape.table} has no column `{column}`"
                hint = did_you_mean(column, header)
                self.context.report.add(BAD_COLUMN, column.place, f"{where}.columns", message, some_of(header), hint)
                return [], []
        order = [header.index(column) for column in columns]
        cells = [[Word(cell.text, cell.place, True) for cell in row.cells] for row in table.rows]
        return columns, [[row[position] for position in order] for row in cells]

    def _has_width(self, shape: CombinationsShape, row: list[Word], where: str, number: int) -> bool:
        width = len(shape.columns or [])
        if len(row) == width or not width:
            return True
        place = row[0].place if row else shape.place_of("rows")
        message = f"the row has {len(row)} cell{'' if len(row) == 1 else 's'}"
        self.context.report.add(BAD_ROW, place, f"{where}.rows[{number}]", message, f"{width}, one per column")
        return False

    def _columns(self, names: list[Word], where: str) -> tuple[CheckedExpression, ...] | None:
        found = []
        for number, name in enumerate(names, 1):
            column = self.reader.expression(name, f"{where}.columns[{number}]")
            if column is not None and feature_of(self.root, column) is None:
                message = f"`{name}` is neither a feature nor an attribute of one"
                self.context.report.add(BAD_COLUMN, name.place, f"{where}.columns[{number}]", message)
                column = None
            found.append(column)
        right = tuple(column for column in found if column is not None)
        return right if right and len(right) == len(found) else None

    def _row(self, columns: tuple[CheckedExpression, ...], cells: list[Word], where: str) -> Row | None:
        """Build a row; None where a cell is wrong, or, in a library, of an option that this catalog lacks."""
        values = [self._cell(column, cell, where) for column, cell in zip(columns, cells, strict=True)]
        return (
            None
            if any(isinstance(value, BadValue) for value in values)
            else tuple(None if isinstance(value, BadValue) else value for value in values)
        )

    def _cell(self, column: CheckedExpression, cell: Word, where: str) -> Value | BadValue | None:
        if cell == "*":
            return None
        value = self._value(column, cell)
        foreign = self.context.shared and isinstance(column.type, OptionType)
        if isinstance(value, BadValue) and not foreign:
            self.context.report.add(BAD_CELL, cell.place, where, value.message, value.expected, value.hint)
        return value

    def _value(self, column: CheckedExpression, cell: Word) -> Value | BadValue:
        if not cell:
            return BadValue("the cell is empty", "a value, or * for all")
        feature = feature_of(self.root, column)
        if isinstance(column.tree, FeatureRef) and feature is not None:
            value = parse_value(feature, str(cell), self.context.units)
            return value if isinstance(value, BadValue) else in_base_units(feature, value)
        if isinstance(column.type, NumberType):
            unit = unit_of_column(self.root, self.groups, column)
            amount = read_quantity(cell, unit, self.context.units)
            return amount if isinstance(amount, Fraction) else BadValue(amount, str(column.type))
        if isinstance(column.type, BooleanType):
            return cell == "true" if cell in ("true", "false") else BadValue(f"`{cell}` is no boolean", "true or false")
        return str(cell)
