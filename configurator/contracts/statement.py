"""What a contract comes to over some periods: lines that prove themselves, the ledgers of balances, and alerts."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from configurator.catalog.model import Text
from configurator.contracts.capacity import Change, Standing
from configurator.contracts.ledger import Movement
from configurator.contracts.model import Level, Levels
from configurator.pricing.periods.calendar import Period
from configurator.pricing.steps import Slice
from configurator.source import Location

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class LevelChange:
    """On a day a level rises (or falls) by so many units."""

    on: date
    level: Level
    by: Fraction


@dataclass(frozen=True, slots=True)
class BlockPurchase:
    """On a day so many blocks of a balance are bought."""

    on: date
    balance: str
    blocks: int


@dataclass(frozen=True)
class Happened:
    """What happened under a contract from `start` up to but without `until`.

    `readings` are what was used of a resource on a day; `active` are moments at which units were switched on and off,
    for measures by the minute (without any, a reading counts as active all day). `levels` replace those of the offer.
    """

    start: date
    until: date
    readings: Mapping[str, Mapping[date, Fraction]] = field(default_factory=dict)
    active: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    changes: tuple[LevelChange, ...] = ()
    purchases: tuple[BlockPurchase, ...] = ()
    levels: Levels = field(default_factory=dict)
    billing_day: int | None = None

    @cached_property
    def _days(self) -> Mapping[str, list[date]]:
        """The days of the readings, in order, so that a statement of many months looks at each a few times only."""
        return {resource: sorted(readings) for resource, readings in self.readings.items()}

    def last_before(self, resource: str, day: date) -> Fraction:
        """Return the last reading of a resource before a day; 0 where there is none."""
        days = self._days.get(resource, [])
        at = bisect_left(days, day)
        return self.readings[resource][days[at - 1]] if at else NOTHING

    def days_in(self, resource: str, period: Period) -> Iterator[tuple[date, Fraction]]:
        """Yield the readings of a period in order."""
        days = self._days.get(resource, [])
        for day in days[bisect_left(days, period.start) : bisect_left(days, period.end)]:
            yield day, self.readings[resource][day]

    @property
    def period(self) -> Period:
        """The days of the contract."""
        return Period(self.start, self.until)


class Part(StrEnum):
    """One step on the way from use to an amount; the first ones are of a quantity, the later ones of money."""

    MEASURED = "measured"
    """what the readings of the period come to; the operand is how many days were filled in"""
    OVER_ALLOWANCE = "over_allowance"
    """what is over the allowance; the operand is what is included"""
    COMMITTED = "committed"
    """the greater of the quantity and the operand, which is committed"""
    UNITS = "units"
    """units of a level, weighted by the days that they were there"""
    BANDS = "bands"
    """the slices of the quantity at their prices"""
    ON_DEMAND = "on_demand"
    """before + operand, the amount for what is above the commitment"""
    CAP = "cap"
    """the smaller of before and the operand"""
    MINIMUM = "minimum"
    """the greater of before and the operand"""
    MAXIMUM = "maximum"
    """the smaller of before and the operand"""
    PRORATED = "prorated"
    """before · operand, the share of the period"""
    DRAWN = "drawn"
    """before − operand, which was taken from a balance"""
    SURCHARGE = "surcharge"
    """before · (1 + operand / 100)"""
    DIFFERENCE = "difference"
    """before − operand: what a bound of the whole month adds to the other lines, or takes off"""
    ROUNDED = "rounded"
    """before, rounded; the operand is the step"""


@dataclass(frozen=True, slots=True)
class TermStep:
    """One step of a line: from `before` by an operand to `after`, with the slices where bands priced it."""

    part: Part
    before: Fraction
    operand: Fraction
    after: Fraction
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What is due for one charge or purchase of a period. `on` is the day that it falls due."""

    charge: str
    title: Text
    period: Period
    on: date
    amount: Fraction
    steps: tuple[TermStep, ...]
    location: Location
    once: bool = False
    because: Text | None = None


class Notice(StrEnum):
    """What there is to tell of a balance or of the capacity in use."""

    LOW = "low"
    EMPTY = "empty"
    DEBT = "debt"
    OVER_RIGHTS = "over_rights"
    OVER_INSTALLED = "over_installed"
    FILLED_IN = "filled_in"


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell, of a resource or balance, on a day; `amount` says how much."""

    notice: Notice
    subject: str
    on: date
    amount: Fraction


STANDINGS = {Standing.OVER_RIGHTS: Notice.OVER_RIGHTS, Standing.OVER_INSTALLED: Notice.OVER_INSTALLED}


@dataclass(frozen=True)
class Statement:
    """Everything that a contract came to. Lines sum exactly to the total."""

    contract: str
    currency: str
    lines: tuple[StatementLine, ...]
    ledgers: Mapping[str, tuple[Movement, ...]]
    told: tuple[Told, ...]
    levels: Levels
    illustrative: bool

    @property
    def total(self) -> Fraction:
        """What is due in all."""
        return sum((line.amount for line in self.lines), NOTHING)

    def balance(self, balance: str) -> Fraction:
        """Return what a balance ends at."""
        movements = self.ledgers[balance]
        return movements[-1].balance if movements else NOTHING
