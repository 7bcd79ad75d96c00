"""A product that a book gives money away for is found and named."""

from functools import cache

from configurator.budget import UNLIMITED
from configurator.owner.negative_totals import no_product_costs_less_than_nothing
from configurator.program.compile import CompiledCatalog, compile_catalog
from tests.pricing.shop import book_of, van

PETROL = "prices: {items: {petrol: 900, diesel: 1100}}\n"


@cache
def compiled() -> CompiledCatalog:
    found, problems = compile_catalog(van())
    assert found is not None, problems
    return found


def told(text: str) -> list[str]:
    found = no_product_costs_less_than_nothing(book_of(text), compiled(), UNLIMITED)
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
