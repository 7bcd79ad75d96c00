"""Tiers: bounds, blocks, caps, what lies beyond, and levels that change."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.charge_models import Bounds, Graduated, Stairstep, Tier, Volume, plain_value, rate
from tests.pricing.figures import HERE, amount, cost

BLOCKS = "model: graduated, quantity: seats, beyond: {}, tiers: [{{block: 100, blocks: 10, price: 1}}, {{block: 1000, blocks: 2, price: 1}}]"  # noqa: E501


@pytest.mark.parametrize(
    ("quantity", "beyond", "expected"),
    [("1", "nothing", "1"), ("1000", "nothing", "10"), ("1001", "nothing", "11"), ("3000", "nothing", "12"),
     ("9000", "nothing", "12"), ("9000", "last_tier", "18")],
)  # fmt: skip
def test_blocks_are_paid_once_begun_and_the_last_tier_may_end(quantity: str, beyond: str, expected: str) -> None:
    assert expected == cost(BLOCKS.format(beyond), quantity)


def test_volume_beyond_the_last_bound_costs_nothing_or_as_the_last_tier() -> None:
    tiers = "model: volume, quantity: seats, beyond: {}, tiers: [{{up_to: 5, price: 3}}]"
    assert ["0", "18"] == [cost(tiers.format(beyond), "6") for beyond in ("nothing", "last_tier")]


def test_a_tier_costs_its_cap_at_most() -> None:
    tiers = "model: graduated, quantity: seats, tiers: [{up_to: 5, price: 2, cap: 7}, {price: 1}]"
    assert ["6", "7", "9"] == [cost(tiers, quantity) for quantity in ("3", "5", "7")]


@pytest.mark.parametrize(("zero", "expected"), [("false", "0"), ("true", "10")])
@pytest.mark.parametrize("model", ["graduated", "volume", "graduated_percentage"])
def test_the_first_fee_is_due_at_nothing_only_if_the_book_says_so(model: str, zero: str, expected: str) -> None:
    tiers = f"model: {model}, quantity: seats, flat_at_zero: {zero}, tiers: [{{up_to: 5, flat: 10}}, {{flat: 20}}]"
    assert expected == cost(tiers, "0")


# Published by Lago: deltas of a level with their prorated parts.
@pytest.mark.parametrize(
    ("readings", "expected"),
    [("5@3.5, -2@-1", "125"), ("4@2.8, 2@1, -3@-0.6", "180.5"), ("5@3.5, 2@1, -4@-1.6, 10@2", "190")],
)
def test_changes_fill_tiers_up_and_are_taken_from_the_top(readings: str, expected: str) -> None:
    tiers = "[{up_to: 5, price: 10, flat: 100}, {price: 5, flat: 50}]"
    text = f"model: graduated, quantities: usage, measured: prorated_changes, tiers: {tiers}"
    assert Fraction(expected) == Fraction(cost(text, readings=readings))


def test_full_units_choose_the_tier_and_prorated_ones_are_priced() -> None:
    tiers = "[{up_to: 100, price: 2, flat: 10}, {price: 0.5, flat: 50}]"
    text = f"model: volume, quantities: usage, measured: prorated_changes, tiers: {tiers}"
    assert Fraction("149.3") == Fraction(cost(text, readings="300@198.6"))


tiers = st.lists(st.integers(1, 40), min_size=1, max_size=4, unique=True).flatmap(
    lambda bounds: st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=len(bounds) + 1, max_size=len(bounds) + 1
    ).map(
        lambda figures: tuple(
            Tier(None if bound is None else Fraction(bound), HERE, amount(str(price)), amount(str(flat)))
            for bound, (price, flat) in zip([*sorted(bounds), None], figures, strict=True)
        )
    )
)
quantities = st.fractions(0, 60, max_denominator=4)


@given(tiers, quantities, quantities, st.sampled_from(Bounds))
def test_graduated_prices_never_fall_as_usage_grows(
    tiers: tuple[Tier, ...], one: Fraction, other: Fraction, bounds: Bounds
) -> None:
    less, more = (rate(Graduated(tiers, bounds), each, plain_value).amount for each in sorted((one, other)))
    assert less <= more


@given(tiers, quantities)
def test_the_slices_of_a_graduated_price_hold_the_whole_quantity(tiers: tuple[Tier, ...], quantity: Fraction) -> None:
    found = rate(Graduated(tiers), quantity, plain_value)
    assert quantity == sum((each.quantity for each in found.slices), Fraction(0))
    assert found.amount == sum((each.amount for each in found.slices), Fraction(0))


@given(tiers, quantities, st.sampled_from(Bounds))
def test_a_volume_price_is_that_of_the_tier_that_graduated_ends_in(
    tiers: tuple[Tier, ...], quantity: Fraction, bounds: Bounds
) -> None:
    graduated = rate(Graduated(tiers, bounds), quantity, plain_value)
    for model in (Volume(tiers, bounds), Stairstep(tiers, bounds)):
        found = rate(model, quantity, plain_value)
        assert [each.tier for each in found.slices] == [each.tier for each in graduated.slices[-1:]]
