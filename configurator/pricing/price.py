"""The price of a configuration: the stages, one after the other, and the totals they end in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.money import Money, decimal_of
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Line, OpenLine, Priced, Totals
from configurator.pricing.model import PriceBook
from configurator.pricing.modifiers import PartOfPeriod
from configurator.pricing.operations import summed
from configurator.pricing.prepare import ParameterValue, Prepared, prepare
from configurator.pricing.reuse import NO_EARLIER, Earlier, Pieces, earlier
from configurator.pricing.stages import STAGES


def price(
    configuration: Configuration,
    catalog: Catalog,
    book: PriceBook,
    on: date | datetime,
    parameters: Mapping[str, ParameterValue] | None = None,
    *,
    part: PartOfPeriod = PartOfPeriod.WHOLE,
) -> Priced:
    """Price a configuration on a day (a moment counts as the day it is in the book's time zone).

    `part` tells which part of its period is billed, where charges or minimums are due only at its start or end.

    Raises InvalidRequest where book, catalog, day or parameters do not fit; see `prepare`. Whoever prices many
    configurations prepares the book once and calls `price_prepared`.
    """
    return price_prepared(configuration, prepare(book, catalog, on, parameters, part=part))


def price_prepared(configuration: Configuration, prepared: Prepared) -> Priced:
    """Price a configuration by a book that is ready."""
    return run(configuration, prepared).priced


@dataclass(frozen=True, slots=True)
class Run:
    """A price with what it was made of, so that those of neighbouring configurations need not be made from scratch."""

    priced: Priced
    configuration: Configuration
    prepared: Prepared
    pieces: Pieces
    closed: Mapping[int, tuple[OpenLine, Line]]
    """Closed lines by the identity of the open ones, which are kept so that it stays theirs."""


def run(configuration: Configuration, prepared: Prepared) -> Run:
    """Price a configuration by a book that is ready, and keep what the price was made of."""
    return _run(configuration, prepared, NO_EARLIER, {})


def reprice(before: Run, configuration: Configuration) -> Run:
    """Price another configuration of the same catalog; only what reads a value that changed is made again.

    The price is exactly the one that pricing from scratch gives.
    """
    if configuration.catalog_digest != before.configuration.catalog_digest:
        return run(configuration, before.prepared)
    known = earlier(before.pieces, before.configuration, configuration)
    return _run(configuration, before.prepared, known, before.closed)


def _run(
    configuration: Configuration,
    prepared: Prepared,
    known: Earlier,
    closed: Mapping[int, tuple[OpenLine, Line]],
) -> Run:
    if configuration.catalog != prepared.catalog.id:
        message = f"the configuration is of catalog {configuration.catalog}, the book of {prepared.catalog.id}"
        raise InvalidRequest(message, field="configuration")
    world = ConfigurationWorld(prepared.catalog, configuration, prepared.parameters, prepared.members)
    question, draft = Question(prepared, configuration, world, known), Draft()
    for stage in STAGES:
        draft = stage(question, draft)
    pairs = {id(line): closed.get(id(line)) or (line, _line(line, prepared.book)) for line in draft.lines}
    return Run(_closed(question, draft, pairs), configuration, prepared, draft.pieces, pairs)


def _closed(question: Question, draft: Draft, pairs: Mapping[int, tuple[OpenLine, Line]]) -> Priced:
    prepared, book = question.prepared, question.prepared.book
    lines = tuple(pairs[id(line)][1] for line in draft.lines)
    return Priced(
        book.id,
        book.digest,
        prepared.catalog.id,
        question.configuration.catalog_digest,
        prepared.on,
        book.currency,
        prepared.parameters,
        lines,
        _totals(lines, book),
        ("list", "charges", "waivers", *(stage.id for stage in book.stages), "rounding"),
        (*prepared.out_of_date, *draft.trace),
        draft.unpriced,
        book.illustrative,
        book.compare_over,
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
    )


def _totals(lines: tuple[Line, ...], book: PriceBook) -> Totals:
    amounts: dict[Cadence, list[Fraction]] = {Cadence.ONE_TIME: []}
    for line in lines:
        amounts.setdefault(line.cadence, []).append(line.exact)
    sums = {cadence: summed(found) for cadence, found in amounts.items()}
    by_cadence = {cadence: Money(decimal_of(sums[cadence]), book.currency) for cadence in Cadence if cadence in sums}
    return Totals(by_cadence, compared(sums, book.compare_over))
