"""The lines that products near a priced one open.

What no change touches keeps the lines it has. Options of one path that sell at fixed figures, and that no rule of the
book tells apart, have one line: its amount is that of each product's own option.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.catalog.addresses import id_path_of
from configurator.money import ONE
from configurator.pricing import tags
from configurator.pricing.amounts import Case
from configurator.pricing.batch.amount_vectors import VectorAmount, bits, mask_of
from configurator.pricing.batch.batch_carrier import BatchCarrier, BatchLine
from configurator.pricing.batch.near_products import NearProducts
from configurator.pricing.carrier import Figure, Sold
from configurator.pricing.exact.exact_carrier import LIST, ExactCarrier, sold_at
from configurator.pricing.incremental_pricing import NO_READS
from configurator.pricing.model import ListPrice
from configurator.pricing.operations import Operation
from configurator.pricing.prepare import Listed
from configurator.pricing.price_lines import OpenLine
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, instances_of, resolve
from configurator.pricing.stages.opened_lines import lines_of_charge, lines_of_sold, of_all_pieces
from configurator.pricing.steps import Calculation

PieceKey = tuple[str, str]
"""A rule, and the instance or feature that its lines were opened for."""


def opened_lines(carrier: BatchCarrier) -> list[BatchLine]:
    """Return the lines that the products open, in the order of each."""
    products, pieces, ranks = carrier.products, carrier.products.running.pieces, _ranks(carrier.products)
    keys = {key: products.changed(piece.read, piece.wide) for key, piece in pieces.items()}
    for path, where in products.changed_in.items():
        keys.setdefault((LIST, path), where)
    opened: list[BatchLine] = []
    for key in sorted(keys, key=ranks.__getitem__):
        where = keys[key]
        if key in pieces and where != carrier.all:
            opened += (_kept(line, carrier.all & ~where) for line in pieces[key].lines)
            carrier.unpriced |= carrier.all & ~where if pieces[key].unpriced else 0
        if where:
            opened += _sold(carrier, key[1], where) if key[0] == LIST else _charged(carrier, key, where)
    return opened


def _ranks(products: NearProducts) -> Mapping[PieceKey, int]:
    """Return the order of pieces: what is sold in the order of the catalog, then charges in the order of the book."""
    sold = [(LIST, path) for path in products.running.configuration.values]
    charged = [key for key in products.running.pieces if key[0] != LIST]
    return {key: rank for rank, key in enumerate((*sold, *charged))}


def _kept(line: OpenLine, where: int) -> BatchLine:
    return BatchLine(line.id, line.cadence, line.tags, line.path, line.part, line.exact, where)


@dataclass
class _AtFixedFigures:
    """Options of one path that no rule of the book tells apart: `listed` and `price` are those of the first."""

    listed: Listed
    price: ListPrice
    case: Case
    figures: list[tuple[Fraction, list[int]]] = field(default_factory=list)
    """The figures of the options, each with the numbers of the products that have it."""


def _sold(carrier: BatchCarrier, path: str, where: int) -> Iterator[BatchLine]:
    prepared, key, fixed = carrier.prepared, ".".join(id_path_of(path)), dict[object, _AtFixedFigures]()
    for value, numbers in carrier.products.values_at(path, where).items():
        listed = prepared.listed.get((key, value)) if isinstance(value, str | bool) else None
        if listed is not None and listed.reads is NO_READS and key not in prepared.book.prices.quantities:
            _add(fixed, carrier, listed, numbers)
        elif (sold := sold_at(prepared, path, value)) is not None:
            own = Sold[VectorAmount, int](sold.listed, path, sold.quantity, mask_of(numbers), sold.at, key)
            yield from lines_of_sold(carrier, own)
    for each in fixed.values():
        yield from _together(carrier, path, each)


def _add(fixed: dict[object, _AtFixedFigures], carrier: BatchCarrier, listed: Listed, numbers: list[int]) -> None:
    """Add the list prices of an option to those of options like it; note where none applies."""
    applied = False
    for price in listed.prices:
        case = price.amount[0]
        if case.when is None and isinstance(case.value, Fraction):  # Prepared prices are those in force.
            figure = case.value
        else:
            result = resolve(price.amount, carrier.prepared.on, carrier.products.world, ROOT_AT)
            if not isinstance(result, Resolved):
                continue
            figure, case = result.value, result.case
        applied, its = True, listed.tags | tags.of_cadence(price.cadence)
        key = price.cadence, tuple([its in selection for selection in carrier.selections])
        if key not in fixed:
            fixed[key] = _AtFixedFigures(listed, price, case)
        fixed[key].figures.append((figure, numbers))
    carrier.unpriced |= 0 if applied else mask_of(numbers)


def _together(carrier: BatchCarrier, path: str, fixed: _AtFixedFigures) -> Iterable[BatchLine]:
    """Return the one line of options at fixed figures."""
    amount, where = carrier.of_each(fixed.figures)
    sold = of_all_pieces(carrier, Sold[VectorAmount, int](fixed.listed, path, ONE, where, ROOT_AT))
    calculation = Calculation[VectorAmount](Operation.TIMES, amount, sold.quantity)
    return carrier.item(sold, fixed.price, [(calculation, Figure(amount, where, fixed.case))])


def _charged(carrier: BatchCarrier, key: PieceKey, where: int) -> Iterator[BatchLine]:
    """Yield the lines of a charge, product by product."""
    rule, path = key
    products, prepared = carrier.products, carrier.prepared
    charge = next(each for each in prepared.charges if rule == f"charges.{each.id}")
    at = next(each for each in instances_of(charge.each, products.world) if each[charge.each] == path)
    for number in bits(where):
        exact = ExactCarrier(prepared, products.configuration(number), products.world_of(number))
        for line in lines_of_charge(exact, charge, path, at, True):
            yield _kept(line, 1 << number)
        carrier.unpriced |= 1 << number if exact.unpriced else 0
