"""Windows of the day."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import time_zone
from configurator.pricing.periods.day_windows import DayWindow, day_window, minute_of, window_at

WINDOWS = (
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda w: w[0] != w[1]).map(lambda w: DayWindow(*w))
)


def test_a_night_goes_beyond_midnight() -> None:
    peak, night = day_window("09:00", "17:00"), day_window("17:00", "09:00")
    windows = (peak, night)
    assert [0, 1, 1, 1, 0] == [window_at(windows, hour * 60) for hour in (9, 17, 23, 0, 16)]
    assert (480, 960) == (peak.minutes, night.minutes)
    assert not peak.overlaps(night)
    assert window_at((peak,), 0) is None


@given(WINDOWS, WINDOWS)
def test_windows_overlap_where_a_minute_is_in_both(one: DayWindow, two: DayWindow) -> None:
    assert any(minute in one and minute in two for minute in range(1440)) == one.overlaps(two)


@given(WINDOWS)
def test_a_window_holds_as_many_minutes_as_it_is_long(window: DayWindow) -> None:
    assert window.minutes == sum(minute in window for minute in range(1440))


def test_24_00_is_only_an_end() -> None:
    assert DayWindow(1080, 1440) == day_window("18:00", "24:00") == day_window("18:00", "00:00")
    assert 1440 == day_window("00:00", "24:00").minutes
    for start, end in (("24:00", "06:00"), ("9:00", "10:00"), ("25:00", "26:00")):
        with pytest.raises(InvalidRequest, match="not a time of day"):
            day_window(start, end)
    with pytest.raises(InvalidRequest, match="holds nothing"):
        day_window("09:00", "09:00")
    with pytest.raises(InvalidRequest, match="cannot go"):
        DayWindow(-1, 10)


def test_windows_consist_of_whole_metering_windows() -> None:
    assert day_window("09:00", "17:00").fits(60)
    assert not day_window("09:30", "17:00").fits(60)


def test_the_minute_is_that_of_the_customers_clock() -> None:
    assert 14 * 60 + 30 == minute_of(datetime(2024, 7, 1, 12, 30, tzinfo=UTC), time_zone("Europe/Berlin"))
    with pytest.raises(InvalidRequest, match="no time zone"):
        minute_of(datetime(2024, 7, 1), UTC)
