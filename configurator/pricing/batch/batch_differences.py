"""By how much the prices of many products near a priced one differ from its price."""

from collections.abc import Mapping, Sequence

from configurator.configuration import Configuration, FeatureValue
from configurator.money import ZERO, amounts_of
from configurator.pricing.batch.amount_vectors import at, bits
from configurator.pricing.batch.batch_carrier import BatchCarrier, BatchLine
from configurator.pricing.batch.near_products import NearProducts
from configurator.pricing.batch.opened_products import opened_lines
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.model import Sales
from configurator.pricing.price import Run, reprice
from configurator.pricing.price_lines import TotalDifference, Totals
from configurator.pricing.stages import through_changing_stages


def differences_near(running: Run, neighbours: Sequence[Neighbour]) -> list[TotalDifference | None]:
    """Return by how much neighbours of the `running` product differ from it in price, as pricing each alone does.

    None where a neighbour has a part without a price.

    Those that differ in values alone are priced together, the others one by one.
    """
    before = running.priced.totals
    alike = [number for number, each in enumerate(neighbours) if _is_alike(running, each.configuration)]
    together = _differences(running, [_changes(neighbours[number]) for number in alike], before)
    known = dict(zip(alike, together, strict=True))
    return [
        known[number] if number in known else _of_one(reprice(running, each.configuration), before)
        for number, each in enumerate(neighbours)
    ]


def swap_differences(
    near: Run, path: str, values: Sequence[FeatureValue], before: Totals
) -> dict[FeatureValue, TotalDifference | None]:
    """Return by how much the totals of products exceed others: each is the one priced, with a value at a path.

    The priced one has the first of the values. None where a product has a part without a price.
    """
    first, *others = values
    differences = _differences(near, [{path: value} for value in others], before) if others else ()
    return {first: _of_one(near, before), **dict(zip(others, differences, strict=True))}


def _of_one(run: Run, before: Totals) -> TotalDifference | None:
    return None if run.priced.unpriced else run.priced.totals.less(before)


def _is_alike(running: Run, other: Configuration) -> bool:
    """Return whether a product has the same features and instances."""
    near = running.configuration
    return (
        other.catalog_digest == near.catalog_digest
        and other.instances == near.instances
        and other.values.keys() == near.values.keys()
    )


def _changes(neighbour: Neighbour) -> Mapping[str, FeatureValue]:
    return {path: neighbour.configuration.values[path] for path in neighbour.changed}


def _differences(
    running: Run, changes: Sequence[Mapping[str, FeatureValue]], before: Totals
) -> Sequence[TotalDifference | None]:
    products = NearProducts(running, changes)
    if running.prepared.book.prices.sales is Sales.BILL:  # A bill depends on the whole product.
        alone = (reprice(running, products.configuration(number)) for number in range(products.count))
        return [_of_one(each, before) for each in alone]
    if not changes:
        return ()
    carrier = BatchCarrier(products)
    less = _less(carrier, through_changing_stages(carrier, opened_lines(carrier)), before)
    return [None if carrier.unpriced >> number & 1 else each for number, each in enumerate(less)]


def _less(carrier: BatchCarrier, lines: Sequence[BatchLine], before: Totals) -> list[TotalDifference]:
    """Return the totals of every product less others; equal ones are the same object."""
    book, compare = carrier.prepared.book, carrier.constant(ZERO)
    columns, scales = dict[Cadence, Sequence[int | None]](), list[int]()
    for cadence in Cadence:
        due = [line for line in lines if line.cadence is cadence]
        if not due and cadence not in before.by_cadence:
            continue
        now = before.by_cadence[cadence].fraction if cadence in before.by_cadence else ZERO
        less = carrier.minus(carrier.total(due), now)
        compare = carrier.add(compare, carrier.scaled(less, weight(cadence, book.compare_over)))
        units, scale = carrier.in_own_units(less)
        where = carrier.all if cadence in before.by_cadence else carrier.any_there(due)
        columns[cadence] = units if where == carrier.all else _only(units, where)
        scales.append(scale)
    keys = list(zip(*columns.values(), strict=True))
    firsts = {key: number for number, key in reversed(list(enumerate(keys)))}
    moneys = [
        amounts_of([each or 0 for each in column], scale, book.currency)
        for column, scale in zip(zip(*firsts, strict=True), scales, strict=True)
    ]
    known = dict[tuple[int | None, ...], TotalDifference]()
    for (key, number), *amounts in zip(firsts.items(), *moneys, strict=True):
        by_cadence = zip(columns, amounts, key, strict=True)
        due_in = {cadence: amount for cadence, amount, units in by_cadence if units is not None}
        known[key] = TotalDifference(due_in, at(compare, number))
    return [known[key] for key in keys]


def _only(units: Sequence[int], where: int) -> list[int | None]:
    there = set(bits(where))
    return [each if number in there else None for number, each in enumerate(units)]
