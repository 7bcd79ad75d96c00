"""The price of a configuration: the stages, one after the other, and the totals they end in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.money import Money, decimal_of
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.exact.exact_carrier import ExactCarrier
from configurator.pricing.incremental_pricing import NO_EARLIER, Earlier, Pieces, earlier
from configurator.pricing.model import PriceBook
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.operations import summed
from configurator.pricing.prepare import ParameterValue, Prepared, prepare
from configurator.pricing.price_lines import Line, OpenLine, Priced, Totals
from configurator.pricing.stages import through_all_stages


def price(
    configuration: Configuration,
    catalog: Catalog,
    book: PriceBook,
    on: date | datetime,
    parameters: Mapping[str, ParameterValue] | None = None,
    *,
    part: PartOfPeriod = PartOfPeriod.WHOLE,
    quantity: int = 1,
) -> Priced:
    """Price so many pieces of a configuration on a day (a moment counts as the day it is in the book's time zone).

    `part` is the billed part of the period, for charges or minimums due only at its start or end.

    Raises InvalidRequest if book, catalog, day or parameters do not fit; see `prepare`. To price many configurations,
    prepare the book once and call `price_prepared`.
    """
    return price_prepared(configuration, prepare(book, catalog, on, parameters, part=part, quantity=quantity))


def price_prepared(configuration: Configuration, prepared: Prepared) -> Priced:
    """Price a configuration by a book that is ready."""
    return run(configuration, prepared).priced


@dataclass(frozen=True, slots=True)
class Run:
    """A price with its pieces, for incremental pricing of neighbouring configurations."""

    priced: Priced
    configuration: Configuration
    prepared: Prepared
    pieces: Pieces
    closed: Mapping[str, tuple[OpenLine, Line]]
    """Closed lines by their id, each with the open one that it was made of: an unchanged line stays closed."""


def run(configuration: Configuration, prepared: Prepared) -> Run:
    """Price a configuration by a prepared book, and keep the pieces."""
    return _run(configuration, prepared, NO_EARLIER, {})


def reprice(before: Run, configuration: Configuration) -> Run:
    """Price another configuration of the same catalog; only pieces that read a changed value are recomputed.

    The result equals pricing from scratch.
    """
    if configuration.catalog_digest != before.configuration.catalog_digest:
        return run(configuration, before.prepared)
    known = earlier(before.pieces, before.configuration, configuration)
    return _run(configuration, before.prepared, known, before.closed)


def _run(
    configuration: Configuration,
    prepared: Prepared,
    known: Earlier,
    closed: Mapping[str, tuple[OpenLine, Line]],
) -> Run:
    if configuration.catalog != prepared.catalog.id:
        message = f"the configuration is of catalog {configuration.catalog}, the book of {prepared.catalog.id}"
        raise InvalidRequest(message, field="configuration")
    carrier = ExactCarrier(prepared, configuration, prepared.world(configuration), known)
    pairs = [_pair(line, closed.get(line.id), prepared.book) for line in through_all_stages(carrier)]
    priced = _closed(carrier, tuple(line for _, line in pairs))
    return Run(priced, configuration, prepared, carrier.pieces, {line.id: (draft, line) for draft, line in pairs})


def _pair(line: OpenLine, known: tuple[OpenLine, Line] | None, book: PriceBook) -> tuple[OpenLine, Line]:
    return known if known is not None and known[0] is line else (line, _line(line, book))


def _closed(carrier: ExactCarrier, lines: tuple[Line, ...]) -> Priced:
    prepared, book = carrier.prepared, carrier.prepared.book
    return Priced(
        book.id,
        book.digest,
        prepared.catalog.id,
        carrier.configuration.catalog_digest,
        prepared.on,
        book.currency,
        prepared.parameters,
        lines,
        _totals(lines, book),
        ("list", "charges", "waivers", *(stage.id for stage in book.stages), "rounding"),
        (*prepared.out_of_date, *carrier.trace),
        tuple(carrier.unpriced),
        book.illustrative,
        book.compare_over,
        prepared.quantity,
    )


def _line(line: OpenLine, book: PriceBook) -> Line:
    return Line(
        line.id,
        line.kind,
        line.title,
        line.cadence,
        line.steps,
        book.currency,
        line.tags,
        line.item,
        line.feature,
        line.instance,
        line.quantity,
        line.rate,
    )


def _totals(lines: tuple[Line, ...], book: PriceBook) -> Totals:
    amounts: dict[Cadence, list[Fraction]] = {Cadence.ONE_TIME: []}
    for line in lines:
        amounts.setdefault(line.cadence, []).append(line.exact)
    sums = {cadence: summed(results) for cadence, results in amounts.items()}
    by_cadence = {cadence: Money(decimal_of(sums[cadence]), book.currency) for cadence in Cadence if cadence in sums}
    return Totals(by_cadence, compared(sums, book.compare_over))
