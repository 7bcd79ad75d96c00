"""Products that a book gives money away for: looked for where a book has credits, with the cheapest as the proof."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from configurator.budget import Budget
from configurator.canonical_json import exact_text
from configurator.catalog.values import show_value
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest, NotExact, Undecided
from configurator.offering.price_range import cheapest
from configurator.offering.price_search import SearchablePrices
from configurator.owner.codes import NEGATIVE_TOTAL
from configurator.pricing.amounts import Case
from configurator.pricing.checks.plain import cases_in
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import prepare
from configurator.problems import Problem
from configurator.program.compile.catalog_passes import CompiledCatalog
from configurator.reading.wording import some_of
from configurator.solving.engines import DEFAULT, engine_named

MOST_DAYS: Final = 8
"""On how many days, at most, the cheapest product is looked for: those on which a credit begins."""

EARLY: Final = date(2000, 1, 1)
"""The day that stands for those before the first date of a book."""


def no_product_costs_less_than_nothing(book: PriceBook, compiled: CompiledCatalog, budget: Budget) -> Iterator[Problem]:
    """Yield a warning where the cheapest product of a book with credits costs less than nothing.

    Books that need parameters, or whose prices have no exact sum, are believed; so are those for which time runs out.
    """
    credits = [case for case in cases_in((tuple(book.prices.items.values()), book.charges)) if _negative(case)]
    for day in sorted({_day(book, case) for case in credits})[:MOST_DAYS]:
        try:
            ready = prepare(book, compiled.catalog, day)
            prices = SearchablePrices.open(ready, compiled, engine_named(DEFAULT), engine_named("cp_sat"))
            found = cheapest(prices, budget=budget)
        except (InvalidRequest, NotExact, Undecided):
            continue
        if found is not None and found.priced.totals.compare < 0:
            yield _problem(book, credits[0], found.priced.totals.compare, found.configuration, day)
            return


def _negative(case: Case) -> bool:
    return isinstance(case.value, Fraction) and case.value < 0


def _day(book: PriceBook, case: Case) -> date:
    """Return a day on which a credit and the book are in force."""
    starts = [day for day in (book.effective.start, case.interval.start) if day is not None]
    if starts:
        return max(starts)
    ends = [day for day in (book.effective.end, case.interval.end) if day is not None]
    return min((EARLY, *(day - timedelta(days=1) for day in ends)))


def _problem(book: PriceBook, credit: Case, total: Fraction, product: Configuration, day: date) -> Problem:
    shown = some_of(f"{path} {show_value(value)}" for path, value in product.values.items())
    message = f"on {day} a product costs {exact_text(total)} {book.currency}: {shown}"
    hint = "a stage of kind minimum keeps a total at 0"
    return Problem(NEGATIVE_TOTAL, credit.location, f"book {book.id}", message, "0 or more", hint)
