"""Contracts as the engine knows them: validated, resolved, frozen. Quantities and amounts are exact fractions.

An *offer* is the contracts among which a customer may choose for the same resources. A contract is made of balances
and charges. A charge is one of pricing's (a charge model and modifiers) with terms: those on quantities come before it
is rated, those on amounts after. Everything that sources disagree on is a field with a documented default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from configurator.catalog.model import Text
from configurator.contracts.terms import Allowance, QuantityTerms, Ratchet, Rollover
from configurator.language.checked import CheckedExpression
from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models import ChargeModel, PerUnit, ValueOf
from configurator.pricing.charge_models.tiers import Tiers
from configurator.pricing.metered import Measure, Percent, percent_of
from configurator.pricing.modifiers import Discount, Modifier, Multiply, Shortage
from configurator.pricing.periods.cycles import Moment
from configurator.pricing.steps import RoundingRule
from configurator.source import Location


class LevelKind(StrEnum):
    """The levels of a resource. `without_rights` is installed beyond the entitlement."""

    INSTALLED = "installed"
    RIGHTS = "rights"
    REQUESTED = "requested"
    WITHOUT_RIGHTS = "without_rights"


@dataclass(frozen=True, slots=True, order=True)
class CapacityLevel:
    """A level of a resource, written `cores.rights`."""

    resource: str
    kind: LevelKind

    def __str__(self) -> str:
        return f"{self.resource}.{self.kind}"


Levels = Mapping[CapacityLevel, Fraction]
"""Units of installed, rights and requested, by level; missing ones are 0."""


def units_of(levels: Levels, level: CapacityLevel) -> Fraction:
    """Return the units of a level."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        installed = levels.get(CapacityLevel(level.resource, LevelKind.INSTALLED), ZERO)
        return max(ZERO, installed - levels.get(CapacityLevel(level.resource, LevelKind.RIGHTS), ZERO))
    return levels.get(level, ZERO)


def value_on(amount: Amount, day: date) -> Fraction:
    """Return the figure that is in force on a day; 0 where none was written. Contracts have no conditions."""
    return next((case.value for case in amount if day in case.interval and isinstance(case.value, Fraction)), ZERO)


def values_on(day: date) -> ValueOf:
    """Return how amounts are read on a day."""
    return lambda amount: value_on(amount, day)


@dataclass(frozen=True, slots=True)
class ContractResource:
    """Capacity of one kind. `most` is up to where plans for it are compared."""

    id: str
    title: Text
    unit: str
    most: Fraction
    location: Location


# ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class DayCount(StrEnum):
    """How much of a period a part of it is.

    `actual/actual`: its days, of those of the period. `actual/30`: its days but at most 30 a month, of 30 days a month.
    `30/360`: every month has 30 days, a part of one as well.
    """

    ACTUAL_ACTUAL = "actual/actual"
    ACTUAL_30 = "actual/30"
    THIRTY_360 = "30/360"


@dataclass(frozen=True, slots=True)
class ChargePeriod:
    """The periods of a charge: so many months from the start of the contract on, or those of the calendar."""

    months: int = 1
    calendar: bool = False
    moment: Moment = Moment.IN_ARREARS
    day_count: DayCount = DayCount.ACTUAL_ACTUAL


@dataclass(frozen=True, slots=True)
class PurchaseCharge:
    """Due once per unit by which a level rises, on that day; the opening level rises on the first.

    Rises are looked for in every `period`.
    """

    id: str
    title: Text
    level: CapacityLevel
    model: ChargeModel
    location: Location
    because: Text | None = None
    period: ChargePeriod = ChargePeriod()


@dataclass(frozen=True, slots=True)
class RecurringCharge:
    """Due in every period; with a `level` its units are what the model prices."""

    id: str
    title: Text
    model: ChargeModel
    location: Location
    level: CapacityLevel | None = None
    prorated: bool = True
    because: Text | None = None
    period: ChargePeriod = ChargePeriod(moment=Moment.IN_ADVANCE)


@dataclass(frozen=True, slots=True)
class ReadingMeasure:
    """How the daily readings of a period become one quantity; `percentile` is that of the measure of this name."""

    measure: Measure = Measure.TIME_WEIGHTED
    percentile: Percent = Percent()


@dataclass(frozen=True, slots=True)
class OverRights:
    """Active unit-minutes beyond the entitlement, in intervals of a number of minutes (0: exact elapsed time).

    With `days`, unit-days instead, each recorded at the start of its 24 hours. With `whole_from`, only whole units
    count, a part of one from that share on.
    """

    resolution: int = 1
    days: bool = False
    whole_from: Fraction | None = None


FLOWS: Final = (Measure.SUM, Measure.COUNT, Measure.EVENTS)
"""The measures that add the readings of a period up."""


class MissingReading(StrEnum):
    """The value of a day without a reading: the previous reading, zero, or the contract's estimate."""

    COPY_LAST = "copy_last"
    ZERO = "zero"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """How missing days are filled; `estimate` is the value of an estimated one."""

    kind: MissingReading = MissingReading.COPY_LAST
    estimate: Fraction = ZERO


class PartialPeriod(StrEnum):
    """What the days of a period count as on which a contract does not run.

    `rate_then_share` (the default) rates the days that are there as if they were a whole period, and multiplies the
    result by their share of it. `average_over_period` counts the others as 0 before rating, as HPE GreenLake does.
    """

    RATE_THEN_SHARE = "rate_then_share"
    AVERAGE_OVER_PERIOD = "average_over_period"


@dataclass(frozen=True, slots=True)
class LevelShare:
    """A percentage of a level; `prorated`: as a cap, a part of a period has its share of it."""

    percent: Fraction
    of: CapacityLevel
    prorated: bool = True

    def units(self, levels: Levels) -> Fraction:
        """Return its units."""
        return percent_of(units_of(levels, self.of), self.percent)


@dataclass(frozen=True, slots=True)
class QuantityCommitment:
    """The quantity paid for at least: by date, or as a share of a level; never less than `minimum`.

    `overage_price` is the price of each unit above; without it, the model prices the whole invoiced quantity.
    `rises_to` is the level to which the commitment rises permanently once usage exceeds it. Unless it is `prorated`, a
    part of a period owes the whole commitment.
    """

    quantity: Amount = NO_AMOUNT
    share: LevelShare | None = None
    minimum: Fraction = ZERO
    overage_price: Amount = NO_AMOUNT
    rises_to: CapacityLevel | None = None
    prorated: bool = True

    def on(self, day: date, levels: Levels) -> Fraction:
        """Return the units that are committed on a day."""
        return max(self.minimum, value_on(self.quantity, day) if self.share is None else self.share.units(levels))


@dataclass(frozen=True, slots=True)
class UsageCharge:
    """A usage charge: measure and terms on quantities, then model, overage, cap and modifiers.

    `partial` says how a part of a period is rated; unless the charge is `prorated`, it costs what a whole one does.
    `whole_terms` are the positions of modifiers that are not shared, counted from 0. `bounds_of` makes tier bounds
    percentages of a level; `cap` is at most the price of a share of one. `draws` names the balance to draw down: by the
    amount if the balance is money, otherwise by the quantity.
    """

    id: str
    title: Text
    resource: str
    measure: ReadingMeasure | OverRights
    model: ChargeModel
    location: Location
    missing: MissingRule = MissingRule()
    allowance: Allowance[Fraction] | None = None
    commitment: QuantityCommitment | None = None
    ratchet: Ratchet | None = None
    bounds_of: CapacityLevel | None = None
    cap: LevelShare | None = None
    modifiers: tuple[Modifier, ...] = ()
    draws: str = ""
    because: Text | None = None
    partial: PartialPeriod = PartialPeriod.RATE_THEN_SHARE
    prorated: bool = True
    whole_terms: frozenset[int] = frozenset()
    period: ChargePeriod = ChargePeriod()
    first_day_prices: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether the quantity of a period is a sum over its days, and not a level."""
        return isinstance(self.measure, OverRights) or self.measure.measure in FLOWS

    @property
    def scales(self) -> bool:
        """Whether twice the quantity always costs twice as much, so that the length of a period is of no account."""
        terms = self.allowance or self.commitment or self.ratchet or self.cap
        plain = all(isinstance(each, Discount | Multiply) for each in self.modifiers)
        return isinstance(self.model, PerUnit) and terms is None and plain

    @property
    def terms(self) -> QuantityTerms[Fraction]:
        """The terms on quantities."""
        rises = self.commitment is not None and self.commitment.rises_to is not None
        return QuantityTerms(self.allowance, self.ratchet, rises)

    @property
    def overage_price(self) -> Amount:
        """The price of one unit above the commitment, where it has one of its own."""
        return NO_AMOUNT if self.commitment is None else self.commitment.overage_price

    def model_at(self, whole: Fraction | None) -> ChargeModel:
        """Return the model with the bounds of its tiers in units, `whole` being the level they are percentages of."""
        if whole is None or not isinstance(self.model, Tiers):
            return self.model
        tiers = (
            each if each.up_to is None else replace(each, up_to=percent_of(each.up_to, whole))
            for each in self.model.tiers
        )
        return replace(self.model, tiers=tuple(tiers))


ContractCharge = PurchaseCharge | RecurringCharge | UsageCharge


# ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Bonus:
    """A bonus per unit of a level at the start."""

    amount: Fraction
    per: CapacityLevel


@dataclass(frozen=True, slots=True)
class BalanceTerms:
    """A prepaid balance; it is renewed by one block after `months`, if given."""

    id: str
    title: Text
    unit: str
    block: Fraction
    price: Amount
    location: Location
    opening: Fraction = ZERO
    bonus: Bonus | None = None
    low: Fraction = ZERO
    short: Shortage = Shortage.DEBT
    surcharge: Fraction = ZERO
    overage_price: Amount = NO_AMOUNT
    refill: bool = False
    months: int | None = None
    rollover: Rollover | None = None
    because: Text | None = None

    def unit_price(self, day: date) -> Fraction:
        """Return the price of one unit beyond the balance, without the surcharge."""
        return value_on(self.overage_price, day) if self.overage_price else value_on(self.price, day) / self.block


# ── contracts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class GrowthRule:
    """How a level grows with demand in plans: in steps, with some percent of headroom, and down again or not."""

    step: Fraction = Fraction(1)
    headroom: Fraction = ZERO
    down: bool = False


@dataclass(frozen=True, slots=True)
class SpendBound:
    """What a contract comes to at least, or at most, in every period of so many months from its start on.

    A part of a period owes its share, unless the bound is not `prorated`.
    """

    amount: Fraction
    months: int = 1
    prorated: bool = True


class BelowZero(StrEnum):
    """What a month that comes to less than nothing is: a `credit` to the customer (the default), or `zero`."""

    CREDIT = "credit"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of an offer. `levels` and `equal` override the opening levels.

    Minimum and maximum spend bound the amount due for a period, except purchases.
    """

    id: str
    title: Text
    charges: tuple[ContractCharge, ...]
    balances: Mapping[str, BalanceTerms]
    levels: Levels
    equal: Mapping[CapacityLevel, CapacityLevel]
    follows: Mapping[CapacityLevel, GrowthRule]
    location: Location
    because: Text | None = None
    minimum_spend: SpendBound | None = None
    maximum_spend: SpendBound | None = None
    below_zero: BelowZero = BelowZero.CREDIT


@dataclass(frozen=True)
class Offer:
    """The contracts on offer for some resources, in one currency. `billed_every` is a number of months.

    With a `catalog`, `configured` derives levels from its configurations.
    """

    id: str
    title: Text
    currency: str
    time_zone: str
    billed_every: int
    rounding: RoundingRule
    resources: Mapping[str, ContractResource]
    levels: Levels
    contracts: Mapping[str, Contract]
    location: Location
    digest: str
    discount_rate: Fraction = ZERO
    illustrative: bool = False
    source: Text | None = None
    catalog: str = ""
    configured: Mapping[CapacityLevel, CheckedExpression] = field(default_factory=dict)

    def levels_of(self, contract: Contract, given: Levels = MappingProxyType({})) -> Levels:
        """Return the levels that a contract begins with, where these are given."""
        base = {**self.levels, **given}
        equal = {level: units_of(base, other) for level, other in contract.equal.items()}
        return {**base, **equal, **contract.levels, **given}
