"""The answers about choices: states, reasons, repairs, the finished product."""

from datetime import date

from pydantic import Field

from configurator.configuration import Provenance
from configurator.session import OptionState
from configurator.session.states import Presence
from configurator_api.schemas.price_responses import PriceResponse
from configurator_api.schemas.response_types import Difference, Instances, Number, ResponseModel, Scalar


class CauseSubjectResponse(ResponseModel):
    """What an explanation is about."""

    kind: str
    path: str | None
    value: Scalar | None
    title: str | None
    message: str


class CauseResponse(ResponseModel):
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


class ExplanationResponse(ResponseModel):
    """A tree of causes; `minimal` says that none of them could be spared."""

    subject: CauseSubjectResponse
    minimal: bool
    causes: list[CauseResponse]
    because: list["ExplanationResponse"]


class ChangeResponse(ResponseModel):
    """A value that gives way; `after` is null where it is left out."""

    path: str
    title: str
    before: Scalar
    after: Scalar | None
    shown_before: str
    shown_after: str | None


class RepairResponse(ResponseModel):
    """A smallest set of changes that helps, the choices after it, and what it changes in the price."""

    changes: list[ChangeResponse]
    choices: dict[str, Scalar]
    instances: Instances
    difference: Difference | None


class OptionResponse(ResponseModel):
    """One value of a feature."""

    value: Scalar
    title: str | None
    state: OptionState
    difference: Difference | None = Field(description="By how much the price changes; null where it is not known.")


class RangeStateResponse(ResponseModel):
    """Numbers from `low` to `high`, both included, which share a state."""

    low: Scalar
    high: Scalar
    state: OptionState


class NumberDifferenceResponse(ResponseModel):
    """By how much the price changes with a number."""

    value: Scalar
    difference: Difference | None


class NamedMemberResponse(ResponseModel):
    """What features and structures have in common."""

    path: str
    title: str
    instance: str
    presence: Presence
    state: OptionState
    value: Scalar | None = Field(description="What is chosen or implied.")
    running: Scalar | None = Field(description="The value in the completed product.")


class FeatureResponse(NamedMemberResponse):
    """A question and its answers: `options`, or `ranges` where it is a number."""

    kind: str = Field(description="enumeration, boolean, integer or number")
    description: str | None
    options: list[OptionResponse]
    unit: str | None = None
    step: Number | None = None
    ranges: list[RangeStateResponse] = Field(default_factory=list)
    differences: list[NumberDifferenceResponse] = Field(default_factory=list)


class InstanceCountResponse(ResponseModel):
    """Whether an optional part is there."""

    value: Scalar
    state: OptionState


class InstanceResponse(ResponseModel):
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


class GroupResponse(ResponseModel):
    """Paths that are shown together."""

    id: str
    title: str
    members: list[str]


class ConfigurationResponse(ResponseModel):
    """A finished product: every value with its provenance, and the ids of all instances."""

    values: dict[str, Scalar]
    provenance: dict[str, Provenance]
    instances: Instances


class BillPartResponse(ResponseModel):
    """A line of the bill of materials."""

    part: str
    title: str
    quantity: Number


class WarningResponse(ResponseModel):
    """A constraint that should hold and does not."""

    constraint: str
    instance: str
    severity: str
    message: str


class ChosenCatalogResponse(ResponseModel):
    """The catalog of the request."""

    id: str
    digest: str
    title: str


class ChosenBookResponse(ChosenCatalogResponse):
    """The book that prices."""

    currency: str
    illustrative: bool


class EvaluationResponse(ResponseModel):
    """Everything that follows from some choices."""

    catalog: ChosenCatalogResponse
    book: ChosenBookResponse | None
    on: date | None
    consistent: bool
    undecided: bool = Field(description="Time ran out: what is missing is unknown, not impossible.")
    slack: Number
    set_aside: list[str] = Field(description="Choices that are not counted, because they clash with earlier ones.")
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


class WhyResponse(ResponseModel):
    """Why something is as it is; null where nothing stands in the way. `repairs` would make it possible."""

    explanation: ExplanationResponse | None
    repairs: list[RepairResponse]


class ConflictsResponse(ResponseModel):
    """Every minimal conflict, and every set of changes that helps of which none could be spared."""

    conflicts: list[ExplanationResponse]
    repairs: list[RepairResponse]
    complete: bool = Field(description="Whether these are all there are.")
