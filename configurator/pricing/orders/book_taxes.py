"""Taxes of books in an order without taxes of its own: each item is taxed by its book, with its shares of the order."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from configurator.pricing.model import Selection, Stage
from configurator.pricing.orders.model import OrderRule
from configurator.pricing.orders.order_carrier import OrderCarrier, SharedLine
from configurator.pricing.orders.order_lines import OrderItem, OrderLine, of_book
from configurator.pricing.stages.taxes_and_total import with_taxes
from configurator.source import Location


def with_taxes_of_books(carrier: OrderCarrier, lines: Sequence[OrderLine]) -> Sequence[OrderLine]:
    """Add the taxes of every item whose book has some, item by item."""
    taxed = [item for item in carrier.contents.items.values() if item.taxes]
    own: dict[str, list[OrderLine]] = {item.id: [] for item in taxed}
    for line in lines:
        if line.item in own:
            own[line.item].append(line)
    results = list(lines)
    for item in sorted(taxed, key=lambda item: item.id):
        before = own[item.id]
        results += with_taxes(_ItemCarrier(carrier, item), before)[len(before) :]
    return results


class _ItemCarrier(OrderCarrier):
    """Runs the taxes of an item's book over its lines and shares; expressions read the item."""

    def __init__(self, order: OrderCarrier, item: OrderItem) -> None:
        taxes = tuple(_in_order(stage) for stage in item.taxes)
        rules = {stage.id: OrderRule(stage) for stage in taxes}
        prepared = replace(order.prepared, rules=rules, taxes=taxes, pieces=Fraction(item.quantity))
        super().__init__(prepared, order.contents)
        self.trace, self.shared, self.item = order.trace, order.shared, item

    def begin(self, rule: str, location: Location, lines: Sequence[OrderLine] = ()) -> None:
        super().begin(rule, location, lines)
        if self.item.world is not None:
            self.world = self.item.world

    def record(self, shared: SharedLine) -> None:
        line = shared.line
        super().record(replace(shared, line=replace(line, id=f"{line.id}@{self.item.id}", instance=self.item.id)))


def _in_order(stage: Stage) -> Stage:
    """Return a tax with the names that tags of its book have in an order."""
    if stage.on is None:
        return stage
    on = Selection(frozenset(map(of_book, stage.on.tags)), frozenset(map(of_book, stage.on.without)))
    return replace(stage, on=on)
