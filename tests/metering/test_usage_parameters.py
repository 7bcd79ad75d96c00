"""Readings by day: each day of the time zone by itself, also where clocks change."""

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from configurator.errors import InvalidRequest
from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.instants import HOUR, start_of_day
from configurator.metering.model import Event
from configurator.metering.usage_parameters import daily
from tests.metering.meters import ALL

METER = ALL.meters["bytes"]
BERLIN = ZoneInfo("Europe/Berlin")


def test_every_hour_counts_on_the_day_it_belongs_to() -> None:
    first = start_of_day(date(2026, 3, 28), BERLIN)
    hours = [Event(str(n), "acme", "bytes", first + n * HOUR, Fraction(1), {}) for n in range(24 + 23 + 24)]
    with DuckDbEvents() as store:
        store.add(hours, ALL)
        found = daily(store, [METER], date(2026, 3, 27), date(2026, 4, 1), ALL.time_zone)
    expected = {date(2026, 3, 28): 24, date(2026, 3, 29): 23, date(2026, 3, 30): 24}
    assert {"acme": {"bytes": expected}} == found


def test_what_a_meter_splits_is_added_up() -> None:
    at = start_of_day(date(2026, 3, 28), BERLIN)
    calls = [Event(region, "acme", "calls", at, Fraction(1), {"region": region}) for region in ("eu", "us")]
    with DuckDbEvents() as store:
        store.add(calls, ALL)
        found = daily(store, [ALL.meters["calls"]], date(2026, 3, 28), date(2026, 3, 29), ALL.time_zone)
    assert {"acme": {"calls": {date(2026, 3, 28): 2}}} == found


def test_a_period_without_end_is_refused() -> None:
    with DuckDbEvents() as store, pytest.raises(InvalidRequest, match="at most 3,660"):
        daily(store, [METER], date(1990, 1, 1), date(2026, 1, 1), ALL.time_zone)
