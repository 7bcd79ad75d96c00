"""The whole book, part by part, in the order in which parts may name one another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import ALWAYS, Catalog, Interval, Text
from configurator.language.types import NUMBER, TEXT
from configurator.pricing import codes, tags
from configurator.pricing.building.book_context import BookContext, as_selections, read_categories
from configurator.pricing.building.charge_reader import read_charges
from configurator.pricing.building.head_reader import (
    read_currency,
    read_horizon,
    read_parameters,
    read_rounding,
    read_time_zone,
)
from configurator.pricing.building.price_reader import read_costs, read_prices
from configurator.pricing.building.stage_reader import read_stages, read_waivers
from configurator.pricing.charge import Charge, CountsFor
from configurator.pricing.model import Parameter, PriceBook, Stage
from configurator.pricing.rule_evaluation import QUANTITY
from configurator.pricing.sellables import sellables
from configurator.pricing.shape import BookShape
from configurator.pricing.steps import RoundedPer, RoundingRule
from configurator.reading.files import Files


def build_book(shape: BookShape, files: Files, entry: str, catalog: Catalog, report: BuildReport) -> PriceBook | None:
    """Build a book for its catalog; None if its errors leave nothing usable."""
    if shape.catalog != catalog.id:
        message = f"the book prices the catalog `{shape.catalog}`, and is loaded for `{catalog.id}`"
        report.add(codes.OTHER_CATALOG, shape.catalog.location, "catalog", message)
        return None
    currency = read_currency(shape, report)
    if currency is None:
        return None
    parameters = read_parameters(shape.parameters, catalog, report)
    units = catalog.units.with_base(currency)
    context = BuildContext(report, files, catalog.locales, units)
    types = {QUANTITY: NUMBER, **{name: parameter.type for name, parameter in parameters.items()}}
    series = frozenset(name for name, parameter in parameters.items() if parameter.series)
    book = BookContext(context, catalog, currency, units, types, series)
    sold = sellables(catalog)
    prices, tables = read_prices(book, shape.prices, sold, shape.location)
    charges, matrices = read_charges(book, shape.charges)
    known = {tag for each in sold for tag in each.tags}
    known |= {f"prices.{item}" for item in prices.items} | {f"charges.{charge.id}" for charge in charges}
    selectors = read_categories(book, shape.categories, frozenset(known))
    waivers = read_waivers(book, shape.waivers, selectors)
    book = replace(book, named=(*tags.WORDS, *selectors.categories, *(charge.id for charge in charges)))
    book.check_id(shape.book, "book")
    taxes: list[str] = []
    rounding, stages = read_rounding(shape, currency, report), read_stages(book, shape.stages, selectors, taxes)
    _check_pieces(book, rounding, (*charges, *stages))
    costs, cost_tables = read_costs(book, shape.costs, sold, charges)
    kept = files.only((entry, *tables, *matrices, *taxes, *cost_tables))
    return PriceBook(
        str(shape.book),
        book.text(shape.title, "title", shape.location, default=shape.book),
        catalog.id,
        currency,
        read_time_zone(shape, report),
        kept.digest,
        prices,
        charges,
        waivers,
        stages,
        parameters,
        rounding,
        kept,
        shape.location,
        _effective(book, shape),
        read_horizon(shape.compare_over, "compare_over", report),
        shape.illustrative,
        _source(book, shape),
        as_selections(selectors),
        _existing_since(shape, parameters, report),
        shape.merge_equal_items,
        costs,
    )


def _check_pieces(book: BookContext, rounding: RoundingRule, rules: Iterable[Charge | Stage]) -> None:
    """Report rules about all pieces of an item where every piece is rounded by itself."""
    if rounding.per is RoundedPer.PIECE:
        for rule in rules:
            if rule.counts is CountsFor.ITEM:
                message, hint = f"`{rule.id}` is about all pieces, and each is rounded", "round `per: line`"
                book.report.add(codes.BAD_ROUNDING, rule.location, rule.id, message, hint=hint)


def _effective(book: BookContext, shape: BookShape) -> Interval:
    given = shape.effective
    return ALWAYS if given is None else book.interval(given.from_, given.until, "effective", given.location)


def _existing_since(shape: BookShape, parameters: Mapping[str, Parameter], report: BuildReport) -> str:
    """Return the parameter that identifies existing customers; report one that is not a text parameter."""
    name = shape.existing_since
    if name is None:
        return ""
    if name not in parameters or parameters[name].type != TEXT:
        message, expected = f"`{name}` is no parameter of type text", "one of the book's parameters, with type: text"
        report.add(codes.BAD_EXISTING, name.location, "existing_since", message, expected)
    return str(name)


def _source(book: BookContext, shape: BookShape) -> Text | None:
    return None if shape.source is None else book.text(shape.source, "source", shape.location)
