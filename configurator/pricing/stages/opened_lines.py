"""The stages that open lines: everything chosen at its list price, then charges for every instance they repeat for."""

from collections.abc import Iterable, Sequence
from functools import partial

from configurator.language.checked import CheckedExpression
from configurator.money import ONE
from configurator.pricing.carrier import A, At, L, P, SellingCarrier, Sold, StageCarrier
from configurator.pricing.charge import Charge
from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import Outcome
from configurator.pricing.steps import Calculation


def at_list_prices(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add a line for everything sold that has a list price."""
    results = list(lines)
    for sold in carrier.sold():
        results += lines_of_sold(carrier, sold)
    return results


def lines_of_sold(carrier: SellingCarrier[A, P, L], sold: Sold[A, P]) -> Iterable[L]:
    """Return the lines of a sold item, in the quantity that the book states for it, for all pieces."""
    quantities = carrier.prepared.book.prices.quantities
    if sold.key in quantities:
        sold = _counted(carrier, sold, quantities[sold.key])
    sold = of_all_pieces(carrier, sold)
    return () if carrier.is_nothing(sold.quantity) else carrier.listed(sold, partial(_listed_lines, carrier))


def of_all_pieces(carrier: SellingCarrier[A, P, L], sold: Sold[A, P]) -> Sold[A, P]:
    """Return what is sold in all pieces of the item, from that of one; a negative quantity counts as 0."""
    quantity, pieces = carrier.above_zero(sold.quantity), carrier.prepared.pieces
    if pieces is not ONE:
        quantity = carrier.scaled(quantity, pieces)
    return sold if quantity is sold.quantity else sold._replace(quantity=quantity)


def _counted(carrier: SellingCarrier[A, P, L], sold: Sold[A, P], expression: CheckedExpression) -> Sold[A, P]:
    """Return the sold item in the quantity stated by the book."""
    for price in sold.listed.prices[:1]:
        carrier.begin(f"prices.{price.item}", price.location)
    counted, present = carrier.number(expression, sold.at)
    where = carrier.every(sold.where, present)
    return sold._replace(quantity=carrier.times(sold.quantity, counted), where=where)


def _listed_lines(carrier: SellingCarrier[A, P, L], sold: Sold[A, P]) -> Iterable[L]:
    results: list[L] = []
    for price in sold.listed.prices:
        carrier.begin(f"prices.{price.item}", price.location)
        figures = carrier.listed_figures(price, sold)
        results += carrier.item(
            sold, price, [(Calculation(Operation.TIMES, each.value, sold.quantity), each) for each in figures]
        )
    return results


def with_charges(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add the line of every charge that applies."""
    results = list(lines)
    for charge in carrier.prepared.charges:
        for instance, at, present in carrier.instances_of(charge.each):
            results += lines_of_charge(carrier, charge, instance, at, present)
    return results


def lines_of_charge(carrier: StageCarrier[A, P, L], charge: Charge, instance: str, at: At, present: P) -> Iterable[L]:
    """Return the lines of a charge for one instance."""
    return carrier.charged(charge, instance, at, present, partial(_charge_lines, carrier))


def _charge_lines(carrier: StageCarrier[A, P, L], charge: Charge, instance: str, at: At, present: P) -> Iterable[L]:
    rule = f"charges.{charge.id}"
    carrier.begin(rule, charge.location)
    if not carrier.prepared.part.bills(charge.due):
        carrier.passed(rule, charge.location, Outcome.DUE_LATER, instance)
        return ()
    where = carrier.holds(rule, charge.when, at, instance, present)
    return () if carrier.never(where) else carrier.charge_line(charge, instance, at, where)
