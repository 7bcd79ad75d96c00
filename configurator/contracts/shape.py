"""The form of files of contracts, as their owners write them: every key, its kind, and what it means.

The descriptions are what an editor shows through the JSON Schema made of these shapes.
"""

from typing import Literal

from pydantic import Field

from configurator.pricing.shape import RoundingShape
from configurator.reading.shape import Day, Flag, Number, Shape, Whole, Word

Text = Word | dict[Word, Word]
"""A text for people: one for all locales, or one per locale."""

_BECAUSE = "The reason, for people. Lines of a statement quote it."
_TITLE = "The name for people."


class DatedShape(Shape):
    """A figure and the day from which on it holds."""

    amount: Number = Field(description="The figure.")
    from_: Day | None = Field(None, alias="from", description="The first day it holds; by default from the begin on.")


Figure = Number | list[DatedShape]
"""A number, or numbers by the day from which on they hold: a ramp."""


# ── resources ────────────────────────────────────────────────────────────────────────────────────────────────────────


class MemberShape(Shape):
    """One system of a group that shares its rights."""

    installed: Number = Field(Number(0), ge=0, description="Units that are there; 0 by default.")
    rights: Number = Field(Number(0), ge=0, description="Units that it brings the right to use; 0 by default.")


class ResourceShape(Shape):
    """Capacity of one kind."""

    title: Text | None = Field(None, description=_TITLE)
    unit: Word = Field(Word("unit"), description="What one of it is called: core, GB.")
    installed: Number = Field(Number(0), ge=0, description="Units that are there; 0 by default.")
    rights: Number = Field(Number(0), ge=0, description="Units that one may use for good; 0 by default.")
    requested: Number = Field(Number(0), ge=0, description="Units that were asked for; 0 by default.")
    members: dict[Word, MemberShape] = Field(
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


class TierShape(Shape):
    """Quantities up to a bound, and what they cost."""

    up_to: Number | None = Field(None, gt=0, description="The bound; the last tier has none.")
    price: Number | None = Field(None, description="The price of one unit.")
    flat: Number | None = Field(None, description="A fee for entering the tier.")


class CommitmentShape(Shape):
    """What is paid for whether it is used or not."""

    quantity: Figure | None = Field(None, description="So many units; a ramp where they change by date.")
    percent: Number | None = Field(None, ge=0, description="Instead: hundredths of a level.")
    of: Word | None = Field(None, description="The level that the percentage is of, such as storage.requested.")
    minimum: Number = Field(Number(0), ge=0, description="The least that is ever invoiced; 0 by default.")


class RatchetShape(Shape):
    """How what was used once is a floor for what is billed later."""

    kind: Literal["permanent", "decaying", "demand"] = Field(description="Which ratchet.")
    shrink: Number | None = Field(None, ge=0, le=100, description="Of decaying: hundredths that it comes down by.")
    share: Number | None = Field(None, ge=0, le=100, description="Of demand: hundredths of the earlier peak.")
    periods: Whole | None = Field(None, ge=1, le=120, description="How many earlier periods are looked at.")


class AllowanceShape(Shape):
    """What is included in every period."""

    included: Number = Field(ge=0, description="Units that cost nothing in one period.")
    periods: Whole = Field(Whole(1), ge=1, le=120, description="Periods that share their allowances; 1 by default.")
    settling: Literal["sliding", "consecutive"] = Field(
        "consecutive",
        description="sliding: over the last ones, at the end of each. consecutive (the default): at once.",
    )


class CapShape(Shape):
    """The most that is billed, as a share of a level."""

    percent: Number = Field(ge=0, description="Hundredths of the level.")
    of: Word = Field(description="The level, such as storage.installed.")


class ChargeShape(Shape):
    """One thing that is paid for."""

    kind: Literal["purchase", "recurring", "usage"] = Field(
        description="purchase: once for a unit that a level rises by. recurring: every period. usage: by use."
    )
    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description=_BECAUSE)
    of: Word | None = Field(None, description="Of purchase: a level (cores.rights). Of usage: a resource (cores).")
    price: Figure | None = Field(None, description="The price of one unit.")
    amount: Figure | None = Field(None, description="Of recurring: the amount of a whole period.")
    per: Word | None = Field(None, description="Of recurring: the level whose units the amount is for.")
    prorated: Flag = Field(True, description="Of recurring: whether parts of periods cost a part; true by default.")
    measure: Literal["average", "peak", "last", "sum", "percentile", "minutes_over_rights", "days_over_rights"] = Field(
        "average", description="Of usage: how the readings of a period become one quantity; average by default."
    )
    percent: Number = Field(Number(95), gt=0, le=100, description="Of the measure percentile; 95 by default.")
    rank: Literal["ceiling", "floor", "interpolated"] = Field(
        "ceiling", description="Of the measure percentile: which sample it is; ceiling by default."
    )
    resolution: Whole = Field(
        Whole(1), ge=0, le=1440, description="Of minutes_over_rights: the minutes of an interval that counts whole."
    )
    whole_from: Number | None = Field(
        None,
        gt=0,
        le=100,
        description="Of measures over rights: only whole units count, a part from these hundredths on.",
    )
    missing: Literal["copy_last", "zero", "estimate"] = Field(
        "copy_last", description="What a day without a reading counts as; copy_last by default."
    )
    estimate: Number | None = Field(None, ge=0, description="Of missing: estimate: what such a day counts as.")
    allowance: AllowanceShape | None = Field(None, description="What is included.")
    commitment: CommitmentShape | None = Field(None, description="What is paid for, used or not.")
    ratchet: RatchetShape | None = Field(None, description="How earlier use binds.")
    rises_to: Word | None = Field(
        None, description="The level that the commitment rises to for good, as soon as more than it was used."
    )
    tiers: list[TierShape] | None = Field(None, description="Instead of price: price bands, each for its part.")
    bands_of: Word | None = Field(
        None, description="The level that the bounds of tiers are hundredths of, such as cores.installed."
    )
    on_demand: Figure | None = Field(None, description="The price of one unit above the commitment.")
    cap: CapShape | None = Field(None, description="The most that is billed.")
    minimum: Number | None = Field(None, ge=0, description="The least amount of a period.")
    maximum: Number | None = Field(None, ge=0, description="The most amount of a period.")
    draws: Word | None = Field(None, description="The balance that this is taken from instead of being billed.")


# ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class BonusShape(Shape):
    """So much of a balance for every unit of a level."""

    amount: Number = Field(ge=0, description="So much for one unit of the level.")
    per: Word = Field(description="The level, such as cores.without_rights.")


class RolloverShape(Shape):
    """What of an unused balance goes over into the next term."""

    percent: Number = Field(Number(100), ge=0, le=100, description="Hundredths of it; 100 by default.")
    only_if_not_smaller: Flag = Field(
        True, description="Only where the renewal is not smaller than what was committed before; true by default."
    )


class BalanceShape(Shape):
    """What is paid ahead and drawn from."""

    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description=_BECAUSE)
    unit: Word = Field(description="What is drawn: core-minutes, tokens, or the currency for money.")
    opening: Number = Field(Number(0), ge=0, description="What is there at the begin; 0 by default.")
    block: Number = Field(gt=0, description="How much one purchase is.")
    price: Figure = Field(description="What one purchase costs.")
    bonus: BonusShape | None = Field(None, description="What comes with what is installed.")
    low: Number = Field(Number(0), ge=0, description="Below this a balance is told to be low.")
    beyond: Literal["debt", "overage"] = Field(
        "debt", description="Below zero: owed and taken from the next purchase (debt, the default), or billed at once."
    )
    surcharge: Number = Field(Number(0), ge=0, description="Of overage: hundredths on top of the price; 0 by default.")
    overage_price: Figure | None = Field(
        None, description="Of overage: the price of one unit, by default that of a block."
    )
    refill: Flag = Field(
        False, description="Whether blocks are bought as soon as the balance is below zero; false by default."
    )
    term: Word | None = Field(None, description="After how long it is renewed: 12 months.")
    rollover: RolloverShape | None = Field(None, description="What is kept then; without it, nothing.")


# ── contracts ────────────────────────────────────────────────────────────────────────────────────────────────────────


class FollowsShape(Shape):
    """How a level grows with demand in plans."""

    step: Number = Field(Number(1), gt=0, description="In whole multiples of this; 1 by default.")
    headroom: Number = Field(Number(0), ge=0, description="Hundredths more than the demand; 0 by default.")
    down: Flag = Field(False, description="Whether it comes down again; false by default.")


class ContractShape(Shape):
    """One way to pay for the resources."""

    title: Text | None = Field(None, description=_TITLE)
    because: Text | None = Field(None, description="Whom it is for, in one sentence.")
    charges: dict[Word, ChargeShape] = Field({}, description="What is paid for, by id.")
    minimum: Number | None = Field(None, ge=0, description="The least that is due for a month, besides purchases.")
    maximum: Number | None = Field(None, ge=0, description="The most that is due for a month, besides purchases.")
    balances: dict[Word, BalanceShape] = Field({}, description="What is paid ahead, by id.")
    levels: dict[Word, Word] = Field(
        {}, description="Levels that this contract begins with: a number, or the level that they are equal to."
    )
    follows: dict[Word, FollowsShape] = Field({}, description="Levels that grow with demand, in plans.")


class OfferShape(Shape):
    """Contracts on offer: the ways to pay for the same resources."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
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
        Number(0), ge=0, le=100, description="Hundredths a year that later money is worth less, in plans; 0 by default."
    )
    resources: dict[Word, ResourceShape] = Field(description="What capacity there is, by id.")
    contracts: dict[Word, ContractShape] = Field(description="The contracts, by id.")
