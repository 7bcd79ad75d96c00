"""Levels over time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.periods.levels import (
    Rank,
    high_water_mark,
    percentile,
    time_weighted,
)

DELTAS = st.lists(st.tuples(st.integers(0, 744), st.integers(-9, 9)), max_size=12)


def exact(deltas: list[tuple[int, int]]) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(time), Fraction(delta)) for time, delta in deltas]


def test_a_level_counts_for_as_long_as_it_is_there() -> None:
    assert Fraction(746, 744) == time_weighted(exact([(0, 2), (2, -1)]), Fraction(744))
    assert Fraction(6) == time_weighted(exact([(0, 3), (0, 3)]), Fraction(744))
    assert 12 + 3 - Fraction(3, 744) == time_weighted(exact([(0, 2), (1, 3)]), Fraction(744), Fraction(10))


@given(DELTAS)
def test_the_order_of_changes_is_of_no_account(deltas: list[tuple[int, int]]) -> None:
    assert time_weighted(exact(deltas), Fraction(744)) == time_weighted(exact(sorted(deltas)), Fraction(744))


@given(DELTAS, st.integers(1, 743))
def test_the_average_of_a_period_is_that_of_its_parts(deltas: list[tuple[int, int]], cut: int) -> None:
    before = [(time, delta) for time, delta in exact(deltas) if time < cut]
    after = [(time - cut, delta) for time, delta in exact(deltas) if time >= cut]
    carried = sum((delta for _, delta in before), Fraction(0))
    parts = cut * time_weighted(before, Fraction(cut))
    parts += (744 - cut) * time_weighted(after, Fraction(744 - cut), carried)
    assert parts == 744 * time_weighted(exact(deltas), Fraction(744))


def test_a_change_outside_of_the_period_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="lies outside"):
        time_weighted(exact([(745, 1)]), Fraction(744))
    with pytest.raises(InvalidRequest, match="no average"):
        time_weighted([], Fraction(0))


def test_the_highest_level_is_what_counts() -> None:
    assert Fraction("1.12") == high_water_mark(map(Fraction, ["0.56", "0.98", "1.12", "1.09", "0.89"]))
    assert 0 == high_water_mark([])


def test_a_percentile_leaves_out_its_share_of_the_month() -> None:
    samples = [Fraction(sample) for sample in range(1, 8641)]
    assert 8640 - 432 == percentile(samples, Fraction(95))


@pytest.mark.parametrize(
    ("rank", "expected"),
    [(Rank.CEILING, 30), (Rank.FLOOR, 20), (Rank.INTERPOLATED, 28)],
)
def test_the_rank_rule_is_declared(rank: Rank, expected: int) -> None:
    assert expected == percentile([Fraction(sample) for sample in (40, 10, 30, 20)], Fraction(60), rank)


@given(st.lists(st.integers(0, 100).map(Fraction), min_size=1, max_size=50), st.integers(1, 100), st.sampled_from(Rank))
def test_a_percentile_lies_among_the_samples(samples: list[Fraction], percent: int, rank: Rank) -> None:
    assert min(samples) <= percentile(samples, Fraction(percent), rank) <= max(samples)


def test_no_samples_no_level_and_no_percentile_beyond_100() -> None:
    assert 0 == percentile([], Fraction(95))
    with pytest.raises(InvalidRequest, match="percentile"):
        percentile([], Fraction(101))
