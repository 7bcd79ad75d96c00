"""Percentages: free events and free money, fees per event, bounds per event."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models import Percentage, Usage, plain_value, rate
from tests.pricing.figures import amount, cost

EVENTS = "model: percentage, quantities: usage, measured: events, rate: {}"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("", "18.4"), (", free_events: 3", "7.2"), (", free_amount: 250", "11.15"),
     (", free_events: 3, free_amount: 250", "11.15"), (", free_events: 3, free_amount: 500", "7.2"),
     (", free_events: 9", "0")],
)  # fmt: skip
def test_of_free_events_and_free_money_the_one_that_ends_first_ends_both(keys: str, expected: str) -> None:
    text = f"{EVENTS.format('1.3')}, fixed: 2{keys}"
    assert Fraction(expected) == Fraction(cost(text, readings="50, 100, 250, 400"))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("", "16.142"), (", free_amount: 30", "13.794"), (", free_events: 2", "12"),
     (", free_events: 3, free_amount: 10000", "2.691")],
)  # fmt: skip
def test_every_event_that_is_paid_stays_within_its_bounds(keys: str, expected: str) -> None:
    text = f"{EVENTS.format('2.99')}, least: 1.75, most: 12{keys}"
    assert Fraction(expected) == Fraction(cost(text, readings="10, 80, 10000"))


@pytest.mark.parametrize(("events", "money"), [("-3", "0"), ("0", "-90"), ("-9", "-1")])
@pytest.mark.parametrize("bounds", [(), (amount("1"), amount("2000"))])
def test_an_allowance_below_zero_is_none(events: str, money: str, bounds: tuple[Amount, ...]) -> None:
    usage = Usage(Fraction(800), events=tuple(map(Fraction, (50, 100, 250, 400))))
    plain, given = (amount("1.3"), amount("2")), (amount(events), amount(money))
    free, none = (rate(Percentage(*plain, *each, *bounds), usage, plain_value) for each in (given, ((), ())))
    assert none.amount == free.amount


def test_running_totals_are_told_apart_into_events() -> None:
    totals = "model: percentage, quantities: usage, measured: running_totals, rate: 1.3, fixed: 2, free_events: 2"
    assert cost(totals, readings="50, 150, 400") == cost(
        totals.replace("running_totals", "events"), readings="50, 100, 250"
    )


@given(st.lists(st.integers(0, 500).map(Fraction), max_size=6), st.integers(0, 4), st.integers(0, 900))
def test_bounds_that_never_bind_change_nothing(events: list[Fraction], free: int, money: int) -> None:
    plain = Percentage(amount("1.5"), amount("0.25"), amount(str(free)), amount(str(money)))
    bounded = Percentage(plain.rate, plain.fixed, plain.free_events, plain.free_amount, amount("0"), amount("100000"))
    usage = Usage(sum(events, Fraction(0)), events=tuple(events))
    assert rate(plain, usage, plain_value).amount == rate(bounded, usage, plain_value).amount
