"""Books of one catalog in several currencies price the same things."""

from functools import cache

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.errors import Undecided
from configurator.owner.book_checks import books_agree, no_product_costs_less_than_nothing, there_is_a_product
from configurator.program.compile import CompiledCatalog, compile_catalog
from tests.pricing.shop import HEAD, book_of, van
from tests.session.shop import compiled, solver

EURO = book_of("charges: {a: {amount: 5}, b: {amount: 6}}\nprices: {items: {navigation: 9}}")


def lacking(text: str, currency: str = "JPY") -> list[str]:
    other = book_of(text, HEAD.replace("EUR", currency).replace("book: b", "book: other"))
    return [f"{problem.where}: {problem.message}" for problem in books_agree([EURO, other])]


def test_a_book_that_lacks_what_one_in_another_currency_has_is_told() -> None:
    assert [
        "prices: `navigation` of the book b (EUR) is not in other",
        "charges: `b` of the book b (EUR) is not in other",
    ] == lacking("charges: {a: {amount: 800}}")


def test_books_that_agree_and_books_of_one_currency_are_fine() -> None:
    assert [] == lacking("charges: {a: {amount: 800}, b: {amount: 900}}\nprices: {items: {navigation: 1200}}")
    assert [] == lacking("charges: {a: {amount: 5}}", "EUR")


def test_books_of_other_days_need_not_agree() -> None:
    first = book_of("effective: {until: 2026-01-01}\ncharges: {a: {amount: 5}}")
    later = book_of("effective: {from: 2026-01-01}\ncharges: {b: {amount: 5}}", HEAD.replace("EUR", "USD"))
    assert [] == list(books_agree([first, later]))


PETROL = "prices: {items: {petrol: 900, diesel: 1100}}\n"


@cache
def lamps_compiled() -> CompiledCatalog:
    found, problems = compile_catalog(van())
    assert found is not None, problems
    return found


def told(text: str) -> list[str]:
    found = no_product_costs_less_than_nothing(book_of(text), lamps_compiled(), UNLIMITED)
    return [problem.message for problem in found]


def test_the_first_day_and_the_cheapest_product_are_named() -> None:
    credit = "charges: {a: {amount: [{amount: -850}, {amount: -1000, from: 2027-01-01}]}}"
    (message,) = told(PETROL + credit)
    assert message.startswith("on 2027-01-01 a product costs -100 EUR: `engine petrol`")


def test_a_credit_that_prices_outweigh_is_fine() -> None:
    assert [] == told(f"{PETROL}charges: {{a: {{amount: -850}}}}")


def test_a_minimum_keeps_the_total_at_nothing() -> None:
    stage = "stages: [{id: least, kind: minimum, amount: 0, because: So}]"
    assert [] == told(f"{PETROL}charges: {{a: {{amount: -1850}}}}\n{stage}")


def test_a_book_that_needs_parameters_is_believed() -> None:
    assert [] == told("parameters: {x: {type: number}}\ncharges: {a: {amount: -850}}")


NEVER = "features:\n  a: {type: boolean}\nconstraints:\n  never: {require: a and not a, because: Never.}\n"


def test_a_catalog_with_a_product_has_no_problem() -> None:
    assert [] == list(there_is_a_product(compiled(), solver(), UNLIMITED))


def test_the_constraints_that_never_hold_together_are_named_with_their_place() -> None:
    (found,) = there_is_a_product(compiled(NEVER), solver(NEVER), UNLIMITED)
    assert ("no product fulfils the constraint `never`", 6) == (found.message, found.location.line)


HARD = f"features:\n{''.join(f'  f{at}: {{type: boolean}}' + chr(10) for at in range(9))}"


def test_a_catalog_is_undecided_where_time_runs_out() -> None:
    spent = Budget(lambda: 2.0, deadline=1.0)
    with pytest.raises(Undecided):
        list(there_is_a_product(compiled(HARD), solver(HARD), spent))
