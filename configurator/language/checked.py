"""A checked expression, ready to be evaluated, compiled or shown, and the seams through which it meets the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final, Protocol

from configurator.language.tree import Expression
from configurator.language.types import Type
from configurator.source import Location
from configurator.units import STANDARD_UNITS, Units


class Absence(Enum):
    """The value of an absent expression."""

    ABSENT = "absent"


ABSENT: Final = Absence.ABSENT

Value = Fraction | bool | str
"""A present value: a number in base units, a truth, an option's id or a text."""


@dataclass(frozen=True, slots=True)
class CheckedExpression:
    """A resolved tree with its type, the place of its text's first character, and its canonical text."""

    tree: Expression
    type: Type
    location: Location
    text: str


@dataclass(frozen=True)
class NameScope:
    """The names an expression may use.

    `binders` are tried from the first to the last: the structure whose body holds the expression, the structures around
    it, and ROOT last; each maps its member names to their types. `parameters` are values from outside (dotted names
    allowed). `units` are those that `5[W]` may name.
    """

    binders: tuple[tuple[str, Mapping[str, Type]], ...]
    parameters: Mapping[str, Type] = field(default_factory=dict)
    units: Units = field(default_factory=lambda: STANDARD_UNITS)


class World(Protocol):
    """Where an expression gets its values. An instance is named by its path, `""` for the root, `cells[c1]` inside."""

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        """Return a feature's value; numbers in base units."""

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        """Return an attribute of the option that a feature has; absent where the feature or the attribute is."""

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paths of the present instances of a structure, in order; empty where it is absent."""

    def parameter(self, name: str) -> Value | Absence:
        """Return a value given from outside."""
