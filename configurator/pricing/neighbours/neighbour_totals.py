"""The totals of many products near a priced one."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from configurator.configuration import Configuration
from configurator.money import Money, decimal_of
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.model import Sales
from configurator.pricing.neighbours.amount_vectors import VectorAmount, at
from configurator.pricing.neighbours.neighbour_batch import NeighbourBatch
from configurator.pricing.neighbours.neighbour_carrier import NeighbourCarrier, NeighbourLine
from configurator.pricing.price import Run, reprice
from configurator.pricing.price_lines import Totals
from configurator.pricing.stages import through_changing_stages


def totals_near(running: Run, neighbours: Sequence[Neighbour]) -> list[Totals]:
    """Return the totals of neighbours of the `running` product, as pricing each from scratch does.

    Those that differ in values alone are priced together, the others one by one.
    """
    alike = [number for number, each in enumerate(neighbours) if _is_alike(running, each.configuration)]
    together = _together(NeighbourBatch(running, [neighbours[number] for number in alike])) if alike else ()
    known = dict(zip(alike, together, strict=True))
    return [
        known[number] if number in known else reprice(running, each.configuration).priced.totals
        for number, each in enumerate(neighbours)
    ]


def _is_alike(running: Run, other: Configuration) -> bool:
    """Return whether a product has the same features and instances, sold one by one and not by the bill."""
    near = running.configuration
    return (
        running.prepared.book.prices.sales is not Sales.BILL
        and other.catalog_digest == near.catalog_digest
        and other.instances == near.instances
        and other.values.keys() == near.values.keys()
    )


def _together(products: NeighbourBatch) -> list[Totals]:
    carrier = NeighbourCarrier(products)
    opened = [
        NeighbourLine(line.id, line.cadence, line.tags, line.path, line.part, line.exact, where)
        for line, where in products.opened()
    ]
    return _totals(carrier, through_changing_stages(carrier, opened))


def _totals(carrier: NeighbourCarrier, lines: Sequence[NeighbourLine]) -> list[Totals]:
    """Return the totals of every product; equal ones are the same object."""
    book, known = carrier.prepared.book, dict[tuple[int | None, ...], Totals]()
    sums = {cadence: _sum(carrier, cadence, lines) for cadence in Cadence}
    numbers = range(carrier.count)
    columns = [
        [units if where >> number & 1 else None for number, units in zip(numbers, carrier.listed(total), strict=True)]
        for total, where in sums.values()
    ]
    keys = list(zip(*columns, strict=True))
    for number, key in enumerate(keys):
        if key not in known:
            due = {cadence: at(total, number) for cadence, (total, where) in sums.items() if where >> number & 1}
            known[key] = _total(due, book.currency, book.compare_over)
    return [known[key] for key in keys]


def _sum(carrier: NeighbourCarrier, cadence: Cadence, lines: Sequence[NeighbourLine]) -> tuple[VectorAmount, int]:
    """Return the total of a cadence, and the products that have it: all have one that is due once."""
    due = [line for line in lines if line.cadence is cadence]
    where = carrier.all if cadence is Cadence.ONE_TIME else carrier.any_there(due)
    return carrier.total(due), where


def _total(sums: Mapping[Cadence, Fraction], currency: str, months: int | None) -> Totals:
    by_cadence = {cadence: Money(decimal_of(total), currency) for cadence, total in sums.items()}
    return Totals(by_cadence, compared(sums, months))
