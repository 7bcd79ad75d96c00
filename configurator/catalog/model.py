"""A catalog in the engine: validated, resolved, frozen, with source locations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.language.checked import CheckedExpression, Value
from configurator.language.types import Type
from configurator.short_repr import short_repr
from configurator.source import Location
from configurator.units import NO_UNIT, STANDARD_UNITS, Unit, Units


@short_repr
@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in one or several locales; `fallback` is the locale shown where another is missing."""

    by_locale: Mapping[str, str]
    fallback: str

    def in_locale(self, locale: str) -> str:
        """Return the text in a locale (`de-AT`), in its language (`de`), or in the fallback."""
        for candidate in (locale, locale.split("-")[0], self.fallback):
            if candidate in self.by_locale:
                return self.by_locale[candidate]
        return next(iter(self.by_locale.values()), "")

    def __str__(self) -> str:
        return self.in_locale(self.fallback)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` up to but without `end`; None is open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def __str__(self) -> str:
        """Format it: `from 2026-01-01 until 2027-01-01`."""
        start = f"from {self.start}" if self.start else "from the beginning"
        return f"{start} until {self.end}" if self.end else start


ALWAYS = Interval()


@short_repr
@dataclass(frozen=True, slots=True)
class Component:
    """Something sellable. `attributes` hold numbers in base units; `group` is the id of its component group."""

    id: str
    group: str
    title: Text
    attributes: Mapping[str, Value]
    location: Location
    code: str = ""


@dataclass(frozen=True, slots=True)
class AttributeDeclaration:
    """An attribute of a group's components; `unit` is that of plain numbers."""

    id: str
    type: Type
    unit: Unit
    location: Location
    required: bool = True


@short_repr
@dataclass(frozen=True, slots=True)
class ComponentGroup:
    """Components of one kind, with the attributes they share; features may offer the group as their options."""

    id: str
    title: Text
    attributes: Mapping[str, AttributeDeclaration]
    components: Mapping[str, Component]
    location: Location


@dataclass(frozen=True, slots=True)
class Option:
    """One option of an enumeration; it may be a component. `code` is its part of a product code."""

    id: str
    title: Text
    attributes: Mapping[str, Value]
    location: Location
    component: Component | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A choice among options, in the order of the catalog."""

    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class BooleanDomain:
    """A boolean feature. `component` is sold if it is true."""

    component: Component | None = None


@dataclass(frozen=True, slots=True)
class NumericDomain:
    """Numbers from `low` to `high`, both included, in steps, in `unit`.

    `integral` distinguishes a quantity (`int` values) from a number on a step (`Fraction` values).
    """

    low: Fraction
    high: Fraction
    step: Fraction
    integral: bool
    unit: Unit = NO_UNIT

    def __len__(self) -> int:
        return int((self.high - self.low) / self.step) + 1


Domain = Enumeration | BooleanDomain | NumericDomain


@short_repr
@dataclass(frozen=True, slots=True)
class Feature:
    """A question with a finite domain. It is absent wherever `when` does not hold; `default` is soft."""

    id: str
    title: Text
    domain: Domain
    type: Type
    location: Location
    when: CheckedExpression | None = None
    default: str | bool | int | Fraction | None = None
    description: Text | None = None


class ConstraintSeverity(StrEnum):
    """An error must hold; a warning or an information is reported and forbids nothing."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Requirement:
    """`condition` must hold wherever `when` does. Requires- and excludes-lists are built into this form."""

    condition: CheckedExpression
    when: CheckedExpression | None = None


@dataclass(frozen=True, slots=True)
class Cardinality:
    """Between `low` and `high` (None: no bound) of the items must hold, wherever `when` does."""

    items: tuple[CheckedExpression, ...]
    low: int
    high: int | None
    when: CheckedExpression | None = None


@dataclass(frozen=True, slots=True)
class Combinations:
    """The columns' values must form one of the rows (or, if not `allowed`, none of them), wherever `when` holds.

    A cell of None fits every value; a column that is absent makes the constraint hold. Columns are features or their
    attributes; numbers are in base units.
    """

    columns: tuple[CheckedExpression, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    allowed: bool
    when: CheckedExpression | None = None


Rule = Requirement | Cardinality | Combinations


@dataclass(frozen=True, slots=True)
class Constraint:
    """A named law with the owner's reason. `id` is qualified by namespace and structure (`cells.equal_memory`)."""

    id: str
    rule: Rule
    because: Text
    location: Location
    severity: ConstraintSeverity = ConstraintSeverity.ERROR


@dataclass(frozen=True, slots=True)
class Resource:
    """A quantity supplied by some and demanded by others; the sum of `demand` must not exceed that of `supply`.

    Contributions are named; one that is absent counts nothing. A resource is a constraint of the id `resources.<id>`.
    """

    id: str
    title: Text
    unit: Unit
    supply: Mapping[str, CheckedExpression]
    demand: Mapping[str, CheckedExpression]
    because: Text
    location: Location


@dataclass(frozen=True, slots=True)
class Preference:
    """Something the completion tries to make true, heavier ones first; it forbids nothing."""

    id: str
    condition: CheckedExpression
    weight: int
    because: Text
    location: Location


@short_repr
@dataclass(frozen=True, slots=True)
class Structure:
    """A repeatable sub-assembly. It has `low` to `high` instances, and none wherever `when` does not hold.

    With `high` 1 it is a singleton: its members are named without an instance (`kit.model`). Otherwise instances have
    ids made of `prefix` and a number (`cells[c1]`). Names in its constraints are looked up in the instance first, then
    in the structures around it, then in the catalog.
    """

    id: str
    title: Text
    low: int
    high: int
    prefix: str
    members: Mapping[str, "Feature | Structure"]
    constraints: tuple[Constraint, ...]
    location: Location
    when: CheckedExpression | None = None
    default: int | None = None
    description: Text | None = None

    @property
    def singleton(self) -> bool:
        return self.high == 1


@dataclass(frozen=True, slots=True)
class DisplayGroup:
    """A heading of the page: the features and structures below it, by their id paths (`kit.model`), in order."""

    id: str
    title: Text
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BillLine:
    """One derived line of the bill of materials.

    `each` repeats the line for every present instance of a structure (by id path). `part` yields a text or the option
    of a feature; `quantity` a plain number. Absent expressions drop the line.
    """

    id: str
    part: CheckedExpression
    quantity: CheckedExpression
    location: Location
    each: str = ""
    when: CheckedExpression | None = None


@dataclass(frozen=True, slots=True)
class CodeSegment:
    """A piece of a product code: a literal, or the code of a feature's option. An absent feature writes nothing."""

    literal: str = ""
    feature: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    """From the shown value of the feature (an option's id, `true`, `3`) to its code."""


@dataclass(frozen=True, slots=True)
class ProductCode:
    """How a configuration is written as one code, and read back."""

    segments: tuple[CodeSegment, ...]
    location: Location


@short_repr
@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that can be bought together. `digest` is the SHA-256 over its files' sorted paths and bytes.

    `root` is a structure of exactly one instance with the empty id; it holds the catalog's own features, structures
    and constraints. `files` are the bytes the digest covers, by path relative to the catalog's folder.
    """

    id: str
    title: Text
    digest: str
    root: Structure
    groups: Mapping[str, ComponentGroup]
    resources: Mapping[str, Resource]
    preferences: tuple[Preference, ...]
    display: tuple[DisplayGroup, ...]
    bill: tuple[BillLine, ...]
    product_code: ProductCode | None
    locales: tuple[str, ...]
    files: Mapping[str, bytes]
    location: Location
    units: Units = field(default_factory=lambda: STANDARD_UNITS)
    effective: Interval = ALWAYS
    illustrative: bool = False
    source: Text | None = None
    """Where the facts come from, in the owner's words."""


def features_in(structure: Structure, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Feature]]:
    """Yield every feature below a structure with its id path, in the order of the catalog."""
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            yield from features_in(member, (*path, name))
        else:
            yield (*path, name), member


def structures_in(structure: Structure, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Structure]]:
    """Yield every structure strictly below a structure with its id path, outer ones first."""
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            yield (*path, name), member
            yield from structures_in(member, (*path, name))


def constraints_of(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], Constraint]]:
    """Yield every constraint with the id path of its structure, the catalog's own first."""
    yield from (((), constraint) for constraint in catalog.root.constraints)
    for path, structure in structures_in(catalog.root):
        yield from ((path, constraint) for constraint in structure.constraints)
