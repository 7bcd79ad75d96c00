"""The answers about prices: every line, every step, every total."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.response_types import (
    MoneyResponse,
    Number,
    ReferenceResponse,
    ResponseModel,
    Scalar,
    Text,
)

Amount = MoneyResponse | Number


class IntervalResponse(ResponseModel):
    """Days from one on, up to another that is no longer counted; null is without end."""

    from_: date | None = Field(alias="from")
    until: date | None


class TierSliceResponse(ResponseModel):
    """One slice of a quantity, and what it costs."""

    above: Number
    up_to: Number | None
    quantity: Number
    price: Amount
    flat: Amount
    amount: Amount


class RoundingResponse(ResponseModel):
    """The exact figure that was rounded, and how."""

    exact: Number
    step: Number
    mode: str


class PriceStepResponse(ResponseModel):
    """One step of a price: what stood before it, what was done with what, and what came out."""

    stage: str
    rule: str
    place: str = Field(description="File, line and column of the rule.")
    interval: IntervalResponse
    operation: str
    before: Amount
    base: Amount
    operand: Amount | Scalar
    after: Amount
    because: Text | None = None
    slices: list[TierSliceResponse] = Field(default_factory=list)
    rounding: RoundingResponse | None = None


class PriceLineResponse(ResponseModel):
    """One line of a price; `amount` is what its last step left."""

    id: str
    rule: str
    kind: str
    title: Text
    cadence: str = Field(description="one_time, or how often it is due")
    item: str
    feature: str
    instance: str
    amount: MoneyResponse
    steps: list[PriceStepResponse]


class WaterfallLevelResponse(ResponseModel):
    """The sum of all lines of one cadence before and after a stage."""

    stage: str
    cadence: str
    before: Amount
    after: Amount


class ConsideredRuleResponse(ResponseModel):
    """A rule that was looked at and did not apply, and why."""

    rule: str
    place: str
    outcome: str
    subject: str
    condition: str
    interval: IntervalResponse | None


class UnpricedItemResponse(ResponseModel):
    """Something that has no price on the day."""

    item: str
    feature: str
    place: str


class PriceResponse(ResponseModel):
    """A whole price."""

    book: ReferenceResponse
    catalog: ReferenceResponse
    on: date
    currency: str
    parameters: dict[str, Scalar]
    lines: list[PriceLineResponse]
    waterfall: list[WaterfallLevelResponse]
    totals: dict[str, MoneyResponse | Number] = Field(
        description="What is due, by cadence, `one_time` always; `compare` is the one number that ranks."
    )
    compare_over_months: int | None
    considered: list[ConsideredRuleResponse]
    unpriced: list[UnpricedItemResponse]
    illustrative: bool
