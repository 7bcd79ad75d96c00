"""The answers about choices: states, reasons, repairs, the finished product."""

from datetime import date

from pydantic import Field

from configurator.configuration import Provenance
from configurator.session import OptionState
from configurator.session.states import Presence
from configurator_api.schemas.priced import Price
from configurator_api.schemas.told import Difference, Instances, Number, Scalar, Told


class Subject(Told):
    """What an explanation is about."""

    kind: str
    path: str | None
    value: Scalar | None
    title: str | None
    message: str


class Cause(Told):
    """One cause: a choice of the person, or a law of the catalog with its place and its reason."""

    kind: str = Field(description="choice, constraint, presence or cardinality")
    message: str
    path: str | None = None
    value: Scalar | None = None
    title: str | None = None
    shown: str | None = None
    id: str | None = None
    instance: str | None = None
    place: str | None = None
    because: str | None = None
    condition: str | None = None
    low: int | None = None
    high: int | None = None


class Explanation(Told):
    """A tree of causes; `minimal` says that none of them could be spared."""

    subject: Subject
    minimal: bool
    causes: list[Cause]
    because: list["Explanation"]


class Change(Told):
    """A value that gives way; `after` is null where it is left out."""

    path: str
    title: str
    before: Scalar
    after: Scalar | None
    shown_before: str
    shown_after: str | None


class Repair(Told):
    """A smallest set of changes that helps, the choices after it, and what it changes in the price."""

    changes: list[Change]
    choices: dict[str, Scalar]
    instances: Instances
    difference: Difference | None


class Option(Told):
    """One value of a feature."""

    value: Scalar
    title: str | None
    state: OptionState
    difference: Difference | None = Field(description="By how much the price changes; null where it is not known.")


class Range(Told):
    """Numbers from `low` to `high`, both included, which share a state."""

    low: Scalar
    high: Scalar
    state: OptionState


class NumberDifference(Told):
    """By how much the price changes with a number."""

    value: Scalar
    difference: Difference | None


class Named(Told):
    """What features and structures have in common."""

    path: str
    title: str
    instance: str
    presence: Presence
    state: OptionState
    value: Scalar | None = Field(description="What is chosen or implied.")
    running: Scalar | None = Field(description="The value in the completed product.")


class Feature(Named):
    """A question and its answers: `options`, or `ranges` where it is a number."""

    kind: str = Field(description="enumeration, boolean, integer or number")
    description: str | None
    options: list[Option]
    unit: str | None = None
    step: Number | None = None
    ranges: list[Range] = Field(default_factory=list)
    differences: list[NumberDifference] = Field(default_factory=list)


class Counted(Told):
    """Whether an optional part is there."""

    value: Scalar
    state: OptionState


class Instance(Told):
    """One instance of a structure."""

    id: str
    path: str
    presence: Presence


class Structure(Named):
    """A part that may repeat: how many there may be, and which there are."""

    singleton: bool
    low: int
    high: int
    options: list[Counted]
    ranges: list[Range]
    differences: list[NumberDifference]
    instances: list[Instance]


class Group(Told):
    """Paths that are shown together."""

    id: str
    title: str
    members: list[str]


class Configuration(Told):
    """A finished product: every value, who decided it, and the ids of all instances."""

    values: dict[str, Scalar]
    provenance: dict[str, Provenance]
    instances: Instances


class Part(Told):
    """A line of the bill of materials."""

    part: str
    title: str
    quantity: Number


class Warned(Told):
    """A constraint that should hold and does not."""

    constraint: str
    instance: str
    severity: str
    message: str


class ChosenCatalog(Told):
    """The catalog that was asked."""

    id: str
    digest: str
    title: str


class ChosenBook(ChosenCatalog):
    """The book that prices."""

    currency: str
    illustrative: bool


class Evaluation(Told):
    """Everything that follows from some choices."""

    catalog: ChosenCatalog
    book: ChosenBook | None
    on: date | None
    consistent: bool
    undecided: bool = Field(description="Time ran out: what is missing is unknown, not impossible.")
    slack: Number
    set_aside: list[str] = Field(description="Choices that are not counted, because they clash with earlier ones.")
    choices: dict[str, Scalar]
    instances: Instances
    groups: list[Group]
    features: list[Feature]
    structures: list[Structure]
    conflict: Explanation | None
    repairs: list[Repair]
    configuration: Configuration | None
    code: str | None
    bill: list[Part]
    warnings: list[Warned]
    price: Price | None


class Explained(Told):
    """Why something is as it is; null where nothing stands in the way. `repairs` would make it possible."""

    explanation: Explanation | None
    repairs: list[Repair]


class Conflicts(Told):
    """Every minimal conflict, and every set of changes that helps of which none could be spared."""

    conflicts: list[Explanation]
    repairs: list[Repair]
    complete: bool = Field(description="Whether these are all there are.")
