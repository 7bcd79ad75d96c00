"""Constraints of every kind, built into the three forms of rule that the engine knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.combinations import CombinationsBuilder
from configurator.catalog.building.expressions import ExpressionReader, all_of, negated
from configurator.catalog.building.names import check_qualified
from configurator.catalog.codes import (
    CONSTRAINT_KIND,
    MISSING_WHEN,
)
from configurator.catalog.model import (
    Cardinality,
    ComponentGroup,
    Constraint,
    ConstraintSeverity,
    Requirement,
    Rule,
    Structure,
)
from configurator.catalog.shape import ConstraintShape
from configurator.language.checked import CheckedExpression, Value
from configurator.reading.shape import Word
from configurator.source import Location

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
