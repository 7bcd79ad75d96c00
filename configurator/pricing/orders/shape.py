"""The shapes of order rules: every key, its kind and its meaning. Amounts and stages are those of price books."""

from typing import Literal

from pydantic import Field

from configurator.pricing.shape import (
    Amount,
    ChargeShape,
    EffectiveShape,
    ParameterShape,
    RoundingShape,
    RoundToShape,
    StageShape,
    Text,
)
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word


class PiecesShape(Shape):
    """The pieces that a stage acts on, where it does not act on all of them."""

    take: Literal["cheapest", "dearest"] = Field(
        "cheapest", description="Which pieces are taken first; the cheapest by default."
    )
    number: Amount = Field(Word("1"), description="How many pieces are taken, of all or of each full group; 1.")
    of: Amount | None = Field(
        None, description="All pieces are sorted dearest first and cut into groups of so many; only full ones count."
    )


class OrderStageShape(StageShape):
    """A named step over the lines of an order."""

    spread: Literal["proportional", "equal", "first"] = Field(
        "proportional",
        description="How the amount is shared over the lines: in proportion to what they cost, the same for each "
        "piece, or to the first item by id; proportional by default.",
    )
    pieces: PiecesShape | None = Field(None, description="The pieces it acts on, where it does not act on all.")
    rate: ChargeShape | None = Field(None, description="Instead of percent or amount: a charge, as books have them.")
    vouchers: Flag = Field(False, description="Instead of percent or amount: the codes that are given; false.")

    @property
    def sizes(self) -> list[str]:
        return [*super().sizes, *(key for key in ("rate", "vouchers") if self.has(key))]


class VoucherShape(Shape):
    """What a code takes off."""

    percent: Amount | None = Field(None, description="Hundredths of the lines it acts on.")
    amount: Amount | None = Field(None, description="Instead: an amount.")
    minimum: Amount | None = Field(None, description="The least that its lines must cost.")
    on: Word | list[Word] | None = Field(None, description="The lines it acts on, by selectors; those of the stage.")
    from_: Day | None = Field(None, alias="from", description="The first day it can be used.")
    until: Day | None = Field(None, description="The day after the last one.")
    because: Text | None = Field(None, description="The reason, for people.")


class VouchersShape(Shape):
    """The codes that an order may name."""

    codes: dict[Word, VoucherShape] = Field({}, description="What each code takes off.")
    per_order: Whole = Field(Whole(1), ge=1, le=100, description="How many codes one order may use; 1 by default.")


class CreditShape(Shape):
    """What pays a part of the total: prepaid credit, a gift card."""

    title: Text | None = Field(None, description="The name for people.")
    amount: Amount = Field(description="How much there is; never more than is due is used.")
    from_: Day | None = Field(None, alias="from", description="The first day it can be used.")
    until: Day | None = Field(None, description="The day after the last one.")
    because: Text = Field(description="The reason, for people.")


class SettlementShape(Shape):
    """What follows the total, after taxes."""

    round_to: Number | RoundToShape | None = Field(None, description="What the total is rounded to, such as 0.05.")
    credits: dict[Word, CreditShape] = Field({}, description="What pays a part of it, by id, in order.")


class OrderRulesShape(Shape):
    """Order rules: what belongs to an order of several items, in one currency."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
    order_rules: Word = Field(description="The id of the order rules.")
    title: Text | None = Field(None, description="The name for people.")
    currency: Word = Field(description="The currency of all its amounts, as ISO 4217 names it: USD.")
    time_zone: Word = Field(Word("UTC"), description="Where its days begin: America/New_York. UTC by default.")
    effective: EffectiveShape | None = Field(None, description="When the rules are in force.")
    illustrative: Flag = Field(False, description="Whether figures were made up to illustrate; false by default.")
    source: Text | None = Field(None, description="Where the figures come from.")
    locales: list[Word] = Field([], description="The locales of its texts, the fallback first; en by default.")
    parameters: dict[Word, ParameterShape] = Field({}, description="Values from outside, by name: destination.")
    measures: dict[Word, Word] = Field({}, description="What items are measured in besides pieces: `weight: kg`.")
    categories: dict[Word, list[Word]] = Field({}, description="Names for sets of lines, by selectors.")
    rounding: RoundingShape | None = Field(None, description="How figures become money.")
    vouchers: VouchersShape | None = Field(None, description="The codes, and what each takes off.")
    stages: list[OrderStageShape] = Field([], description="The named steps over the order, in order; taxes last.")
    settlement: SettlementShape | None = Field(None, description="Rounding of the total, and credits that pay it.")


ALL_ORDER_SHAPES: tuple[type[Shape], ...] = (
    OrderRulesShape,
    OrderStageShape,
    PiecesShape,
    VouchersShape,
    VoucherShape,
    SettlementShape,
    CreditShape,
)
