"""Meters are read whole, or every mistake is told at its place."""

from fractions import Fraction

import pytest

from configurator.metering.load import load_meters
from configurator.metering.model import (
    Aggregation,
    EmptyWindow,
    LevelEvent,
    PeriodAggregation,
    Window,
    WindowAggregation,
    WindowRank,
)

HEAD = "format: 1\nmeters: m\ntime_zone: Europe/Berlin\ndefinitions:\n"


def told(definition: str, head: str = HEAD) -> list[tuple[str, int, int]]:
    _, problems = load_meters(f"{head}  a: {definition}\n".encode(), "meters.yaml")
    return [(str(problem.code), problem.location.line, problem.location.column) for problem in problems]


def test_a_meter_is_what_its_keys_say() -> None:
    keys = "aggregate: percentile, window: 5 min, percent: 97.5, rank: floor, missing: skip, by: [region]"
    text = f"{HEAD}  a: {{title: Traffic, {keys}}}\n"
    meters, problems = load_meters(text.encode(), "meters.yaml")
    assert meters is not None, problems
    (found,) = meters.meters.values()
    assert (Aggregation.PERCENTILE, "Traffic", ("region",)) == (found.aggregation, found.title, found.by)
    assert (Window(5), Fraction(195, 2), WindowRank.FLOOR, EmptyWindow.SKIP) == (
        found.window,
        found.percent,
        found.rank,
        found.missing,
    )


def test_what_is_not_said_has_a_default() -> None:
    meters, _ = load_meters(f"{HEAD}  a: {{aggregate: windowed_peak, window: 1 day}}\n".encode(), "meters.yaml")
    assert meters is not None
    found = meters.meters["a"]
    assert (WindowAggregation.MAX, PeriodAggregation.SUM, EmptyWindow.ZERO, LevelEvent.LEVEL, 0) == (
        found.inside, found.over, found.missing, found.levels, found.per_hours,
    )  # fmt: skip
    assert found.window is not None and found.window.days


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        ("{aggregate: unique}", ("metering.bad-meter", 5, 6)),
        ("{aggregate: sum, window: 1 hour}", ("metering.bad-meter", 5, 31)),
        ("{aggregate: percentile, window: 7 min, percent: 95}", ("metering.bad-window", 5, 38)),
        ("{aggregate: percentile, window: 2 days, percent: 95}", ("metering.bad-window", 5, 38)),
        ("{aggregate: percentile, window: 1 hour, percent: 101}", ("metering.bad-meter", 5, 55)),
        ("{aggregate: percentile, window: 1 hour, percent: 99.99999}", ("metering.bad-meter", 5, 55)),
        ("{aggregate: median}", ("reading.not-one-of", 5, 18)),
        ("{aggregate: sum, percent: 1e999999999}", ("reading.wrong-number", 5, 32)),
    ],
)
def test_a_mistake_is_told_where_it_stands(definition: str, problem: tuple[str, int, int]) -> None:
    assert problem in told(definition)


def test_every_mistake_is_told_at_once() -> None:
    head = "format: 1\nmeters: Über\ntime_zone: Mars/Olympus\ndefinitions:\n  B: {aggregate: unique}\n"
    assert {"metering.bad-id", "metering.bad-time-zone", "metering.bad-meter"} == {
        code for code, _, _ in told("{aggregate: sum}", head)
    }
