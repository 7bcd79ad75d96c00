"""The price of a configuration: the stages, one after the other, and the totals they end in."""

from collections.abc import Mapping
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
    if configuration.catalog != prepared.catalog.id:
        message = f"the configuration is of catalog {configuration.catalog}, the book of {prepared.catalog.id}"
        raise InvalidRequest(message, field="configuration")
    world = ConfigurationWorld(prepared.catalog, configuration, prepared.parameters)
    question, draft = Question(prepared, configuration, world), Draft()
    for stage in STAGES:
        draft = stage(question, draft)
    return _closed(question, draft)


def _closed(question: Question, draft: Draft) -> Priced:
    prepared, book = question.prepared, question.prepared.book
    lines = tuple(_line(line, book) for line in draft.lines)
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
        Money(decimal_of(line.exact), book.currency),
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
