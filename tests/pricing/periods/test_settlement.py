"""The order of coupons, tax and credits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.money import Rounding, round_to
from configurator.pricing.periods.settlement import DEFAULT_ORDER, SettlementStep, settle

COUPONS, TAX, NOTES, PREPAID = SettlementStep
CREDITS = {COUPONS: Fraction(10), NOTES: Fraction(20), PREPAID: Fraction(30)}


def cents(amount: Fraction) -> Fraction:
    return round_to(amount, Fraction(1, 100), Rounding.HALF_UP)


@pytest.mark.parametrize(
    ("order", "expected"),
    [((COUPONS, PREPAID, TAX), 33), ((TAX, COUPONS, PREPAID), 37), (DEFAULT_ORDER, 16), ((), 70)],
)
def test_the_same_figures_have_three_answers(order: tuple[SettlementStep, ...], expected: int) -> None:
    assert expected == settle(Fraction(70), order, credits=CREDITS, tax_percent=Fraction(10), rounded=cents).due


@given(st.integers(0, 10**6), st.permutations(list(SettlementStep)), st.integers(0, 30))
def test_every_step_follows_from_the_one_before_and_none_goes_below_zero(
    units: int, order: list[SettlementStep], percent: int
) -> None:
    found = settle(Fraction(units, 100), order, credits=CREDITS, tax_percent=Fraction(percent), rounded=cents)
    amount = found.charged
    for step in found.steps:
        assert amount == step.before
        amount = step.after
        assert amount >= 0
    assert amount == found.due


def test_no_step_stands_twice() -> None:
    with pytest.raises(InvalidRequest, match="twice"):
        settle(Fraction(1), (TAX, TAX), credits={}, tax_percent=Fraction(0), rounded=cents)
