"""Bills: whatever was rated before, a bill comes to what is due, and what was booked is not booked again."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.bills import BookedLine, due_lines_of, standing, total
from configurator.metering.usage_parameters import bill_of, due_lines
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Priced
from configurator.pricing.rerating import EntryKind, entries
from tests.pricing.shop import DAY, book_of, chosen, van

MODELS = {
    "graduated": "model: graduated, tiers: [{up_to: 10, price: 2}, {up_to: 20, price: 1.005}, {price: 0.333}]",
    "volume": "model: volume, tiers: [{up_to: 10, price: 2, flat: 5}, {price: 1.5}]",
    "package": "model: package, price: 7, size: 6",
    "per_unit": "model: per_unit, price: 0.333",
}
BOOKS = {
    name: book_of(
        f"parameters: {{calls: {{type: number, default: 0}}}}\ncharges: {{calls: {{quantity: calls, {model}}}}}"
    )
    for name, model in MODELS.items()
}
QUANTITIES = st.lists(st.integers(0, 40), min_size=1, max_size=6)


def rated(name: str, calls: int) -> Priced:
    return price_prepared(chosen(), prepare(BOOKS[name], van(), DAY, {"calls": calls}))


@pytest.mark.parametrize("name", MODELS)
@given(quantities=QUANTITIES)
def test_whatever_was_rated_before_a_bill_comes_to_what_is_due(name: str, quantities: list[int]) -> None:
    booked: list[BookedLine] = []
    for calls in quantities:
        priced = rated(name, calls)
        booked += due_lines_of("bill", "acme", priced, booked)
        assert sum((line.exact for line in priced.lines), Fraction(0)) == total(booked)
        assert {each for each in entries(priced) if each.amount} == {each for each in standing(booked) if each.amount}
        assert [] == due_lines_of("bill", "acme", priced, booked)
    assert len(booked) == len({line.id for line in booked})


def test_another_unit_price_reverses_what_was_billed() -> None:
    first = due_lines_of("bill", "acme", rated("volume", 10), [])
    then = due_lines_of("bill", "acme", rated("volume", 12), first)
    assert EntryKind.REVERSAL in [line.kind for line in then]
    assert Fraction(18) == total([*first, *then])


def test_lines_come_back_from_a_store_as_they_were_and_only_once() -> None:
    lines = due_lines_of("bill", "acme", rated("graduated", 31), [])
    with DuckDbEvents() as store:
        assert (len(lines), 0) == (store.book(lines), store.book(lines))
        assert lines == store.booked("bill")
        assert [] == store.booked("other")


def test_a_subject_whose_usage_is_gone_is_credited() -> None:
    def price(usage: object) -> Priced:
        return rated("per_unit", 12 if usage else 0)

    booked = due_lines("bill", {"acme": {"calls": 12}}, [], price)
    (credit,) = due_lines("bill", {}, booked, price)
    assert ("acme", EntryKind.REVERSAL) == (credit.subject, credit.kind)
    assert 0 == total([*booked, credit])


def test_the_bill_of_a_period_has_one_name() -> None:
    assert "b/2026-01-01/2026-02-01" == bill_of(BOOKS["volume"], date(2026, 1, 1), date(2026, 2, 1))
