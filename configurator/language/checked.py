"""A type-checked expression, the names it may use, and the protocol that provides their values."""

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
    """The type of `ABSENT`, the value of an absent expression."""

    ABSENT = "absent"


ABSENT: Final = Absence.ABSENT

Value = Fraction | bool | str
"""A present value: a number in base units, a boolean, an option's id or a text."""


@dataclass(frozen=True, slots=True)
class CheckedExpression:
    """A resolved tree with its type, the location of its first character and its canonical text."""

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
    """Provides an expression's values. An instance is given by its path: `""` is the root, `cells[c1]` inside it."""

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        """Return a feature's value; numbers are in base units."""

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        """Return an attribute of a feature's option; absent if the feature or the attribute is."""

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paths of the present instances of a structure, in order; empty if it is absent."""

    def parameter(self, name: str) -> Value | Absence:
        """Return the value of a parameter."""
