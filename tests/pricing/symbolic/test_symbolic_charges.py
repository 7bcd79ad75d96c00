"""Charges for quantities too wide to be listed, with modifiers and treatments: exact, but for rounding."""

from fractions import Fraction

import pytest

from configurator.pricing.symbolic import NotLinear
from tests.pricing.symbolic.wide import bounded

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
        ("{model: per_unit, quantity: wide // (high + 1), price: 0.01}", ""),
        ("{model: per_unit, quantity: metres, price: wide // (high + 1)}", ""),
    ],
)
def test_what_is_not_lies_between_bounds_and_says_why(charge: str, reason: str) -> None:
    found = bounded(f"charges: {{a: {charge}}}")
    assert not found.exact
    assert [("charges.a", True)] == [(each.rule, reason in each.reason) for each in found.relaxed]


def test_a_condition_that_cannot_be_compiled_leaves_open_whether_a_charge_is_due() -> None:
    found = bounded("charges: {a: {amount: 7, when: 'wide // (high + 1) > 400'}}")
    assert 7 <= found.slack < Fraction("7.1") and 1 == len(found.relaxed)


EXACT = (
    "discount: 12.5",
    "multiply: 1.5",
    "plus: -4",
    "minimum_spend: 200",
    "maximum_spend: 900",
    "commitment: {amount: 100, overage_factor: 1.5}",
    "commitment: {amount: 100, overage_factor: 0.5, true_up: false}",
    "prepaid: {balance: 70, surcharge: 10}",
    "discount: [{amount: 10, when: rush}, {amount: 5}]",
)


@pytest.mark.parametrize("modifier", EXACT)
def test_a_modifier_is_exact(modifier: str) -> None:
    found = bounded(f"charges: {{a: {{model: per_unit, quantity: metres, price: 2, modifiers: [{{{modifier}}}]}}}}")
    assert (True, ()) == (found.exact, found.relaxed)


def test_so_are_several_one_after_the_other() -> None:
    modifiers = "[{discount: 10}, {minimum_spend: 50}, {plus: 3}, {maximum_spend: 5000}]"
    assert bounded(f"charges: {{a: {{model: per_unit, quantity: metres, price: 2, modifiers: {modifiers}}}}}").exact


def test_rounding_within_a_charge_leaves_half_a_step_open() -> None:
    found = bounded("charges: {a: {model: per_unit, quantity: metres, price: 2, modifiers: [{round_to: 5}]}}")
    assert 5 <= found.slack < Fraction("5.1")
    assert "it rounds more values than are listed" == found.relaxed[0].reason


@pytest.mark.parametrize(
    "treatment",
    ["free: 100", "reserved: {quantity: 90, price: 1.25}", "convert: {divide_by: 4}, free: 10"],
)
def test_treated_quantities_are_exact(treatment: str) -> None:
    found = bounded(f"charges: {{a: {{model: per_unit, quantity: metres, price: 2, {treatment}}}}}")
    assert (True, ()) == (found.exact, found.relaxed)


def test_a_converted_quantity_that_is_rounded_is_within_bounds() -> None:
    text = "{model: per_unit, quantity: metres, price: 2, convert: {divide_by: 3, rounding: up}}"
    assert not bounded(f"charges: {{a: {text}}}").exact


@pytest.mark.parametrize(
    "charge",
    [
        "{model: per_unit, quantity: metres, price: 2, modifiers: [{commitment: {quantity: 9}}]}",
        "{model: graduated, quantity: metres, tiers: [{price: 2, cap: 30}], free: 5}",
        "{model: per_unit, quantity: metres, price: 2, before: {quantity: 2, amount: 3.5}}",
    ],
)
def test_what_has_no_bounds_either_is_refused_with_its_place(charge: str) -> None:
    with pytest.raises(NotLinear, match=r"charges\.a: ") as refusal:
        bounded(f"charges: {{a: {charge}}}")
    assert "book.yaml" == refusal.value.location.file
