"""The order as expressions see it: amounts, quantities and measures of categories as of earlier steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final

from configurator.language.checked import ABSENT, Absence, Value
from configurator.language.types import NUMBER, NumberType, Type
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.model import Selection
from configurator.pricing.named_amounts import AMOUNTS
from configurator.pricing.operations import summed
from configurator.pricing.orders.order_lines import OrderItem, OrderLine
from configurator.pricing.rule_evaluation import BASE
from configurator.units import Dimension

COUNTS: Final[Mapping[str, Callable[[Sequence[OrderItem]], Fraction]]] = {
    "quantity": lambda items: Fraction(sum(item.quantity for item in items)),
    "items": lambda items: Fraction(len(items)),
    "products": lambda items: Fraction(len({item.product for item in items})),
}
"""Names of counts: pieces, items, and distinct products."""

PAYMENT_DAYS: Final = "payment_days"
"""The days from the order to its payment; absent where the day of payment is not known."""


def names_of(categories: Sequence[str], measures: Sequence[str], money: Dimension) -> dict[str, Type]:
    """Return the types of the names that expressions of order rules may use besides parameters."""
    names: dict[str, Type] = {PAYMENT_DAYS: NUMBER}
    for category in (tags.ALL, *categories):
        names |= {f"{amount}.{category}": NumberType(money) for amount in AMOUNTS}
        names |= {f"{count}.{category}": NUMBER for count in (*COUNTS, *measures)}
    return names


def measured_names(categories: Iterable[str], measures: Iterable[str]) -> frozenset[str]:
    """Return the names of what more of an order raises; of thresholds on these it is told how much is missing."""
    known = (*AMOUNTS, *COUNTS, *measures)
    return frozenset((BASE, *(f"{what}.{category}" for what in known for category in (tags.ALL, *categories))))


class OrderContents:
    """The items of an order with the categories that each is in; amounts are asked of lines."""

    def __init__(
        self, items: Sequence[OrderItem], lines: Sequence[OrderLine], categories: Mapping[str, Selection]
    ) -> None:
        self.items, self.lines = {item.id: item for item in items}, lines
        self.categories = {tags.ALL: Selection(frozenset((tags.ALL,))), **categories}

    @cached_property
    def members(self) -> dict[str, tuple[OrderItem, ...]]:
        """The items of each category: those with a line in it."""
        inside = {
            name: dict.fromkeys(line.item for line in self.lines if line.tags in selection)
            for name, selection in self.categories.items()
        }
        return {name: tuple(self.items[id] for id in ids) for name, ids in inside.items()}


class OrderWorld:
    """What expressions of order rules read, for the lines of earlier steps. Implements `language.checked.World`."""

    def __init__(
        self, contents: OrderContents, parameters: Mapping[str, Value], lines: Sequence[OrderLine] = ()
    ) -> None:
        self.contents, self.parameters, self.lines = contents, parameters, lines

    def value(self, instance: str, path: tuple[str, ...]) -> Absence:
        """Return absence: an order has no features."""
        return ABSENT

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Absence:
        """Return absence: an order has no features."""
        return ABSENT

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return nothing: an order has no structures."""
        return ()

    def parameter(self, name: str) -> Value | Absence:
        """Return a parameter, or what a category costs, counts or measures."""
        if name in self.parameters:
            return self.parameters[name]
        what, _, category = name.partition(".")
        if category not in self.contents.categories:
            return ABSENT
        if what in AMOUNTS:
            return self._amount(AMOUNTS[what], self.contents.categories[category])
        members = self.contents.members[category]
        if what in COUNTS:
            return COUNTS[what](members)
        return sum((item.measures.get(what, ZERO) * item.quantity for item in members), ZERO)

    def _amount(self, cadence: Cadence, selection: Selection) -> Fraction:
        return summed(line.amount for line in self.lines if line.cadence is cadence and line.tags in selection)
