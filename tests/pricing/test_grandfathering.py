"""Existing customers keep a figure until its change reaches them; new ones, and earlier days, are not touched."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.model import Interval
from configurator.errors import InvalidRequest
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.grandfathering import NEVER, amount_for
from configurator.pricing.price import price
from configurator.source import Location
from tests.pricing.shop import book_of, chosen, problems_of, van

FIRST = date(2026, 1, 1)
NOWHERE = Location("book.yaml", 1, 1)
BOOK = """
parameters: {customer.since: {type: text, default: ""}}
existing_since: customer.since
prices: {items: {seats: [{amount: 10}, {amount: 11, from: 2026-07-01, existing: keep}]}}
charges:
  care: {amount: [{amount: 12}, {amount: 15, from: 2026-07-01, existing: 2027-01-01}, {amount: 20, from: 2030-01-01}]}
"""


@st.composite
def histories(draw: st.DrawFn) -> Amount:
    """Return figures that follow on each other, each with or without a later day for existing customers."""
    starts = sorted(draw(st.sets(st.integers(1, 60), max_size=4)))
    days = [None, *(FIRST + timedelta(days=start) for start in starts)]
    ends = [*days[1:], None]
    later = st.one_of(st.none(), st.just(NEVER), st.integers(0, 30).map(lambda more: timedelta(days=more)))
    cases = []
    for number, (start, end) in enumerate(zip(days, ends, strict=True)):
        wait = draw(later) if start else None
        existing = start + wait if start and isinstance(wait, timedelta) else wait
        cases.append(
            Case(
                Fraction(number),
                NOWHERE,
                Interval(start, end),
                existing=existing if isinstance(existing, date) else None,
            )
        )
    return tuple(cases)


def plain(amount: Amount, since: date, on: date) -> Fraction:
    """Return the figure of a day as the rule says it: the last one that has reached the customer."""
    reached = Fraction(0)
    for case in amount:
        start = case.interval.start or date.min
        begin = case.existing if case.existing is not None and since < start else start
        if isinstance(case.value, Fraction) and begin <= on:
            reached = case.value
    return reached


@given(histories(), st.integers(-5, 70), st.integers(-5, 100))
def test_the_last_figure_that_reached_a_customer_holds(amount: Amount, since: int, on: int) -> None:
    start, day = FIRST + timedelta(days=since), FIRST + timedelta(days=on)
    found = [case.value for case in amount_for(amount, start) if day in case.interval]
    assert [plain(amount, start, day)] == found


@given(histories(), st.integers(0, 100))
def test_who_came_last_sees_the_book_as_it_is_written(amount: Amount, on: int) -> None:
    day = FIRST + timedelta(days=on)
    found = [case.value for case in amount_for(amount, FIRST + timedelta(days=100)) if day in case.interval]
    assert [case.value for case in amount if day in case.interval] == found


@pytest.mark.parametrize(
    ("since", "on", "total"),
    [
        ("", date(2026, 8, 1), 15 + 33),
        ("2025-03-01", date(2026, 8, 1), 12 + 30),
        ("2025-03-01", date(2027, 1, 1), 15 + 30),
        ("2026-07-01", date(2026, 8, 1), 15 + 33),
        ("2025-03-01", date(2031, 1, 1), 20 + 30),
    ],
)
def test_list_prices_and_charges_spare_existing_customers(since: str, on: date, total: int) -> None:
    found = price(chosen({"cable": Fraction(2)}), van(), book_of(BOOK), on, {"customer.since": since})
    assert total == found.totals.one_time.fraction


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="found `soon`; expected a day such as 2024-05-01"):
        price(chosen(), van(), book_of(BOOK), FIRST, {"customer.since": "soon"})


def test_a_figure_that_spares_someone_needs_to_know_whom() -> None:
    text = "charges: {care: {amount: [{amount: 12}, {amount: 15, from: 2026-07-01, existing: keep}]}}"
    assert [("pricing.bad-existing", "nothing tells who had the product before")] == problems_of(text)
