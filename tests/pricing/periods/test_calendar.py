"""Days, months and zones."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import (
    Period,
    add_months,
    calendar_days,
    days_in_month,
    local_day,
    month_of,
    months_of,
    through,
    time_zone,
    year_of,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "anchor", "expected"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, None, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2026, 2, 28), 1, None, date(2026, 3, 28)),
        (date(2026, 3, 31), -1, None, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, None, date(2027, 1, 15)),
    ],
)
def test_a_month_later_is_the_anchor_day_or_the_last_of_the_month(
    start: date, months: int, anchor: int | None, expected: date
) -> None:
    assert expected == add_months(start, months, anchor)


@given(DAYS, st.integers(1, 48), st.integers(1, 48))
def test_months_added_one_after_the_other_with_the_anchor_are_those_added_at_once(day: date, a: int, b: int) -> None:
    assert add_months(day, a + b) == add_months(add_months(day, a), b, day.day)


@given(DAYS, st.integers(-48, 48))
def test_going_back_returns_to_the_day(day: date, months: int) -> None:
    assert day == add_months(add_months(day, months), -months, day.day)


def test_dates_that_no_calendar_has_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="years 1 to 9999"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(InvalidRequest, match="1 to 31"):
        add_months(date(2026, 1, 1), 1, 32)
    with pytest.raises(InvalidRequest, match="no day after"):
        through(date(9999, 1, 1), date.max)
    with pytest.raises(InvalidRequest, match="before it starts"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, st.integers(0, 800))
def test_months_of_a_period_follow_one_another_and_are_all_of_it(day: date, days: int) -> None:
    period = Period(day, day + timedelta(days))
    pieces = tuple(months_of(period))
    assert days == sum(piece.days for piece in pieces)
    assert all(month_of(piece.start).overlap(piece) == piece for piece in pieces)


def test_an_overlap_is_what_both_periods_have() -> None:
    may = month_of(date(2026, 5, 10))
    assert Period(date(2026, 5, 20), date(2026, 6, 1)) == may.overlap(Period(date(2026, 5, 20), date(2026, 7, 1)))
    assert 0 == may.overlap(Period(date(2026, 7, 1), date(2026, 8, 1))).days
    assert (365, 366) == (year_of(date(2026, 5, 1)).days, year_of(date(2028, 5, 1)).days)
    assert 31 == through(date(2026, 5, 1), date(2026, 5, 31)).days == days_in_month(2026, 5)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("UTC", 2), ("America/New_York", 2), ("Asia/Tokyo", 2), ("Australia/Sydney", 2)],
)
def test_a_change_of_the_clocks_makes_no_day_more_or_less(zone: str, expected: int) -> None:
    start, end = datetime(2024, 3, 9, tzinfo=UTC), datetime(2024, 3, 11, tzinfo=UTC)
    assert expected == calendar_days(start, end, time_zone(zone))


def test_days_are_those_of_the_customer_and_not_of_the_server() -> None:
    moment = datetime(2024, 1, 31, 23, 30, tzinfo=UTC)
    assert date(2024, 2, 1) == local_day(moment, time_zone("Europe/Berlin"))
    assert date(2024, 1, 31) == local_day(moment, time_zone("America/Los_Angeles"))


def test_the_time_zone_of_the_process_is_of_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    start, end = datetime(2024, 3, 9, 3, tzinfo=UTC), datetime(2024, 3, 12, 6, tzinfo=UTC)
    found = set()
    for name in ("UTC", "Pacific/Auckland", "America/Los_Angeles"):
        monkeypatch.setitem(os.environ, "TZ", name)
        time.tzset()
        found.add((calendar_days(start, end, time_zone("America/Denver")), local_day(start, time_zone("Asia/Kolkata"))))
    monkeypatch.undo()
    time.tzset()
    assert {(4, date(2024, 3, 9))} == found


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe/Berlin\x00"])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest, match="not a time zone"):
        time_zone(name)


def test_a_moment_without_time_zone_has_no_certain_day() -> None:
    with pytest.raises(InvalidRequest, match="no time zone"):
        local_day(datetime(2024, 1, 1), time_zone("UTC"))
