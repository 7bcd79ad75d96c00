"""Contracts as the engine knows them: validated, resolved, frozen. Quantities and amounts are exact fractions.

An *offer* is the contracts among which a customer may choose for the same resources. A contract is made of charges and
balances; everything that sources disagree on is a field with a documented default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from configurator.catalog.model import Text
from configurator.contracts.allowances import Allowance
from configurator.contracts.ledger import Rollover
from configurator.contracts.ratchets import NO_RATCHET, Ratchet
from configurator.contracts.readings import MeasureRule, MissingRule
from configurator.language.checked import CheckedExpression
from configurator.pricing.steps import RoundingRule
from configurator.source import Location

NOTHING = Fraction(0)


class LevelKind(StrEnum):
    """The levels of a resource. `without_rights` is what is installed beyond the rights."""

    INSTALLED = "installed"
    RIGHTS = "rights"
    REQUESTED = "requested"
    WITHOUT_RIGHTS = "without_rights"


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """A level of a resource, written `cores.rights`."""

    resource: str
    kind: LevelKind

    def __str__(self) -> str:
        return f"{self.resource}.{self.kind}"


Levels = Mapping[Level, Fraction]
"""Units of installed, rights and requested, by level; what is not there is 0."""


def units_of(levels: Levels, level: Level) -> Fraction:
    """Return the units of a level."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        installed = levels.get(Level(level.resource, LevelKind.INSTALLED), NOTHING)
        return max(NOTHING, installed - levels.get(Level(level.resource, LevelKind.RIGHTS), NOTHING))
    return levels.get(level, NOTHING)


@dataclass(frozen=True, slots=True)
class Dated:
    """A figure, or figures by the day from which on they hold; before the first of them the first one holds."""

    figures: tuple[tuple[date, Fraction], ...]

    def on(self, day: date) -> Fraction:
        """Return the figure of a day."""
        found = self.figures[0][1]
        for since, figure in self.figures:
            if since <= day:
                found = figure
        return found


@dataclass(frozen=True, slots=True)
class Resource:
    """Capacity of one kind. `most` is up to where plans for it are compared."""

    id: str
    title: Text
    unit: str
    most: Fraction
    location: Location


@dataclass(frozen=True, slots=True)
class Purchase:
    """Due once for every unit that a level rises by, on that day; what is there at the begin rises on the first."""

    id: str
    title: Text
    of: Level
    price: Dated
    location: Location
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """Due in every period; with `per` for every unit of a level."""

    id: str
    title: Text
    amount: Dated
    location: Location
    per: Level | None = None
    prorated: bool = True
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class OverRights:
    """Unit-minutes that were active beyond the rights, in intervals of so many minutes (0: exactly as time passed).

    With `days`, unit-days instead, each recorded at the start of its 24 hours. With `whole_from`, only whole units
    count, a part of one from that share on.
    """

    resolution: int = 1
    days: bool = False
    whole_from: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is paid for at least: units by date, or hundredths of a level; never less than `minimum`."""

    quantity: Dated | None = None
    percent: Fraction = NOTHING
    of: Level | None = None
    minimum: Fraction = NOTHING

    def on(self, day: date, levels: Levels) -> Fraction:
        """Return the units that are committed on a day."""
        if self.quantity is not None:
            return max(self.minimum, self.quantity.on(day))
        share = units_of(levels, self.of) * self.percent / 100 if self.of is not None else NOTHING
        return max(self.minimum, share)


@dataclass(frozen=True, slots=True)
class Band:
    """Quantities up to a bound (None: all further ones) at a price by date, and a fee for entering it."""

    up_to: Fraction | None
    price: Dated
    flat: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is billed: the price of so many hundredths of a level."""

    percent: Fraction
    of: Level


@dataclass(frozen=True, slots=True)
class Usage:
    """Due by what was used, in this order: measure, allowance, commitment with its ratchet, bands, cap, bounds.

    `bands_of` makes the bounds of bands hundredths of a level. `on_demand` is the price above the commitment; without
    it, what is above costs what the bands say. `rises_to` is the level that the commitment becomes, for good, once more
    than it was used. What `draws` names a balance is taken from it: the amount where the balance is money, otherwise
    the quantity.
    """

    id: str
    title: Text
    of: str
    measure: MeasureRule | OverRights
    bands: tuple[Band, ...]
    location: Location
    missing: MissingRule = MissingRule()
    allowance: Allowance | None = None
    commitment: Commitment | None = None
    ratchet: Ratchet = NO_RATCHET
    rises_to: Level | None = None
    bands_of: Level | None = None
    on_demand: Dated | None = None
    cap: Cap | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    draws: str = ""
    because: Text | None = None


Charge = Purchase | Recurring | Usage


class Beyond(StrEnum):
    """What happens below zero: a debt that the next purchase pays, or a bill at once."""

    DEBT = "debt"
    OVERAGE = "overage"


@dataclass(frozen=True, slots=True)
class Bonus:
    """So much comes with every unit of a level that is there at the begin."""

    amount: Fraction
    per: Level


@dataclass(frozen=True, slots=True)
class BalanceTerms:
    """A prepaid balance; with `months` it is renewed by one block after so many."""

    id: str
    title: Text
    unit: str
    block: Fraction
    price: Dated
    location: Location
    opening: Fraction = NOTHING
    bonus: Bonus | None = None
    low: Fraction = NOTHING
    beyond: Beyond = Beyond.DEBT
    surcharge: Fraction = NOTHING
    overage_price: Dated | None = None
    refill: bool = False
    months: int | None = None
    rollover: Rollover | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """How a level grows with demand in plans: in steps, with some hundredths of headroom, and down again or not."""

    step: Fraction = Fraction(1)
    headroom: Fraction = NOTHING
    down: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """One way to pay for the resources of an offer. `levels` and `equal` are those that it begins with instead.

    `minimum` and `maximum` bound what is due for a month, besides purchases.
    """

    id: str
    title: Text
    charges: tuple[Charge, ...]
    balances: Mapping[str, BalanceTerms]
    levels: Levels
    equal: Mapping[Level, Level]
    follows: Mapping[Level, Follows]
    location: Location
    because: Text | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None


@dataclass(frozen=True)
class Offer:
    """The contracts on offer for some resources, in one currency. `billed_every` is a number of months.

    With a `catalog`, `configured` says which levels a configuration of it has.
    """

    id: str
    title: Text
    currency: str
    time_zone: str
    billed_every: int
    rounding: RoundingRule
    resources: Mapping[str, Resource]
    levels: Levels
    contracts: Mapping[str, Contract]
    location: Location
    digest: str
    discount_rate: Fraction = NOTHING
    illustrative: bool = False
    source: Text | None = None
    catalog: str = ""
    configured: Mapping[Level, CheckedExpression] = field(default_factory=dict)

    def levels_of(self, contract: Contract, given: Levels = MappingProxyType({})) -> Levels:
        """Return the levels that a contract begins with, where these are given."""
        base = {**self.levels, **given}
        equal = {level: units_of(base, other) for level, other in contract.equal.items()}
        return {**base, **equal, **contract.levels, **given}
