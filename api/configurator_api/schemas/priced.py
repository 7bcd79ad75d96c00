"""The answers about prices: every line, every step, every total."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.told import Money, Number, Reference, Scalar, Text, Told

Amount = Money | Number


class Interval(Told):
    """Days from one on, up to another that is no longer counted; null is without end."""

    from_: date | None = Field(alias="from")
    until: date | None


class Tier(Told):
    """One slice of a quantity, and what it costs."""

    above: Number
    up_to: Number | None
    quantity: Number
    price: Amount
    flat: Amount
    amount: Amount


class RoundedFrom(Told):
    """The exact figure that was rounded, and how."""

    exact: Number
    step: Number
    mode: str


class Step(Told):
    """One step of a price: what stood before it, what was done with what, and what came out."""

    stage: str
    rule: str
    place: str = Field(description="File, line and column of the rule.")
    interval: Interval
    operation: str
    before: Amount
    base: Amount
    operand: Amount | Scalar
    after: Amount
    because: Text | None = None
    slices: list[Tier] = Field(default_factory=list)
    rounding: RoundedFrom | None = None


class Line(Told):
    """One line of a price; `amount` is what its last step left."""

    id: str
    rule: str
    kind: str
    title: Text
    cadence: str = Field(description="one_time, or how often it is due")
    item: str
    feature: str
    instance: str
    amount: Money
    steps: list[Step]


class Level(Told):
    """The sum of all lines of one cadence before and after a stage."""

    stage: str
    cadence: str
    before: Amount
    after: Amount


class Considered(Told):
    """A rule that was looked at and did not apply, and why."""

    rule: str
    place: str
    outcome: str
    subject: str
    condition: str
    interval: Interval | None


class Unpriced(Told):
    """Something that has no price on the day."""

    item: str
    feature: str
    place: str


class Price(Told):
    """A whole price."""

    book: Reference
    catalog: Reference
    on: date
    currency: str
    parameters: dict[str, Scalar]
    lines: list[Line]
    waterfall: list[Level]
    totals: dict[str, Money | Number] = Field(
        description="What is due, by cadence, `one_time` always; `compare` is the one number that ranks."
    )
    compare_over_months: int | None
    considered: list[Considered]
    unpriced: list[Unpriced]
    illustrative: bool
