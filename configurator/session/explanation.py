"""Explanations: frozen trees of causes, each a choice or the owner's own words.

Implied values are never causes. Renderers (`session.render`) convert the tree to text, HTML and plain data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from configurator.catalog.model import Text
from configurator.configuration import FeatureValue
from configurator.short_repr import short_repr
from configurator.source import Location


class SubjectKind(StrEnum):
    """The subject of an explanation."""

    BLOCKED = "blocked"
    """A value that the current choices block."""
    REFUSED = "refused"
    """Several choices, or a change of instances, that cannot all be made."""
    INCONSISTENT = "inconsistent"
    """Choices that cannot hold together."""
    NO_PRODUCT = "no-product"
    """A catalog that has no product, whatever is chosen."""
    IMPLIED = "implied"
    """The only value that is left."""
    ABSENT = "absent"
    """A member that the current choices exclude from the product."""
    PRESENT = "present"
    """A member that the current choices make part of the product."""


@short_repr
@dataclass(frozen=True, slots=True)
class ExplanationSubject:
    """The subject of an explanation: a value at a path, or (both None) the choices as a whole."""

    kind: SubjectKind
    path: str | None = None
    value: FeatureValue | None = None
    title: Text | None = None
    shown: Text | None = None
    """The value as people read it."""


@dataclass(frozen=True, slots=True)
class ChoiceCause:
    """The person chose this value."""

    path: str
    value: FeatureValue
    title: Text
    shown: Text


@dataclass(frozen=True, slots=True)
class ConstraintCause:
    """The owner's named constraint, with its reason and location; `instance` is its instance, if any."""

    id: str
    because: Text
    location: Location
    instance: str = ""


@dataclass(frozen=True, slots=True)
class PresenceCause:
    """A feature or structure is only there when the owner's condition holds."""

    path: str
    title: Text
    condition: str
    """The condition as the owner wrote it, in canonical form."""
    location: Location


@dataclass(frozen=True, slots=True)
class CardinalityCause:
    """A structure has between `low` and `high` instances, by the owner's declaration."""

    path: str
    title: Text
    low: int
    high: int
    location: Location


Cause = ChoiceCause | ConstraintCause | PresenceCause | CardinalityCause


@short_repr
@dataclass(frozen=True, slots=True)
class Explanation:
    """A subject and the causes that together imply it, some through an intermediate subject with its own `because`.

    The choices and constraints among the causes are a conflict: with what the subject denies they are unsatisfiable,
    and verified not to be if any one of them is dropped. Where that was not proved in time, `minimal` is False and
    there are no causes. Presence and cardinality causes describe the structure of the product; they do not count as
    part of the conflict.
    """

    subject: ExplanationSubject
    causes: tuple[Cause, ...]
    minimal: bool = True
    because: tuple["Explanation", ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The paths of the person's choices among the causes."""
        return tuple(dict.fromkeys(cause.path for cause in self.all_causes() if isinstance(cause, ChoiceCause)))

    @property
    def constraints(self) -> tuple[str, ...]:
        """The ids of the named constraints among all causes, each once."""
        return tuple(dict.fromkeys(cause.id for cause in self.all_causes() if isinstance(cause, ConstraintCause)))

    def all_causes(self) -> Iterator[Cause]:
        """Yield the causes of this explanation and of those below it."""
        for explanation in self.walk():
            yield from explanation.causes

    def walk(self) -> Iterator["Explanation"]:
        """Yield this explanation and those below it."""
        yield self
        for explanation in self.because:
            yield from explanation.walk()
