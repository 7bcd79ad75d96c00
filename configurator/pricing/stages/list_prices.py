"""The first stage: everything that was chosen, at its list price."""

from collections.abc import Iterable, Sequence
from functools import partial

from configurator.language.checked import CheckedExpression
from configurator.pricing.carrier import A, L, P, Sold, StageCarrier
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation


def at_list_prices(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add a line for everything sold that has a list price."""
    results = list(lines)
    quantities, make = carrier.prepared.book.prices.quantities, partial(_lines, carrier)
    for sold in carrier.sold():
        if sold.key in quantities:
            sold = _counted(carrier, sold, quantities[sold.key])
        if not carrier.is_nothing(sold.quantity):
            results += carrier.listed(sold, make)
    return results


def _counted(carrier: StageCarrier[A, P, L], sold: Sold[A, P], expression: CheckedExpression) -> Sold[A, P]:
    """Return the sold item in the quantity stated by the book."""
    for price in sold.listed.prices[:1]:
        carrier.begin(f"prices.{price.item}", price.location)
    counted, present = carrier.number(expression, sold.at)
    where = carrier.every(sold.where, present)
    return sold._replace(quantity=carrier.times(sold.quantity, counted), where=where)


def _lines(carrier: StageCarrier[A, P, L], sold: Sold[A, P]) -> Iterable[L]:
    results: list[L] = []
    for price in sold.listed.prices:
        carrier.begin(f"prices.{price.item}", price.location)
        figures = carrier.listed_figures(price, sold)
        results += carrier.item(
            sold, price, [(Calculation(Operation.TIMES, each.value, sold.quantity), each) for each in figures]
        )
    return results
