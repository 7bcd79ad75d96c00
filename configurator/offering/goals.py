"""What a person is after, in the language of catalogs: the most or the least of a number, and what must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.building.scopes import scope_of
from configurator.catalog.model import Catalog, Feature, NumericDomain
from configurator.catalog.world import ConfigurationWorld, Members
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.evaluate import evaluate
from configurator.language.expression import read_expression
from configurator.language.tree import ROOT, FeatureRef
from configurator.language.types import BOOLEAN, NumberType, Type
from configurator.money import ONE, ZERO
from configurator.problems import Problem
from configurator.source import Location
from configurator.units import Dimension, Unit, Units

AT_ROOT: Mapping[str, str] = {ROOT: ""}


class Sense(StrEnum):
    """Whether more or less of a number is better."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that should be as great, or as small, as can be; where it is absent it counts as 0."""

    sense: Sense
    expression: CheckedExpression
    unit: Unit

    @property
    def text(self) -> str:
        """The expression in canonical form."""
        return self.expression.text

    def value(self, catalog: Catalog, configuration: Configuration) -> Fraction:
        """Return the number of a finished product, in `unit`. Raises NotDefined where it divides by zero."""
        found = evaluate(self.expression.tree, ConfigurationWorld(catalog, configuration), AT_ROOT)
        return self.unit.from_base(found) if isinstance(found, Fraction) else ZERO


def read_goal(catalog: Catalog, sense: Sense, text: str, *, field: str = "goals") -> Goal:
    """Return a goal over a catalog's features and attributes; raise InvalidRequest saying what is wrong with it."""
    checked = _read(catalog, text, None, field)
    if not isinstance(checked.type, NumberType):
        hint = (
            "of what is true or false write `1 if … else 0`" if checked.type == BOOLEAN else "name one of its numbers"
        )
        raise InvalidRequest(f"`{text}` is {checked.type}; expected a number; {hint}", field=field)
    return Goal(sense, checked, _unit_of(catalog, checked, checked.type.dimension))


def read_condition(catalog: Catalog, text: str, *, field: str = "require") -> CheckedExpression:
    """Return a condition over a catalog; raise InvalidRequest saying what is wrong with it."""
    return _read(catalog, text, BOOLEAN, field)


def _read(catalog: Catalog, text: str, expected: Type | None, field: str) -> CheckedExpression:
    scope = scope_of(catalog.root, (), catalog.units)
    checked, problems = read_expression(text, scope, Location(field, 1, 1), expected=expected)
    if checked is None:
        raise InvalidRequest(f"`{text[:100]}`: " + "; ".join(map(_said, problems)), field=field)
    return checked


def _said(problem: Problem) -> str:
    parts = (problem.message, f"expected {problem.expected}" if problem.expected else "", problem.hint)
    return "; ".join(filter(None, parts))


def _unit_of(catalog: Catalog, checked: CheckedExpression, dimension: Dimension) -> Unit:
    """Return the unit to show a number in: that of the feature it is, else the base unit of its dimension."""
    if isinstance(checked.tree, FeatureRef):
        feature: Feature = Members.of(catalog.root).features[checked.tree.path]
        if isinstance(feature.domain, NumericDomain):
            return feature.domain.unit
    return base_unit(catalog.units, dimension)


def base_unit(units: Units, dimension: Dimension) -> Unit:
    """Return the unit that is 1 of a dimension; where none has a name, one that is called after the dimension."""
    if not dimension.exponents:
        return Unit("", ONE, dimension)
    named = (unit for unit in units.values() if unit.dimension == dimension and unit.factor == 1)
    return next(named, Unit(str(dimension), ONE, dimension))
