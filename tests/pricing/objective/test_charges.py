"""Charges for quantities too wide to be listed: exact, but for rounding, where they are straight between tiers."""

from fractions import Fraction

import pytest

from tests.pricing.objective.wide import bounded

TIERS = "tiers: [{up_to: 99, price: 2, flat: 5}, {up_to: 10000, price: 1.5}, {price: 1, flat: 100}]"


@pytest.mark.slow
@pytest.mark.parametrize(
    "charge",
    [
        f"{{model: graduated, quantity: metres, {TIERS}}}",
        f"{{model: volume, quantity: metres, {TIERS}, bounds: exclusive}}",
        f"{{model: graduated_percentage, quantity: 200 * metres, {TIERS}}}",
        "{model: stairstep, quantity: metres, tiers: [{up_to: 100, flat: 5}, {flat: 100}]}",
        "{model: graduated, quantity: metres, tiers: [{up_to: 99, price: 2}, {price: [{amount: 3, when: rush}]}]}",
        "{model: package, quantity: metres, size: 7, price: 3, partial: exact}",
        "{model: per_unit, quantity: metres, price: '3 if rush else 2'}",
        "{model: cost_plus, quantity: metres, multiplier: 1.25}",
    ],
)
def test_what_is_straight_between_tiers_is_exact_but_for_rounding(charge: str) -> None:
    found = bounded(f"charges: {{a: {charge}}}")
    assert () == found.relaxed
    assert found.slack <= Fraction("0.01")


@pytest.mark.parametrize(
    ("charge", "reason"),
    [
        ("{model: package, quantity: metres, size: 7, price: 3}", "packages are too many"),
        ("{model: package, quantity: metres, size: 7, price: 3, partial: down}", "packages are too many"),
        ("{model: per_unit, quantity: wide * high, price: 0.01}", ""),
        ("{model: per_unit, quantity: metres, price: wide * high}", ""),
    ],
)
def test_what_is_not_lies_between_bounds_and_says_why(charge: str, reason: str) -> None:
    found = bounded(f"charges: {{a: {charge}}}")
    assert not found.exact
    assert [("charges.a", True)] == [(each.rule, reason in each.reason) for each in found.relaxed]


def test_a_condition_that_cannot_be_compiled_leaves_open_whether_a_charge_is_due() -> None:
    found = bounded("charges: {a: {amount: 7, when: 'wide * high > 400'}}")
    assert 7 <= found.slack < Fraction("7.1") and 1 == len(found.relaxed)
