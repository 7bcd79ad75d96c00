"""A feature tree: nested features, in groups with cardinalities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from configurator.source import Location

Attribute = Fraction | bool | str


class FeatureKind(Enum):
    """The kind of a feature: boolean, or with a value."""

    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    REAL = "Real"
    TEXT = "String"
    """A free text, which nobody could choose: reported where it is declared, and not again where it is used."""

    @property
    def is_number(self) -> bool:
        return self in (FeatureKind.INTEGER, FeatureKind.REAL)


@dataclass(frozen=True, slots=True)
class NumberBounds:
    """The least and the greatest value of a feature that is a number, and the distance between two values."""

    low: Fraction
    high: Fraction
    step: Fraction


class Relation(Enum):
    """How the features of a group depend on the feature above."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    CHOICE = "choice"


@dataclass
class FeatureNode:
    """A feature. `name` is unique in the tree, `title` is its display name.

    `low` and `high` bound its occurrences: once, or several times together with its descendants. `lists` names the
    attributes that are lists of values, which a catalog cannot hold.
    """

    name: str
    title: str
    location: Location
    kind: FeatureKind = FeatureKind.BOOLEAN
    low: int = 1
    high: int = 1
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    groups: list["FeatureGroup"] = field(default_factory=list)
    bounds: NumberBounds | None = None
    lists: frozenset[str] = frozenset()

    @property
    def repeated(self) -> bool:
        return (self.low, self.high) != (1, 1)

    def below(self) -> Iterator["FeatureNode"]:
        """Yield every descendant, parents before children."""
        for group in self.groups:
            for member in group.members:
                yield member
                yield from member.below()


@dataclass
class FeatureGroup:
    """Features below another. Of a `CHOICE`, between `low` and `high` are there wherever the feature above is."""

    relation: Relation
    members: list[FeatureNode]
    location: Location
    low: int = 0
    high: int = 0

    @property
    def alternative(self) -> bool:
        """Return whether exactly one of several members is present."""
        return self.relation is Relation.CHOICE and (self.low, self.high) == (1, 1) and len(self.members) > 1
