"""Days and windows of a time zone, as whole microseconds."""

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from configurator.errors import InvalidRequest
from configurator.metering.instants import HOUR, MINUTE, chunks, read_instant, start_of_day
from configurator.metering.model import Window

BERLIN = ZoneInfo("Europe/Berlin")


def test_an_instant_needs_its_offset() -> None:
    assert 0 == read_instant("1970-01-01T01:00:00+01:00")
    assert 1 == read_instant("1970-01-01T00:00:00.000001Z")
    assert [None, None, None] == [read_instant(text) for text in ("2026-01-01", "9999-12-31T23:59:59Z", "x")]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)])
def test_a_day_is_as_long_as_its_clocks_say(day: date, hours: int) -> None:
    following = date.fromordinal(day.toordinal() + 1)
    assert hours * HOUR == start_of_day(following, BERLIN) - start_of_day(day, BERLIN)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"])
@pytest.mark.parametrize("window", [Window(5), Window(60), Window(360), Window(1440, days=True)])
def test_every_instant_is_in_one_chunk_of_its_window(zone: str, window: Window) -> None:
    start, end = (start_of_day(date(2026, month, 1), ZoneInfo(zone)) for month in (3, 5))
    length, found = chunks(start, end, window, ZoneInfo(zone))
    begins = [begin for begin, _ in found]
    assert [start, *(begin + length for begin in begins[:-1])] == begins
    assert begins[-1] < end <= begins[-1] + length
    assert all(begin % length == 0 for begin in begins)
    assert all(window_begin <= begin for begin, window_begin in found)


def test_days_of_a_change_of_clocks_are_windows_of_their_own_length() -> None:
    start, end = start_of_day(date(2026, 3, 28), BERLIN), start_of_day(date(2026, 3, 31), BERLIN)
    _, found = chunks(start, end, Window(1440, days=True), BERLIN)
    begins = sorted({begin for _, begin in found})
    assert [24 * HOUR, 23 * HOUR] == [after - begin for begin, after in pairwise(begins)]


@pytest.mark.slow
def test_too_many_windows_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="too many windows"):
        chunks(0, 10**7 * MINUTE, Window(1), BERLIN)
