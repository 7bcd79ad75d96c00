"""The bases of proration."""

from datetime import UTC, date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period, time_zone
from configurator.pricing.periods.day_count import (
    ActualDays,
    Basis,
    End,
    FixedMonths,
    Seconds,
    count,
    period_of,
    share,
    share_of_days,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
BASES: st.SearchStrategy[Basis] = st.sampled_from(
    [ActualDays(), FixedMonths(30), FixedMonths(28), FixedMonths(31), Seconds(), Seconds(time_zone("Europe/Berlin"))]
)


@pytest.mark.parametrize(
    ("start", "end", "days", "expected"),
    [
        (date(2023, 2, 23), date(2023, 3, 15), 28, 20),
        (date(2024, 2, 23), date(2024, 3, 15), 28, 20),
        (date(2023, 5, 23), date(2023, 6, 15), 30, 22),
        (date(2023, 5, 31), date(2023, 6, 15), 30, 14),
        (date(2023, 5, 15), date(2023, 5, 23), 30, 8),
        (date(2023, 5, 29), date(2023, 5, 31), 28, 0),
    ],
)
def test_every_month_may_count_as_equally_long(start: date, end: date, days: int, expected: int) -> None:
    assert expected == count(start, end, FixedMonths(days))


@given(DAYS, st.integers(0, 900), st.integers(0, 900), BASES)
def test_the_counts_of_parts_are_the_count_of_the_whole(day: date, first: int, second: int, basis: Basis) -> None:
    middle = day + timedelta(first)
    end = middle + timedelta(second)
    assert count(day, end, basis) == count(day, middle, basis) + count(middle, end, basis)
    assert count(day, middle, basis) >= 0


@given(DAYS, st.integers(1, 60), BASES)
def test_a_whole_month_is_a_whole_share(day: date, months: int, basis: Basis) -> None:
    month = Period(day, day + timedelta(months))
    if count(month.start, month.end, basis):
        assert Fraction(1) == share(month, month, basis)


def test_an_inclusive_end_is_one_day_more() -> None:
    march = (date(2024, 3, 1), date(2024, 3, 31))
    assert (30, 31) == (period_of(*march).days, period_of(*march, End.INCLUSIVE).days)


def test_seconds_know_that_a_day_may_have_23_hours() -> None:
    day = Period(date(2024, 3, 31), date(2024, 4, 1))
    week = Period(date(2024, 3, 25), date(2024, 4, 1))
    assert 23 * 3600 == count(day.start, day.end, Seconds(time_zone("Europe/Berlin")))
    assert Fraction(23, 6 * 24 + 23) == share(day, week, Seconds(time_zone("Europe/Berlin")))
    assert Fraction(1, 7) == share(day, week, Seconds(UTC)) == share(day, week)


def test_a_share_needs_a_period_that_is_not_empty() -> None:
    nothing = Period(date(2024, 1, 1), date(2024, 1, 1))
    with pytest.raises(InvalidRequest, match="empty period"):
        share(nothing, nothing)
    with pytest.raises(InvalidRequest, match="not a share"):
        share_of_days(3, 0)
    with pytest.raises(InvalidRequest, match="1 to 31"):
        FixedMonths(0)
