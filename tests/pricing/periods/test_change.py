"""Changing plans in the middle of a period."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.periods.change import (
    Change,
    ChangeTerms,
    CreditOf,
    Netting,
    Settled,
    Taxed,
    capped_credit,
    change,
    changes,
    settled,
    taxed,
)

CENT = Fraction(1, 100)
LINES = ChangeTerms(CENT)
AMOUNTS = st.integers(0, 10**7).map(lambda units: units * CENT)


def figures(found: Change) -> list[Fraction]:
    return [found.credit, found.charge, found.net]


def test_lines_are_rounded_before_they_are_netted() -> None:
    assert [Fraction("5.48"), Fraction("10.97"), Fraction("5.49")] == figures(
        change(Fraction(10), Fraction(20), Fraction(17, 31), LINES)
    )


def test_or_the_exact_net_is_rounded_once() -> None:
    exact = ChangeTerms(CENT, netting=Netting.ROUNDED_NET)
    assert Fraction("5.48") == change(Fraction(10), Fraction(20), Fraction(17, 31), exact).net
    pairs = [(Fraction(10), Fraction(20)), (Fraction(0), Fraction(5))]
    assert Fraction("8.23") == changes(pairs, Fraction(17, 31), exact).net


def test_a_whole_instalment_may_be_credited_or_nothing() -> None:
    twenty, forty, left = Fraction(20), Fraction(40), Fraction(21, 31)
    assert Fraction("7.10") == change(twenty, forty, left, ChangeTerms(CENT, credit=CreditOf.FULL_INSTALMENT)).net
    assert Fraction("27.10") == change(twenty, forty, left, ChangeTerms(CENT, credit=CreditOf.NONE)).net
    assert Fraction("13.55") == change(twenty, forty, left, LINES).net


def test_several_changes_are_made_at_once() -> None:
    pairs = [(Fraction(100), Fraction(200)), (Fraction(0), Fraction(50)), (Fraction(30), Fraction(0))]
    assert [Fraction(65), Fraction(125), Fraction(60)] == figures(changes(pairs, Fraction(1, 2), LINES))


@given(AMOUNTS, AMOUNTS, st.fractions(0, 1, max_denominator=366))
def test_a_change_and_its_way_back_cost_nothing(old: Fraction, new: Fraction, left: Fraction) -> None:
    assert 0 == change(old, new, left, LINES).net + change(new, old, left, LINES).net


def test_more_than_all_of_a_period_cannot_be_left() -> None:
    with pytest.raises(InvalidRequest, match="between 0 and 1"):
        change(Fraction(1), Fraction(2), Fraction(3, 2), LINES)


@given(*[st.integers(-500, 500).map(Fraction)] * 3)
def test_no_credit_is_more_than_was_paid_and_not_yet_given_back(a: Fraction, paid: Fraction, before: Fraction) -> None:
    found = capped_credit(a, paid, before)
    assert found >= 0
    assert not found or (found <= a and found <= paid - before)


def test_net_and_tax_are_rounded_by_themselves() -> None:
    terms = ChangeTerms(Fraction(1))
    assert Taxed(Fraction(19333), Fraction(4833), Fraction(24166)) == taxed(
        Fraction(20000 * 29, 30), Fraction(25), terms
    )


def test_what_a_credit_exceeds_the_amount_by_is_kept() -> None:
    assert Settled(Fraction("530.47"), Fraction(0)) == settled(Fraction(998), Fraction("467.53"))
    assert Settled(Fraction(0), Fraction(5)) == settled(Fraction(10), Fraction(15))
