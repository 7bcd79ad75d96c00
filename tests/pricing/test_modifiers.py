"""Modifiers: each by the figures its publishers give, taken in the order of the book."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.modifiers import Due, PartOfPeriod
from tests.pricing.figures import cost

UNITS = "model: per_unit, quantity: seats, price: {}, modifiers: [{}]"


def modified(modifiers: str, quantity: str, price: str = "10", part: str = "whole") -> str:
    return cost(UNITS.format(price, modifiers), quantity, part=part)


@pytest.mark.parametrize(
    ("modifier", "quantity", "expected"),
    [
        ("{discount: 50}", "20", "100"),
        ("{multiply: 0.5}", "20", "100"),
        ("{plus: -3}", "20", "197"),
        ("{round_to: 30}", "20", "210"),
        ("{round_to: {step: 30, mode: down}}", "20", "180"),
        ("{minimum_spend: 100}", "0", "100"),
        ("{minimum_spend: 100}", "11", "110"),
        ("{maximum_spend: 100}", "11", "100"),
        ("{prepaid: {balance: 150, surcharge: 10}}", "20", "55"),
        ("{prepaid: {balance: 150, short: debt}}", "20", "0"),
        ("{prepaid: {balance: 150}}", "5", "0"),
    ],
)
def test_a_modifier_does_one_thing(modifier: str, quantity: str, expected: str) -> None:
    assert expected == modified(modifier, quantity)


# Published by Flexprice for commitments of 500 units at 2 with a factor of 1.5, and by AWS for a plan of 0.90 an hour.
@pytest.mark.parametrize(
    ("keys", "quantity", "expected"),
    [("true_up: true", "700", "1600"), ("true_up: true", "300", "1000"), ("true_up: false", "300", "600"),
     ("true_up: false", "500", "1000")],
)  # fmt: skip
def test_a_commitment_is_paid_with_overage_and_true_up(keys: str, quantity: str, expected: str) -> None:
    for promise in ("quantity: 500", "amount: 1000"):
        assert expected == modified(f"{{commitment: {{{promise}, overage_factor: 1.5, {keys}}}}}", quantity, "2")


@pytest.mark.parametrize(("quantity", "expected"), [("0", "0.9"), ("1", "0.9"), ("2", "1.9")])
def test_beyond_a_commitment_units_may_have_a_price_of_their_own(quantity: str, expected: str) -> None:
    found = modified("{commitment: {amount: 0.90, overage_price: 1}}", quantity, "0.90")
    assert Fraction(expected) == Fraction(found)


def test_the_order_of_the_book_is_the_order_of_modifiers() -> None:
    assert "60" == modified("{discount: 50}, {maximum_spend: 60}", "20")
    assert "30" == modified("{maximum_spend: 60}, {discount: 50}", "20")


def test_a_window_is_settled_by_itself_where_the_book_says_so() -> None:
    text = "model: per_unit, quantities: usage, measured: windowed, price: 2, modifiers: [{{commitment: {}}}]"
    by_window, together = "{quantity: 10, overage_factor: 1.5, per: part}", "{quantity: 30, overage_factor: 1.5}"
    assert ["75", "63"] == [cost(text.format(each), readings="15, 6, 10") for each in (by_window, together)]


def test_hours_of_the_day_have_prices_and_commitments_of_their_own() -> None:
    hours = "day_windows: [{from: 09:00, until: 12:00, price: 2, modifiers: [{commitment: {amount: 5, overage_factor: 2, true_up: false, per: part}}]}]"  # noqa: E501
    rest = "modifiers: [{commitment: {amount: 10, overage_factor: 2, per: part}}]"
    text = f"model: per_unit, quantities: usage, measured: windowed, price: 1, {hours}, {rest}"
    assert "47" == cost(text, readings="09:00=10, 10:00=1, 18:00=3")


@pytest.mark.parametrize(("part", "expected"), [("whole", "100"), ("first", "10"), ("middle", "10"), ("last", "100")])
def test_a_minimum_is_made_up_for_at_the_end_of_the_period(part: str, expected: str) -> None:
    assert expected == modified("{minimum_spend: 100}", "1", part=part)
    assert "100" == modified("{minimum_spend: {amount: 100, due: always}}", "1", part=part)


def test_parts_of_a_period_bill_what_is_due_in_them() -> None:
    assert [True, True, False, False] == [part.bills(Due.AT_START) for part in PartOfPeriod]
    assert [True, False, False, True] == [part.bills(Due.AT_END) for part in PartOfPeriod]
    assert all(part.bills(Due.ALWAYS) for part in PartOfPeriod)


def test_minimum_and_maximum_count_what_was_billed_before() -> None:
    text = "model: per_unit, quantity: seats, price: 10, before: {{quantity: 7, amount: 70}}, modifiers: [{}]"
    assert "30" == cost(text.format("{maximum_spend: 100}"), "5")
    assert "130" == cost(text.format("{minimum_spend: 200}"), "5")
    assert "0" == cost(text.format("{maximum_spend: 60}"), "5")


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 4))
def test_a_commitment_with_true_up_never_costs_less_for_more(less: int, more: int, factor: int) -> None:
    keys = f"{{commitment: {{amount: 100, overage_factor: {factor}}}}}"
    one, other = (Fraction(modified(keys, str(each), "1")) for each in sorted((less, more)))
    assert 100 <= one <= other


def test_overage_by_the_unit_needs_units_with_a_price() -> None:
    text = "model: per_unit, quantity: seats, price: 0, reserved: {quantity: 5, price: 2}, modifiers: [{commitment: {amount: 1, overage_price: 2}}]"  # noqa: E501
    with pytest.raises(InvalidRequest, match="overage has a price per unit"):
        cost(text, "9")
    assert "1" == cost(text.replace("reserved: {quantity: 5, price: 2}, ", ""), "9")
