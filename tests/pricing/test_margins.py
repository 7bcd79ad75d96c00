"""Margins are what lines leave beyond their costs, and costs are in nothing that a price writes."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration import Configuration, FeatureValue
from configurator.pricing.cadence import Cadence
from configurator.pricing.json_form import canonical
from configurator.pricing.margins import Margins, margins, margins_to_json
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.rendered_price import as_html, as_text
from tests.examples import share
from tests.pricing.random_books import books, cents, vans
from tests.pricing.shop import DAY, book_of, chosen, problems_of, van

PRICES = """
prices:
  items: {petrol: 100, diesel: 150, navigation: [{amount: 40}, {amount: 3, recurring: month}]}
charges:
  base: {amount: 10}
  seats: {model: per_unit, quantity: seats, price: 5}
stages:
  - {id: off, kind: discount, percent: 10, because: So}
  - {id: vat, kind: tax, percent: 19, because: VAT}
"""
COSTS = """
costs:
  items:
    petrol: [{amount: 61.11, until: 2026-07-01}, {amount: 63.33, from: 2026-07-01}]
    diesel: [{amount: 80, when: sport}, {amount: 90}]
    navigation: [{amount: 25}, {amount: 1, recurring: month}]
    charges.base: 4
    charges.seats: 3.50
"""


def seen(text: str, values: dict[str, FeatureValue] | None = None, quantity: int = 1) -> Margins | None:
    prepared = prepare(book_of(text), van(), DAY, quantity=quantity)
    configuration = chosen(values)
    return margins(price_prepared(configuration, prepared), configuration, prepared)


def test_every_line_and_every_total_has_its_cost_and_margin() -> None:
    found = seen(PRICES + COSTS, {"navigation": True})
    assert found is not None
    shown = {id: (str(each.amount), str(each.cost)) for id, each in found.lines.items()}
    assert {
        "prices.engine": ("100", "6111/100"),
        "prices.navigation": ("40", "25"),
        "prices.navigation:monthly": ("3", "1"),
        "charges.base": ("10", "4"),
        "charges.seats": ("15", "21/2"),
        "stages.off": ("-33/2", "0"),
        "stages.off:monthly": ("-3/10", "0"),
    } == shown
    assert Fraction("148.50") - Fraction("100.61") == found.totals[Cadence.ONE_TIME].left
    assert Fraction("2.70") - 1 == found.totals[Cadence.MONTHLY].left
    assert () == found.unknown


def test_costs_count_for_all_pieces_and_follow_days_and_conditions() -> None:
    found = seen(PRICES + COSTS, {"engine": "diesel", "sport": True}, quantity=3)
    assert found is not None
    assert 3 * (80 + 4 + Fraction("10.5")) == found.totals[Cadence.ONE_TIME].cost


def test_what_is_sold_without_a_cost_leaves_no_margin_and_is_named() -> None:
    found = seen(PRICES + "costs: {items: {petrol: 60, charges.base: 4}}")
    assert found is not None
    assert (None, ("charges.seats",)) == (found.totals[Cadence.ONE_TIME].cost, found.unknown)
    lapsed = seen(
        PRICES + COSTS.replace("2026-07-01", "2026-01-01").replace(", from: 2026-01-01", ", from: 2027-01-01")
    )
    assert lapsed is not None and lapsed.totals[Cadence.ONE_TIME].cost is None


def test_a_book_without_costs_has_no_margins() -> None:
    assert seen(PRICES) is None


def test_costs_by_the_bill_of_materials_compare_with_prices_by_choice_in_total() -> None:
    found = seen("prices: {items: {petrol: 100, diesel: 1}}\ncosts: {sales: bill_of_materials, items: {petrol: 70}}")
    assert found is not None
    assert (Fraction(30), None) == (found.totals[Cadence.ONE_TIME].left, found.lines["prices.engine"].cost)


def test_costs_are_read_like_prices() -> None:
    assert [("pricing.unknown-item", "catalog x sells no `petrl`")] == problems_of("costs: {items: {petrl: 1}}")


@settings(max_examples=share(60))
@given(books(), vans(), st.lists(cents, min_size=4, max_size=4))
def test_costs_change_nothing_of_a_price_and_are_in_nothing_that_it_writes(
    text: str, configuration: Configuration, figures: list[str]
) -> None:
    items = dict(zip(("petrol", "diesel", "navigation", "charges.base"), figures, strict=True))
    book = f"{text}costs: {{items: {{{', '.join(f'{item}: 77{cost}' for item, cost in items.items())}}}}}\n"
    plain, costed = (
        price_prepared(configuration, prepare(book_of(each), van(), DAY, {"customer.segment": "fleet"}))
        for each in (text, book)
    )
    without = [canonical(each).replace(each.book_digest, "") for each in (plain, costed)]
    assert without[0] == without[1]
    assert (as_text(plain), as_html(plain)) == (as_text(costed), as_html(costed))


def test_margins_are_json_with_exact_texts() -> None:
    found = seen("prices: {items: {petrol: 100, diesel: 1}}\ncosts: {items: {petrol: 61.11, diesel: 1}}")
    assert found is not None
    assert {
        "currency": "EUR",
        "lines": [{"line": "prices.engine", "amount": "100", "cost": "61.11", "margin": "38.89"}],
        "totals": {"one_time": {"amount": "100", "cost": "61.11", "margin": "38.89"}},
        "unknown": [],
    } == margins_to_json(found)
