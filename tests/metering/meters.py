"""Meters of every aggregation, and random events for them."""

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import strategies as st

from configurator.metering.event_store import MeterQuery
from configurator.metering.instants import MINUTE, instant_of
from configurator.metering.load import load_meters
from configurator.metering.model import Event, Meters

METERS = b"""format: 1
meters: everything
time_zone: Europe/Berlin
definitions:
  calls: {aggregate: count, by: [region]}
  bytes: {aggregate: sum}
  high_water: {aggregate: max}
  seats: {aggregate: last}
  users: {aggregate: unique, of: user}
  cores: {aggregate: time_weighted, by: [region]}
  core_hours: {aggregate: time_weighted, levels: change, per: hour}
  peaks: {aggregate: windowed_peak, window: 15 min}
  daily_mean: {aggregate: windowed_peak, window: 1 day, inside: sum, over: mean}
  seen_mean: {aggregate: windowed_peak, window: 1 day, inside: sum, over: mean, missing: skip}
  greatest_hour: {aggregate: windowed_peak, window: 1 hour, inside: count, over: max}
  traffic: {aggregate: percentile, window: 6 hours, percent: 95}
  traffic_seen: {aggregate: percentile, window: 6 hours, percent: 62.5, missing: skip, rank: floor}
"""
START = instant_of(datetime(2026, 3, 26, 23, tzinfo=UTC))
CHANGE_OF_CLOCKS = instant_of(datetime(2026, 3, 29, 1, tzinfo=UTC))
END = instant_of(datetime(2026, 3, 31, 22, tzinfo=UTC))


def meters() -> Meters:
    found, problems = load_meters(METERS, "meters.yaml")
    assert found is not None, problems
    return found


ALL = meters()


def questions(known: int | None = None) -> list[MeterQuery]:
    return [MeterQuery(meter, START, END, known) for meter in ALL.meters.values()]


_AT = st.one_of(
    st.integers(START - 600 * MINUTE, END + 60 * MINUTE),
    st.integers(-40, 40).map(lambda steps: CHANGE_OF_CLOCKS + steps * 15 * MINUTE),
    st.sampled_from([START, END, START - 1, END - 1]),
)


def events(ids: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=ids or st.integers(0, 60).map(lambda number: f"e{number}"),
        subject=st.sampled_from(["acme", "Änne", "zoo"]),
        meter=st.sampled_from(sorted(ALL.meters)),
        at=_AT,
        quantity=st.integers(0, 10**9).map(lambda millionths: Fraction(millionths, 1_000_000)),
        dimensions=st.fixed_dictionaries(
            {"region": st.sampled_from(["eu", 'u"s', "a b"]), "user": st.sampled_from(["1", "2", "3"])}
        ),
    )
