"""An order with its price: its items, what rules changed as a whole, how that is shared, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.catalog.model import Text
from configurator.language.checked import Value
from configurator.money import Money
from configurator.pricing.cadence import Cadence
from configurator.pricing.orders.missed_thresholds import MissedThreshold
from configurator.pricing.orders.model import Spread
from configurator.pricing.orders.order_lines import OrderItem
from configurator.pricing.price_lines import Considered, Line, Totals
from configurator.short_repr import short_repr
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class OrderStep:
    """What one rule adds to an order or takes off it: a line with its steps, and its allocation by the id of items.

    The allocation sums to the amount of the line, exactly.
    """

    line: Line
    spread: Spread
    allocation: Mapping[str, Fraction]


@short_repr
@dataclass(frozen=True, slots=True)
class PricedOrderItem:
    """An item of a priced order: what it costs by itself, and with its shares of the order's steps."""

    item: OrderItem
    own: Mapping[Cadence, Money]
    net: Mapping[Cadence, Money]

    @property
    def id(self) -> str:
        return self.item.id


@dataclass(frozen=True, slots=True)
class CreditUse:
    """A credit that pays a part of what is due: how much there is, how much is used, what is due then."""

    id: str
    title: Text
    location: Location
    because: Text
    available: Money
    used: Money
    due: Money


@dataclass(frozen=True)
class PricedOrder:
    """An order with its price. Equal inputs give equal results, whatever the order of the items.

    `total` is what is due once, `due` what is left of it after `credits`. `missed` are thresholds in the customer's
    favour, `trace` the rules that were considered and did not apply. `rules` is empty without order rules.
    """

    rules: str
    rules_digest: str
    on: date
    currency: str
    parameters: Mapping[str, Value]
    codes: tuple[str, ...]
    items: tuple[PricedOrderItem, ...]
    steps: tuple[OrderStep, ...]
    missed: tuple[MissedThreshold, ...]
    trace: tuple[Considered, ...]
    totals: Totals
    credits: tuple[CreditUse, ...]
    due: Money
    illustrative: bool

    def __repr__(self) -> str:
        return f"<PricedOrder on {self.on}: {len(self.items)} items, {self.totals}>"

    @property
    def total(self) -> Money:
        """What is due once, before credits; `totals` also has the recurring amounts."""
        return self.totals.one_time
