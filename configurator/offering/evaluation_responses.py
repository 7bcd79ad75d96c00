"""The responses about choices: states, reasons, repairs, the finished product."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from configurator.configuration import Provenance
from configurator.pricing.price_responses import PriceResponse
from configurator.response_types import DayText, Described, Difference, Instances, Number, Scalar
from configurator.session.explanation_responses import ExplanationResponse
from configurator.session.states import OptionState, Presence


class ChangeResponse(TypedDict):
    """A value that gives way; `after` is null where it is left out."""

    path: str
    title: str
    before: Scalar
    after: Scalar | None
    shown_before: str
    shown_after: str | None


class RepairResponse(TypedDict):
    """A smallest set of changes that helps, the choices after it, and what it changes in the price."""

    changes: list[ChangeResponse]
    choices: dict[str, Scalar]
    instances: Instances
    difference: Difference | None


class OptionResponse(TypedDict):
    """One value of a feature."""

    value: Scalar
    title: str | None
    state: OptionState
    difference: Annotated[
        Difference | None,
        Described("The total after choosing it, less the total now; null where it is not known or not possible."),
    ]
    also_changes: Annotated[list[str], Described("What else changes when it is chosen, by path.")]


class RangeStateResponse(TypedDict):
    """Numbers from `low` to `high`, both included, which share a state."""

    low: Scalar
    high: Scalar
    state: OptionState


class NumberDifferenceResponse(TypedDict):
    """By how much the price changes with a number, and what else changes with it, by path."""

    value: Scalar
    difference: Difference | None
    also_changes: list[str]


class NamedMemberResponse(TypedDict):
    """What features and structures have in common."""

    path: str
    title: str
    instance: str
    presence: Presence
    state: OptionState
    value: Annotated[Scalar | None, Described("What is chosen or implied.")]
    running: Annotated[Scalar | None, Described("The value in the completed product.")]


class FeatureResponse(NamedMemberResponse):
    """A question and its answers: `options`, or `ranges` where it is a number."""

    kind: Annotated[str, Described("enumeration, boolean, integer or number")]
    description: str | None
    options: list[OptionResponse]
    unit: NotRequired[str | None]
    step: NotRequired[Number | None]
    ranges: NotRequired[list[RangeStateResponse]]
    differences: NotRequired[list[NumberDifferenceResponse]]


class InstanceCountResponse(TypedDict):
    """Whether an optional part is there."""

    value: Scalar
    state: OptionState


class InstanceResponse(TypedDict):
    """One instance of a structure."""

    id: str
    path: str
    presence: Presence


class StructureResponse(NamedMemberResponse):
    """A part that may repeat: how many there may be, and which there are."""

    singleton: bool
    low: int
    high: int
    options: list[InstanceCountResponse]
    ranges: list[RangeStateResponse]
    differences: list[NumberDifferenceResponse]
    instances: list[InstanceResponse]


class GroupResponse(TypedDict):
    """Paths that are shown together."""

    id: str
    title: str
    members: list[str]


class ConfigurationResponse(TypedDict):
    """A finished product: every value with its provenance, and the ids of all instances."""

    values: dict[str, Scalar]
    provenance: dict[str, Provenance]
    instances: Instances


class BillPartResponse(TypedDict):
    """A line of the bill of materials."""

    part: str
    title: str
    quantity: Number


class WarningResponse(TypedDict):
    """A constraint that should hold and does not."""

    constraint: str
    instance: str
    severity: str
    message: str


class ChosenCatalogResponse(TypedDict):
    """The catalog of the request."""

    id: str
    digest: str
    title: str


class ChosenBookResponse(ChosenCatalogResponse):
    """The book that prices."""

    currency: str
    illustrative: bool


class EvaluationResponse(TypedDict):
    """Everything that follows from some choices."""

    catalog: ChosenCatalogResponse
    book: ChosenBookResponse | None
    on: DayText | None
    consistent: bool
    undecided: Annotated[bool, Described("Time ran out: what is missing is unknown, not impossible.")]
    slack: Number
    set_aside: Annotated[list[str], Described("Choices that are not counted, because they clash with earlier ones.")]
    choices: dict[str, Scalar]
    instances: Instances
    groups: list[GroupResponse]
    features: list[FeatureResponse]
    structures: list[StructureResponse]
    conflict: ExplanationResponse | None
    repairs: list[RepairResponse]
    configuration: ConfigurationResponse | None
    code: str | None
    bill: list[BillPartResponse]
    warnings: list[WarningResponse]
    price: PriceResponse | None


class LostChoiceResponse(TypedDict):
    """A saved choice that the catalog no longer has, or a book that is gone."""

    path: str
    value: Scalar | None
    kind: str
    message: str


class ReopenedChoicesResponse(TypedDict):
    """What became of saved choices on the present catalog."""

    same_catalog: bool
    holds: Annotated[bool, Described("Whether every choice is still possible.")]
    choices: Annotated[dict[str, Scalar], Described("The remaining choices, for `evaluate`.")]
    instances: Instances
    lost: list[LostChoiceResponse]
    conflicts: Annotated[list[ExplanationResponse], Described("Minimal conflicts, none sharing a choice.")]
    repairs: Annotated[list[RepairResponse], Described("The smallest changes after which everything holds.")]
    changed: Annotated[list[ChangeResponse], Described("Values that differ without having been chosen.")]


class WhyResponse(TypedDict):
    """Why something is as it is; null where nothing stands in the way. `repairs` would make it possible."""

    explanation: ExplanationResponse | None
    repairs: list[RepairResponse]


class ConflictsResponse(TypedDict):
    """Every minimal conflict, and every set of changes that helps of which none could be spared."""

    conflicts: list[ExplanationResponse]
    repairs: list[RepairResponse]
    complete: Annotated[bool, Described("Whether these are all there are.")]
