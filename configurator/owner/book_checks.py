"""The books of one catalog side by side: a set in several currencies prices the same things."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Final

from configurator.budget import Budget
from configurator.canonical_json import exact_text
from configurator.catalog.feature_values import show_value
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest, NotExact
from configurator.offering.price_range import cheapest
from configurator.offering.price_search import SearchablePrices
from configurator.owner.codes import BOOKS_DIFFER, NEGATIVE_TOTAL, NO_PRODUCT
from configurator.owner.limits import MOST_CREDIT_DAYS
from configurator.pricing.amounts import Case, both
from configurator.pricing.checks.unconditional import cases_in
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import prepare
from configurator.problems import Problem
from configurator.program.compile.catalog_passes import CompiledCatalog
from configurator.reading.message_parts import quoted, some_of
from configurator.session.explanation import ConstraintCause, Explanation
from configurator.session.session import Session
from configurator.solving.engines import DEFAULT, engine_named
from configurator.solving.port import Solver
from configurator.source import Location


def books_agree(books: Iterable[PriceBook]) -> Iterator[Problem]:
    """Yield a warning for each book that lacks an item of a book in another currency on the same days."""
    for one, other in combinations(books, 2):
        if one.currency != other.currency and _together(one, other):
            yield from _lacking(one, other)
            yield from _lacking(other, one)


def _together(one: PriceBook, other: PriceBook) -> bool:
    shared = both(one.effective, other.effective)
    return shared.start is None or shared.end is None or shared.start < shared.end


def _lacking(book: PriceBook, other: PriceBook) -> Iterator[Problem]:
    for section, here, there in (
        ("prices", book.prices.items, other.prices.items),
        ("charges", [each.id for each in book.charges], [each.id for each in other.charges]),
        ("stages", [each.id for each in book.stages], [each.id for each in other.stages]),
    ):
        missing = [name for name in dict.fromkeys(there) if name not in here]
        if missing:
            message = f"{some_of(missing)} of the book {other.id} ({other.currency}) is not in {book.id}"
            hint = "price it here too, or say in both what it costs where it is free: 0"
            yield Problem(BOOKS_DIFFER, book.location, section, message, "the same things in every currency", hint)


EARLY: Final = date(2000, 1, 1)
"""The day that represents all days before the first date of a book."""


def no_product_costs_less_than_nothing(book: PriceBook, compiled: CompiledCatalog, budget: Budget) -> Iterator[Problem]:
    """Yield a warning where the cheapest product of a book with credits costs less than nothing.

    Books that need parameters, or whose prices have no exact sum, are believed. Raises Undecided if time runs out.
    """
    credits = [case for case in cases_in((tuple(book.prices.items.values()), book.charges)) if _negative(case)]
    for day in sorted({_day(book, case) for case in credits})[:MOST_CREDIT_DAYS]:
        try:
            ready = prepare(book, compiled.catalog, day)
            prices = SearchablePrices.open(
                ready, compiled, engine_named(DEFAULT), engine_named("cp_sat"), budget=budget
            )
            price_range_end = cheapest(prices, budget=budget)
        except (InvalidRequest, NotExact):
            continue
        if price_range_end is not None and price_range_end.priced.totals.compare < 0:
            yield _problem(book, credits[0], price_range_end.priced.totals.compare, price_range_end.configuration, day)
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


def there_is_a_product(
    compiled: CompiledCatalog,
    solver: Solver,
    budget: Budget,
    locate: Callable[[str], Location] | None = None,
) -> Iterator[Problem]:
    """Yield a problem where a catalog has no product, at its first cause; `locate` returns that of a constraint's id.

    Raises Undecided if time runs out.
    """
    conflict = Session.open(compiled, solver, budget=budget).conflict(budget=budget)
    if conflict is not None:
        yield _no_product_problem(compiled.catalog, conflict, locate)


def _no_product_problem(catalog: Catalog, conflict: Explanation, locate: Callable[[str], Location] | None) -> Problem:
    laws = [cause for cause in conflict.causes if isinstance(cause, ConstraintCause)]
    named = ", ".join(quoted(f"{law.instance}.{law.id}" if law.instance else law.id) for law in laws)
    match len(laws):
        case 0:
            message, hint = "by its features and structures alone there is no product", "let numbers be other ones"
        case 1:
            message, hint = f"no product fulfils the constraint {named}", "change it"
        case _:
            message, hint = f"no product fulfils these constraints together: {named}", "change one of them"
    location = catalog.location if not laws else locate(laws[0].id) if locate else laws[0].location
    return Problem(NO_PRODUCT, location, f"catalog {catalog.id}", message, "at least one product", hint)
