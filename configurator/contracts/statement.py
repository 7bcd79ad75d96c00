"""A statement of a contract over some periods: lines with verifiable steps, balance movements, and events."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from configurator.catalog.model import Text
from configurator.contracts.balances import Movement
from configurator.contracts.capacity import CapacityChange, CapacityStatus
from configurator.contracts.model import CapacityLevel, Levels
from configurator.money import ZERO
from configurator.pricing.periods.calendar import Period
from configurator.pricing.steps import Move, RoundingRule, Treated, chained
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A rise (or fall) of a level on a day."""

    on: date
    level: CapacityLevel
    by: Fraction


@dataclass(frozen=True, slots=True)
class BlockPurchase:
    """A purchase of blocks of a balance on a day."""

    on: date
    balance: str
    blocks: int


@dataclass(frozen=True)
class ContractActivity:
    """Usage and events under a contract from `start` until the day before `until`.

    `readings` are the daily usage of resources; `active` are the instants at which units were switched on and off, for
    measures by the minute (without any, a reading counts as active all day). `levels` replace those of the offer.
    """

    start: date
    until: date
    readings: Mapping[str, Mapping[date, Fraction]] = field(default_factory=dict)
    active: Mapping[str, tuple[CapacityChange, ...]] = field(default_factory=dict)
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
        return self.readings[resource][days[at - 1]] if at else ZERO

    def days_in(self, resource: str, period: Period) -> Iterator[tuple[date, Fraction]]:
        """Yield the readings of a period in order."""
        days = self._days.get(resource, [])
        for day in days[bisect_left(days, period.start) : bisect_left(days, period.end)]:
            yield day, self.readings[resource][day]

    @property
    def period(self) -> Period:
        """The days of the contract."""
        return Period(self.start, self.until)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """The amount due for one charge or purchase of a period, on the day `on`.

    `metered` are the steps of a quantity, from the measured one on; `quantity` is the one that the charge model priced
    (None where there is no model: a bound of the month). `steps` are those of the amount, exact; it is where they end,
    rounded, so a line whose steps are not a chain from 0 cannot be built.
    """

    charge: str
    title: Text
    period: Period
    on: date
    steps: tuple[Move, ...]
    rounds: RoundingRule
    location: Location
    quantity: Fraction | None = None
    metered: tuple[Treated, ...] = ()
    once: bool = False
    because: Text | None = None
    amount: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", self.rounds.landed(chained(self.steps, "line", self.charge)))


class StatementEventKind(StrEnum):
    """The kinds of events of a balance or of the used capacity."""

    LOW = "low"
    EMPTY = "empty"
    DEBT = "debt"
    OVER_RIGHTS = "over_rights"
    OVER_INSTALLED = "over_installed"
    FILLED_IN = "filled_in"


@dataclass(frozen=True, slots=True)
class StatementEvent:
    """An event of a resource or balance on a day, with its `amount`."""

    kind: StatementEventKind
    subject: str
    on: date
    amount: Fraction


STANDINGS = {
    CapacityStatus.OVER_RIGHTS: StatementEventKind.OVER_RIGHTS,
    CapacityStatus.OVER_INSTALLED: StatementEventKind.OVER_INSTALLED,
}


@dataclass(frozen=True)
class Statement:
    """Everything that a contract came to. Lines sum exactly to the total."""

    contract: str
    currency: str
    lines: tuple[StatementLine, ...]
    movements: Mapping[str, tuple[Movement, ...]]
    events: tuple[StatementEvent, ...]
    levels: Levels
    illustrative: bool

    @property
    def total(self) -> Fraction:
        """The total due."""
        return sum((line.amount for line in self.lines), ZERO)

    def balance(self, balance: str) -> Fraction:
        """Return the closing balance."""
        movements = self.movements[balance]
        return movements[-1].balance if movements else ZERO
