"""The first stage: everything that was chosen, at its list price."""

from collections.abc import Iterable, Sequence
from functools import partial

from configurator.pricing.carrier import A, L, P, Sold, StageCarrier
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation


def at_list_prices(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add a line for everything sold that has a list price."""
    found = list(lines)
    for sold in carrier.sold():
        found += _listed(carrier, sold)
    return found


def _listed(carrier: StageCarrier[A, P, L], sold: Sold[A, P]) -> Iterable[L]:
    expression = carrier.prepared.book.prices.quantities.get(sold.key) if sold.key else None
    if expression is not None:
        for price in sold.listed.prices[:1]:
            carrier.begin(f"prices.{price.item}", price.location)
        counted, present = carrier.number(expression, sold.at)
        where = carrier.every(sold.where, present)
        sold = sold._replace(quantity=carrier.times(sold.quantity, counted), where=where)
    return () if carrier.is_nothing(sold.quantity) else carrier.listed(sold, partial(_lines, carrier))


def _lines(carrier: StageCarrier[A, P, L], sold: Sold[A, P]) -> Iterable[L]:
    found: list[L] = []
    for price in sold.listed.prices:
        carrier.begin(f"prices.{price.item}", price.location)
        figures = carrier.listed_figures(price, sold)
        found += carrier.item(
            sold, price, [(Calculation(Operation.TIMES, each.value, sold.quantity), each) for each in figures]
        )
    return found
