"""Straight pieces between bends, read off exact functions."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.growth.piecewise import (
    added,
    crossings,
    curve_of,
    model_bends,
    modifier_bends,
    on_scale,
    pieces_of_both,
    whole_function,
)
from configurator.errors import NotExact
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge_models import (
    Bounds,
    ChargeModel,
    Flat,
    Graduated,
    Package,
    PartialPackage,
    PerUnit,
    Stairstep,
    Tier,
    Volume,
    plain_value,
    rate,
)
from configurator.pricing.modifiers import Discount, MaximumSpend, MinimumSpend, Prepaid
from configurator.source import Location

F = Fraction
HERE = Location("contracts.yaml", 1, 1)


def amount(value: Fraction | int) -> Amount:
    return (Case(F(value), HERE),)


PRICES = st.integers(0, 50).map(amount)


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    bounds: Sequence[int] = sorted(set(draw(st.lists(st.integers(1, 30), max_size=4))))
    open_tier = Tier(None, HERE, draw(PRICES), draw(PRICES))
    return (*(Tier(F(bound), HERE, draw(PRICES), draw(PRICES)) for bound in bounds), open_tier)


MODELS: st.SearchStrategy[ChargeModel] = st.one_of(
    st.builds(PerUnit, PRICES),
    st.builds(Flat, PRICES),
    st.builds(Package, PRICES, st.integers(1, 9).map(F), st.sampled_from(PartialPackage)),
    *(st.builds(each, tiers(), st.sampled_from(Bounds), st.booleans()) for each in (Graduated, Volume, Stairstep)),
)


@given(MODELS, st.lists(st.integers(0, 400), min_size=1, max_size=20))
def test_a_curve_on_a_scale_is_the_exact_model_at_every_quantity(model: ChargeModel, tenths: list[int]) -> None:
    def exact(quantity: Fraction) -> Fraction:
        return rate(model, quantity, plain_value).amount

    curve = whole_function(exact, model_bends(model), 10, 10 * 9 * 8 * 7 * 5)
    for each in (*tenths, 0, 10, 300):
        assert exact(F(each, 10)) * (10 * 9 * 8 * 7 * 5) == curve(each)


def test_whole_packages_have_no_straight_pieces() -> None:
    model = Package(amount(3), F(7))
    assert model_bends(model) is None
    price = whole_function(lambda quantity: rate(model, quantity, plain_value).amount, None, 2, 1)
    assert [0, 3, 3, 6] == [price(halves) for halves in (0, 1, 14, 15)]


def test_a_bound_of_spend_bends_where_it_is_reached() -> None:
    assert (F(5),) == modifier_bends(MinimumSpend(amount(5)), plain_value)
    assert (F(7),) == modifier_bends(MaximumSpend(amount(7)), plain_value)
    assert () == modifier_bends(Discount(amount(7)), plain_value)
    assert modifier_bends(Prepaid(amount(7)), plain_value) is None


def test_what_is_not_whole_on_a_scale_is_refused() -> None:
    assert 15 == on_scale(F(3, 2), 10)
    with pytest.raises(NotExact):
        on_scale(F(1, 3), 10)
    with pytest.raises(NotExact):
        whole_function(lambda quantity: quantity / 3, (), 1, 1)(1)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=4), st.integers(0, 100))
def test_curves_add_and_cut_to_the_same_figures(bends: list[int], at: int) -> None:
    def one(use: Fraction) -> Fraction:
        return min(use, F(bends[0])) * 3

    first, second = curve_of(one, [F(bends[0])], F(100)), curve_of(lambda use: use, list(map(F, bends)), F(100))
    both = added([first, second])
    assert one(F(at)) + at in {piece.at(F(at)) for piece in both if piece.low <= at <= piece.high}
    for mine, theirs in pieces_of_both(first, second):
        assert (mine.low, mine.high) == (theirs.low, theirs.high)


def test_a_crossing_lies_inside_of_a_piece() -> None:
    curve = curve_of(lambda use: use * 2, (), F(10))
    assert [F(3)] == list(crossings(curve, F(6)))
    assert [] == list(crossings(curve, F(20)))
