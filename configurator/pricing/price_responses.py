"""The answers about prices: every line, every step, every total."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from configurator.response_types import (
    DayText,
    Described,
    MoneyResponse,
    Number,
    ReferenceResponse,
    Scalar,
    TextByLocale,
)

IntervalResponse = TypedDict("IntervalResponse", {"from": DayText | None, "until": DayText | None})
IntervalResponse.__doc__ = "Days from one on, up to another that is no longer counted; null is without end."


class TierSliceResponse(TypedDict):
    """One slice of a quantity, and what it costs."""

    above: Number
    up_to: Number | None
    quantity: Number
    price: Number
    flat: Number
    amount: Number
    block: NotRequired[Number]
    cap: NotRequired[Number]


class MoveResponse(TypedDict):
    """One step of the price of a part."""

    operation: str
    before: Number
    base: Number
    operand: Number
    after: Number
    slices: NotRequired[list[TierSliceResponse]]


class PartResponse(TypedDict):
    """A part of a line that is priced on its own."""

    label: str
    quantity: Number
    moves: list[MoveResponse]
    amount: Number


class MeteredTreatmentResponse(TypedDict):
    """What was done with a metered quantity before it was priced."""

    treatment: str
    before: Number
    operand: Number
    after: Number


class RoundingResponse(TypedDict):
    """The exact figure that was rounded, and how."""

    exact: Number
    step: Number
    mode: str


class PriceStepResponse(TypedDict):
    """One step of a price: what stood before it, what was done with what, and what came out."""

    stage: str
    rule: str
    place: Annotated[str, Described("File, line and column of the rule.")]
    interval: IntervalResponse
    operation: str
    before: Number
    base: Number
    operand: Number
    after: Number
    because: TextByLocale | None
    slices: NotRequired[list[TierSliceResponse]]
    parts: NotRequired[list[PartResponse]]
    times: NotRequired[Annotated[Number, Described("How often slices, parts and metered count.")]]
    metered: NotRequired[list[MeteredTreatmentResponse]]
    rounding: NotRequired[RoundingResponse]
    within: NotRequired[Annotated[Number, Described("The sum of all percentages of taxes that the base includes.")]]
    included: NotRequired[Annotated[Number, Described("The tax that the base includes, rounded.")]]


class PriceLineResponse(TypedDict):
    """One line of a price; `amount` is what its last step left."""

    id: str
    rule: str
    kind: str
    title: TextByLocale
    cadence: Annotated[str, Described("one_time, or how often it is due")]
    item: str
    feature: str
    instance: str
    amount: MoneyResponse
    steps: list[PriceStepResponse]
    rate: NotRequired[Annotated[Number, Described("The percentage of a tax that has several.")]]
    included: NotRequired[Annotated[MoneyResponse, Described("The tax that other amounts include; it adds nothing.")]]


class WaterfallLevelResponse(TypedDict):
    """The sum of all lines of one cadence before and after a stage."""

    stage: str
    cadence: str
    before: Number
    after: Number


class ConsideredRuleResponse(TypedDict):
    """A rule that was looked at and did not apply, and why."""

    rule: str
    place: str
    outcome: str
    subject: str
    condition: str
    interval: IntervalResponse | None


class UnpricedItemResponse(TypedDict):
    """Something that has no price on the day; `key` is what a table has no row for."""

    item: str
    feature: str
    place: str
    key: str


class PriceResponse(TypedDict):
    """A whole price."""

    book: ReferenceResponse
    catalog: ReferenceResponse
    on: DayText
    currency: str
    parameters: dict[str, Scalar]
    lines: list[PriceLineResponse]
    waterfall: list[WaterfallLevelResponse]
    totals: Annotated[
        dict[str, MoneyResponse | Number],
        Described("What is due, by cadence: `one_time` always. `compare` ranks."),
    ]
    compare_over_months: int | None
    considered: list[ConsideredRuleResponse]
    unpriced: list[UnpricedItemResponse]
    illustrative: bool
    quantity: NotRequired[Annotated[int, Described("The pieces that are priced together; without it, one.")]]
