"""The shapes of contract files and their scenarios: every key and its meaning.

Keys have the names of price books. Editors show the descriptions, through the JSON Schema generated from these shapes.
"""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from configurator.pricing.charge_models import CONTRACT_MODELS
from configurator.pricing.shape import RoundingShape
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word

Text = Word | dict[Word, Word]
"""A text for people: one for all locales, or one per locale."""

if TYPE_CHECKING:
    ContractModelName = str
else:
    ContractModelName = Literal[CONTRACT_MODELS]

_BECAUSE = "The reason, for people. Lines of a statement quote it."
_TITLE = "The name for people."
_FORMAT = "The version of this format"
_PRORATED = "Whether a part of a period has its share of this; true by default."

PeriodName = Literal["month", "quarter", "half_year", "year"]


class FigureShape(Shape):
    """A figure and the day from which on it holds."""

    amount: Number = Field(description="The figure.")
    from_: Day | None = Field(None, alias="from", description="The first day it holds; by default from the begin on.")


Figure = Number | list[FigureShape]
"""A number, or numbers by the day from which on they hold: a ramp."""


# ── resources ────────────────────────────────────────────────────────────────────────────────────────────────────────


class GroupMemberShape(Shape):
    """One system of a group that shares its rights."""

    installed: Number = Field(Number(0), ge=0, description="Units that are there; 0 by default.")
    rights: Number = Field(Number(0), ge=0, description="Units that it brings the right to use; 0 by default.")


class ContractResourceShape(Shape):
    """Capacity of one kind."""

    title: Text | None = Field(None, description=_TITLE)
    unit: Word = Field(Word("unit"), description="Its unit as written after a number: cores, GB.")
    installed: Number = Field(Number(0), ge=0, description="Units that are there; 0 by default.")
    rights: Number = Field(Number(0), ge=0, description="Units that one may use for good; 0 by default.")
    requested: Number = Field(Number(0), ge=0, description="Units that were asked for; 0 by default.")
    members: dict[Word, GroupMemberShape] = Field(
        {}, description="Systems of a group: their units are added, and each may use the rights of all."
    )
    configured: dict[Word, Word] = Field(
        {},
        description="Levels that a configuration of the catalog has: an expression for installed, rights, requested.",
    )
    most: Number | None = Field(
        None, gt=0, description="The most that plans are compared for; by default what is installed."
    )


# ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class ContractTierShape(Shape):
    """Quantities up to a bound, with their price."""

    up_to: Number | None = Field(None, gt=0, description="The bound; the last tier has none.")
    price: Figure | None = Field(None, description="The price of one unit.")
    flat: Figure | None = Field(None, description="A flat fee of the tier.")


class QuantityCommitmentShape(Shape):
    """A promised quantity that is paid for whether it is used or not."""

    quantity: Figure | None = Field(None, description="So many units; a ramp where they change by date.")
    percent: Number | None = Field(None, ge=0, description="Instead: this percentage of a level.")
    of: Word | None = Field(None, description="The level that the percentage is of, such as storage.requested.")
    minimum: Number = Field(Number(0), ge=0, description="The least quantity that is ever invoiced; 0 by default.")
    overage_price: Figure | None = Field(
        None, description="The price of one unit beyond; by default that of the model."
    )
    rises_to: Word | None = Field(
        None, description="The level that the commitment rises to for good, as soon as more than it was used."
    )
    prorated: Flag = Field(True, description=_PRORATED)


class QuantityRatchetShape(Shape):
    """An earlier peak that keeps the quantity up."""

    percent: Number = Field(ge=0, le=100, description="Which share of the highest of the peaks is the least billed.")
    of: Literal["used", "invoiced"] = Field(description="Whether the quantities looked at were used or invoiced.")
    periods: Whole | None = Field(
        None, ge=1, le=120, description="How many earlier periods are looked at; all of them by default."
    )
    prorated: Flag = Field(True, description=_PRORATED)


class AllowanceShape(Shape):
    """The free units of every period."""

    free: Number = Field(ge=0, description="Units that cost nothing in one period.")
    periods: Whole = Field(Whole(1), ge=1, le=120, description="Periods that share their allowances; 1 by default.")
    settling: Literal["sliding", "consecutive"] = Field(
        "consecutive",
        description="sliding: over the last ones, at the end of each. consecutive (the default): at once.",
    )
    prorated: Flag = Field(True, description=_PRORATED)


class LevelCapShape(Shape):
    """The most that is billed, as a share of a level."""

    percent: Number = Field(ge=0, description="Percentage of the level.")
    of: Word = Field(description="The level, such as storage.installed.")
    prorated: Flag = Field(True, description=_PRORATED)


class ContractModifierShape(Shape):
    """A modifier of the amount after the model; exactly one key."""

    discount: Figure | None = Field(None, description="Takes off a percentage.")
    multiply: Figure | None = Field(None, description="Multiplies, as by a rate of exchange.")
    plus: Figure | None = Field(None, description="Adds an amount; a negative one takes off.")
    minimum_spend: Figure | None = Field(None, description="At least this much in a period.")
    maximum_spend: Figure | None = Field(None, description="At most this much in a period.")
    prorated: Flag = Field(True, description=_PRORATED)


class ContractChargeShape(Shape):
    """A charge of a contract."""

    kind: Literal["purchase", "recurring", "usage"] = Field(
        description="purchase: once for a unit that a level rises by. recurring: every period. usage: by use."
    )
    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description=_BECAUSE)
    model: ContractModelName | None = Field(
        None, description="How the quantity becomes an amount; per_unit by default, flat where there is an amount."
    )
    quantity: Word | None = Field(None, description="The level whose units are priced, such as cores.rights.")
    quantities: Word | None = Field(
        None, description="Of usage: the resource whose readings are priced, such as cores."
    )
    amount: Figure | None = Field(None, description="The amount of the model flat, for a whole period.")
    price: Figure | None = Field(None, description="The price of one unit (per_unit) or of one package (package).")
    tiers: list[ContractTierShape] | None = Field(None, description="The tiers of the models that have them.")
    bounds: Literal["inclusive", "exclusive"] = Field(
        "inclusive", description="Whether a quantity equal to a bound is still in that tier; inclusive by default."
    )
    flat_at_zero: Flag = Field(
        False, description="Whether the first tier's fee is due at quantity 0; false by default."
    )
    size: Number | None = Field(None, gt=0, description="The units in one package.")
    partial: Literal["up", "down", "exact"] = Field(
        "up", description="Whether an incomplete package counts as one, as none, or by its share; up by default."
    )
    prorated: Flag = Field(True, description="Whether a part of a period costs its share; true by default.")
    partial_period: Literal["rate_then_share", "average_over_period"] = Field(
        "rate_then_share",
        description="Of usage: rate_then_share (the default) rates the days that are there and takes their share of "
        "the period; average_over_period counts the other days as 0.",
    )
    period: PeriodName = Field("month", description="Of what the figures are, and how often they are due.")
    periods: Literal["anniversary", "calendar"] = Field(
        "anniversary",
        description="Whether periods begin with the contract (anniversary, the default) or with the calendar.",
    )
    day_count: Literal["actual/actual", "actual/30", "30/360"] = Field(
        "actual/actual", description="How the share of a part of a period is counted; actual/actual by default."
    )
    billed: Literal["in_advance", "in_arrears"] | None = Field(
        None, description="On the first or the last day of a period; by default recurring in advance, usage in arrears."
    )
    prices_of: Literal["day_of_use", "first_day"] = Field(
        "day_of_use",
        description="Of usage: whose prices hold where they change within a period; day_of_use by default.",
    )
    measured: Literal[
        "time_weighted", "high_water", "last", "sum", "percentile", "minutes_over_rights", "days_over_rights"
    ] = Field(
        "time_weighted",
        description="Of usage: how the readings of a period become one quantity; their average by default.",
    )
    percentile: Number = Field(Number(95), gt=0, le=100, description="Which percentile; 95 by default.")
    rank: Literal["ceiling", "floor", "interpolated"] = Field("ceiling", description="The rank rule of percentiles.")
    resolution: Whole = Field(
        Whole(1), ge=0, le=1440, description="Of minutes_over_rights: the minutes of an interval that counts whole."
    )
    whole_from: Number | None = Field(
        None,
        gt=0,
        le=100,
        description="Of measures over rights: only whole units count, a part from this percentage of one on.",
    )
    missing: Literal["copy_last", "zero", "estimate"] | None = Field(
        None,
        description="What a day without a reading counts as: by default zero where readings are added up, else "
        "copy_last.",
    )
    estimate: Number | None = Field(None, ge=0, description="Of missing: estimate: what such a day counts as.")
    allowance: AllowanceShape | None = Field(None, description="What is free.")
    commitment: QuantityCommitmentShape | None = Field(None, description="A promised quantity.")
    ratchet: QuantityRatchetShape | None = Field(None, description="How an earlier peak keeps the quantity up.")
    bounds_of: Word | None = Field(
        None, description="The level that the bounds of tiers are percentages of, such as cores.installed."
    )
    cap: LevelCapShape | None = Field(None, description="The most that is billed.")
    modifiers: list[ContractModifierShape] = Field(
        [], description="What happens to the amount after the model, in order."
    )
    draws: Word | None = Field(None, description="The balance that this is taken from instead of being billed.")


# ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class BonusShape(Shape):
    """So much of a balance for every unit of a level."""

    amount: Number = Field(ge=0, description="So much for one unit of the level.")
    per: Word = Field(description="The level, such as cores.without_rights.")


class RolloverShape(Shape):
    """The share of an unused balance that rolls over into the next term."""

    percent: Number = Field(Number(100), ge=0, le=100, description="A percentage of it; 100 by default.")
    only_if_not_smaller: Flag = Field(
        True, description="Only where the renewal is not smaller than what was committed before; true by default."
    )


class BalanceShape(Shape):
    """A prepaid balance."""

    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description=_BECAUSE)
    unit: Word = Field(description="What is drawn: core-minutes, tokens, or the currency for money.")
    opening: Number = Field(Number(0), ge=0, description="What is there at the begin; 0 by default.")
    block: Number = Field(gt=0, description="How much one purchase is.")
    price: Figure = Field(description="What one purchase costs.")
    bonus: BonusShape | None = Field(None, description="What comes with what is installed.")
    low: Number = Field(Number(0), ge=0, description="Below this a balance is reported as low.")
    short: Literal["debt", "overage"] = Field(
        "debt", description="Below zero: owed and taken from the next purchase (debt, the default), or billed at once."
    )
    surcharge: Number = Field(Number(0), ge=0, description="Of overage: percent on top of the price; 0 by default.")
    overage_price: Figure | None = Field(
        None, description="Of overage: the price of one unit, by default that of a block."
    )
    refill: Flag = Field(
        False, description="Whether blocks are bought as soon as the balance is below zero; false by default."
    )
    term: Word | None = Field(None, description="After how long it is renewed: 12 months.")
    rollover: RolloverShape | None = Field(None, description="What is kept then; without it, nothing.")


# ── contracts ────────────────────────────────────────────────────────────────────────────────────────────────────────


class GrowthRuleShape(Shape):
    """How a level grows with demand in plans."""

    step: Number = Field(Number(1), gt=0, description="In whole multiples of this; 1 by default.")
    headroom: Number = Field(Number(0), ge=0, description="Percent more than the demand; 0 by default.")
    down: Flag = Field(False, description="Whether it comes down again; false by default.")


class SpendBoundShape(Shape):
    """What a contract comes to at least, or at most."""

    amount: Number = Field(ge=0, description="The amount.")
    period: PeriodName = Field("month", description="In every month, quarter, half-year or year of the contract.")
    prorated: Flag = Field(True, description=_PRORATED)


class ContractShape(Shape):
    """One way to pay for the resources."""

    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description="Whom it is for, in one sentence.")
    charges: dict[Word, ContractChargeShape] = Field({}, description="What is paid for, by id.")
    minimum_spend: Annotated[Number, Field(ge=0)] | SpendBoundShape | None = Field(
        None, description="At least this much for a month, or another period, besides purchases."
    )
    maximum_spend: Annotated[Number, Field(ge=0)] | SpendBoundShape | None = Field(
        None, description="At most this much for a month, or another period, besides purchases."
    )
    below_zero: Literal["credit", "zero"] = Field(
        "credit", description="What a month of less than nothing is: a credit (the default), or zero."
    )
    balances: dict[Word, BalanceShape] = Field({}, description="What is paid ahead, by id.")
    levels: dict[Word, Word] = Field(
        {}, description="Levels that this contract begins with: a number, or the level that they are equal to."
    )
    follows: dict[Word, GrowthRuleShape] = Field({}, description="Levels that grow with demand, in plans.")


class OfferShape(Shape):
    """Contracts on offer: the ways to pay for the same resources."""

    format: Literal["2"] = Field(description=f"{_FORMAT}: 2.")
    offer: Word = Field(description="The id of the offer.")
    title: Text | None = Field(None, description=_TITLE)
    catalog: Word | None = Field(None, description="The catalog whose configurations these contracts are for.")
    locales: list[Word] = Field(
        [Word("en")], description="The locales of its texts, first the fallback; en by default."
    )
    currency: Word = Field(description="The currency of all amounts, as ISO 4217 names it.")
    time_zone: Word = Field(Word("UTC"), description="Where the days of the contracts begin; UTC by default.")
    billing: Literal["month", "quarter", "year"] = Field(
        "month", description="How often what is due is billed; every month by default. Figures are those of months."
    )
    illustrative: Flag = Field(False, description="Whether figures were made up to illustrate; false by default.")
    source: Text | None = Field(None, description="Where the figures come from.")
    rounding: RoundingShape | None = Field(None, description="How amounts become money.")
    discount_rate: Number = Field(
        Number(0), ge=0, le=100, description="Percent a year that later money is worth less, in plans; 0 by default."
    )
    resources: dict[Word, ContractResourceShape] = Field(description="What capacity there is, by id.")
    contracts: dict[Word, ContractShape] = Field(description="The contracts, by id.")


# ── scenarios ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class DailyUseShape(Shape):
    """The usage of a resource."""

    from_: Day = Field(alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one; by default only the first day is read.")
    value: Number = Field(ge=0, description="The reading of every day.")


class ActiveUseShape(Shape):
    """Units of a resource that are switched on every day for some time."""

    from_: Day = Field(alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one; by default the day after the first.")
    at: Word = Field(Word("00:00"), description="The time of day that they are switched on; 00:00 by default.")
    minutes: Whole = Field(Whole(1440), ge=1, le=1440, description="For so many minutes every day; all day by default.")
    units: Number = Field(description="So many units.")


class LevelChangeShape(Shape):
    """A level that rises or falls."""

    on: Day = Field(description="The day.")
    level: Word = Field(description="The level, such as cores.rights.")
    by: Number = Field(description="By so many units.")


class BlockPurchaseShape(Shape):
    """Blocks of a balance that are bought."""

    on: Day = Field(description="The day.")
    balance: Word = Field(description="The balance.")
    blocks: Whole = Field(Whole(1), ge=1, description="So many; 1 by default.")


class ContractExpectShape(Shape):
    """Expected content of the statement; omitted keys are not checked."""

    total: Number | None = Field(None, description="What is due in all.")
    same_total_as: Word | None = Field(None, description="The name of a scenario that comes to the same total.")
    charges: dict[Word, Number] = Field({}, description="What is due for each charge or balance.")
    balances: dict[Word, Number] = Field({}, description="What balances end at.")
    invoiced: dict[Word, list[Number]] = Field({}, description="The quantity that is invoiced, period by period.")
    told: dict[Word, list[Word]] = Field(
        {}, description="What must be reported of a resource or balance, and nothing else."
    )


class ContractScenarioShape(Shape):
    """One scenario."""

    name: Word = Field(description="One sentence that says what is proved.")
    contract: Word = Field(description="The contract.")
    start: Day = Field(description="The first day of the contract.")
    until: Day = Field(description="The day after the last one.")
    billing_day: Whole | None = Field(None, ge=1, le=31, description="The day of the month that periods begin on.")
    levels: dict[Word, Number] = Field({}, description="Levels at the begin, instead of the contract's.")
    use: dict[Word, list[DailyUseShape]] = Field({}, description="Daily readings by resource.")
    active: dict[Word, list[ActiveUseShape]] = Field({}, description="Units switched on, by resource.")
    changes: list[LevelChangeShape] = Field([], description="Levels that change.")
    purchases: list[BlockPurchaseShape] = Field([], description="Blocks that are bought.")
    expect: ContractExpectShape = Field(description="What the statement must say.")


class ContractScenariosShape(Shape):
    """Scenarios beside contracts."""

    format: Literal["1"] = Field(description=f"{_FORMAT}: 1.")
    scenarios: list[ContractScenarioShape] = Field(description="The scenarios.")
