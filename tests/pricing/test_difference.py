"""Two prices side by side."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.pricing.cadence import Cadence
from configurator.pricing.difference import bridge, price_difference
from configurator.pricing.price import price
from tests.pricing.random_books import books, vans
from tests.pricing.shop import DAY, HEAD, book_of, priced, van

BOOK = """
prices: {items: {petrol: 9000, diesel: 9000, radio: 200, roof: [{amount: 800}, {amount: 5, recurring: month}]}}
waivers: {sport: {when: sport, includes: [radio], because: In}}
"""


def test_new_gone_and_changed_lines_are_told_apart() -> None:
    found = price_difference(priced(BOOK, {"radio": True}), priced(BOOK, {"roof": True, "engine": "diesel"}))
    assert [
        ("prices.engine", True, True, 0),
        ("prices.roof", False, True, 800),
        ("prices.roof:monthly", False, True, 5),
        ("prices.radio", True, False, -200),
    ] == [(each.id, each.before is not None, each.after is not None, int(each.change.amount)) for each in found.lines]
    assert {Cadence.ONE_TIME: Decimal(600), Cadence.MONTHLY: Decimal(5)} == {
        cadence: change.amount for cadence, change in found.totals.items()
    }


def test_a_waived_part_differs_by_what_was_waived() -> None:
    found = price_difference(priced(BOOK, {"radio": True}), priced(BOOK, {"radio": True, "sport": True}))
    assert [("prices.radio", Decimal(-200))] == [(each.id, each.change.amount) for each in found.lines]


def test_equal_prices_have_no_difference() -> None:
    assert () == price_difference(priced(BOOK), priced(BOOK)).lines


def test_prices_in_different_currencies_cannot_be_compared() -> None:
    with pytest.raises(InvalidRequest, match="USD cannot be compared with one in EUR"):
        price_difference(priced(BOOK), priced(BOOK, head=HEAD.replace("EUR", "USD")))


@given(books(), vans(), vans())
def test_the_differences_of_lines_sum_to_that_of_the_totals(text: str, one: Configuration, two: Configuration) -> None:
    book = book_of(text)
    found = price_difference(price(one, van(), book, DAY), price(two, van(), book, DAY))
    for cadence, change in found.totals.items():
        lines = (each.change.fraction for each in found.lines if each.cadence is cadence)
        assert sum(lines, Fraction(0)) == change.fraction


def test_a_bridge_leads_from_one_total_to_the_other_by_the_largest_changes_first() -> None:
    steps = bridge(priced(BOOK, {"radio": True}), priced(BOOK, {"roof": True}))
    assert [("prices.roof", 9200, 800, 10000), ("prices.radio", 10000, -200, 9800)] == [
        (each.line, *(int(money.amount) for money in (each.before, each.change, each.after))) for each in steps
    ]


@given(books(), vans(), vans())
def test_every_bridge_ends_at_the_later_total(text: str, first: Configuration, second: Configuration) -> None:
    before, after = (price(each, van(), book_of(text), DAY) for each in (first, second))
    steps = bridge(before, after)
    assert after.totals.one_time == (steps[-1].after if steps else before.totals.one_time)
