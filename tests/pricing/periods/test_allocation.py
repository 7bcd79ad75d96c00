"""Shares that sum exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest, NotExact
from configurator.money import Remainder, Rounding
from configurator.pricing.periods.allocation import (
    CarriedResidue,
    HeaviestFirst,
    Largest,
    LastTakesRest,
    Rule,
    allocate,
)

UNIT, CENT = Fraction(1), Fraction(1, 100)
TIES = tuple(Remainder)
RULES: st.SearchStrategy[Rule] = st.sampled_from(
    [*map(Largest, TIES), *map(HeaviestFirst, TIES), *map(LastTakesRest, Rounding), *map(CarriedResidue, Rounding)]
)
WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=60), min_size=1, max_size=8).filter(any)


@given(st.integers(-(10**7), 10**7), WEIGHTS, RULES)
def test_shares_sum_exactly(units: int, weights: list[Fraction], rule: Rule) -> None:
    shares = allocate(units * CENT, weights, CENT, rule)
    assert units * CENT == sum(shares)
    assert all((share / CENT).denominator == 1 for share in shares)


@given(st.integers(0, 10**7), WEIGHTS, RULES)
def test_the_shares_of_a_negative_amount_mirror_those_of_the_positive(
    units: int, weights: list[Fraction], rule: Rule
) -> None:
    assert tuple(-share for share in allocate(units, weights, UNIT, rule)) == allocate(-units, weights, UNIT, rule)


@given(st.integers(0, 10**7), WEIGHTS, st.sampled_from([*map(Largest, TIES), *map(HeaviestFirst, TIES)]))
def test_no_weight_no_share(units: int, weights: list[Fraction], rule: Rule) -> None:
    shares = allocate(units, weights, UNIT, rule)
    assert all(not share for share, weight in zip(shares, weights, strict=True) if not weight)


@given(st.integers(0, 10**7), WEIGHTS)
def test_a_carried_residue_never_grows(units: int, weights: list[Fraction]) -> None:
    shares, whole = allocate(units, weights, UNIT, CarriedResidue()), sum(weights)
    for position in range(1, len(weights) + 1):
        exact = units * sum(weights[:position]) / Fraction(whole)
        assert abs(sum(shares[:position]) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("units", "weights", "rule", "expected"),
    [
        (5, (1, 1, 1), Largest(), (2, 2, 1)),
        (5, (1, 1, 1), Largest(Remainder.LAST), (1, 2, 2)),
        (5, (1, 3), HeaviestFirst(), (1, 4)),
        (5, (1, 3), Largest(), (1, 4)),
        (1003, (0, 50, 50), HeaviestFirst(), (0, 502, 501)),
        (1003, (50, 50), HeaviestFirst(Remainder.LAST), (501, 502)),
        (10, (1, 1, 1), LastTakesRest(), (3, 3, 4)),
        (5, (1, 1, 1), LastTakesRest(), (2, 2, 1)),
        (5, (1, 1, 1, 1), CarriedResidue(), (1, 2, 1, 1)),
        (0, (1, 2), Largest(), (0, 0)),
    ],
)
def test_each_rule_says_who_gets_what_is_left(
    units: int, weights: tuple[int, ...], rule: Rule, expected: tuple[int, ...]
) -> None:
    assert expected == allocate(units, weights, UNIT, rule)


def test_what_cannot_be_shared_is_refused() -> None:
    with pytest.raises(NotExact, match="not a multiple"):
        allocate(Fraction(1, 3), (1, 1), CENT, Largest())
    for weights in ((), (0, 0), (1, -1)):
        with pytest.raises(InvalidRequest, match="weights"):
            allocate(1, weights, CENT, Largest())
