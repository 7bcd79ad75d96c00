"""Installed, entitled and active capacity over time."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.capacity import (
    Capacity,
    CapacityChange,
    CapacityStatus,
    counted,
    pooled,
    stretches,
    unit_minutes_over_rights,
)
from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import time_zone

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def cap(installed: int = 0, rights: int = 0, active: int = 0) -> Capacity:
    return Capacity(F(installed), F(rights), F(active))


@st.composite
def courses(draw: st.DrawFn) -> list[CapacityChange]:
    minutes = draw(st.lists(st.integers(0, 2880), max_size=8))
    return [CapacityChange(START + timedelta(minutes=at), cap(active=draw(st.integers(-3, 4)))) for at in minutes]


def used(changes: list[CapacityChange], start: datetime, end: datetime, resolution: int = 1, rights: int = 2) -> F:
    return unit_minutes_over_rights(stretches(changes, start, end, cap(rights=rights)), resolution)


def test_more_active_than_rights_is_a_state() -> None:
    states = [cap(16, 12, active).standing for active in (0, 12, 13, 17)]
    within, over = CapacityStatus.WITHIN_RIGHTS, CapacityStatus.OVER_RIGHTS
    assert [within, within, over, CapacityStatus.OVER_INSTALLED] == states
    assert (F(4), F(1)) == (cap(16, 12).without_rights, cap(16, 12, 13).excess)


def test_rights_are_shared_in_a_group_whoever_holds_them() -> None:
    members = [cap(8, 8, 5), cap(8, 4, 7)]
    assert [CapacityStatus.WITHIN_RIGHTS, CapacityStatus.OVER_RIGHTS] == [each.standing for each in members]
    assert CapacityStatus.WITHIN_RIGHTS is pooled(members).standing


def test_moving_an_active_core_costs_nothing() -> None:
    moved = [
        CapacityChange(START, cap(active=4), "a"),
        CapacityChange(START + DAY, cap(active=-4), "a"),
        CapacityChange(START + DAY, cap(active=4), "b"),
    ]
    assert 0 == used(moved, START, START + 3 * DAY, rights=4)


@given(courses(), st.integers(1, 2879))
def test_the_minutes_of_a_period_are_those_of_its_parts(changes: list[CapacityChange], cut: int) -> None:
    end, middle = START + 2 * DAY, START + timedelta(minutes=cut)
    before = [change for change in changes if change.at < middle]
    whole = used(changes, START, end, 0)
    assert whole == used(before, START, middle, 0) + used(changes, middle, end, 0)


@given(courses())
def test_changes_may_come_in_any_order(changes: list[CapacityChange]) -> None:
    assert used(changes, START, START + 2 * DAY) == used(changes[::-1], START, START + 2 * DAY)


@given(courses())
def test_the_minute_by_minute_count_is_the_measure(changes: list[CapacityChange]) -> None:
    active = [0] * 2880
    for change in changes:
        since = (change.at - START) // timedelta(minutes=1)
        active[since:] = [each + int(change.delta.active) for each in active[since:]]
    assert sum(max(0, each - 2) for each in active) == used(changes, START, START + 2 * DAY)


@given(courses(), st.sampled_from([1, 30, 60, 1440]))
def test_a_coarser_resolution_never_counts_less(changes: list[CapacityChange], resolution: int) -> None:
    assert used(changes, START, START + 2 * DAY, 0) <= used(changes, START, START + 2 * DAY, resolution)


def test_an_interval_that_is_used_in_part_counts_whole_by_the_most_in_it() -> None:
    on, off = START + timedelta(minutes=10), START + timedelta(minutes=12)
    changes = [
        CapacityChange(on, cap(active=5)),
        CapacityChange(on + timedelta(minutes=1), cap(active=-1)),
        CapacityChange(off, cap(active=-4)),
    ]
    assert 30 * 5 == used(changes, START, START + DAY, 30, 0)
    assert 5 + 4 == used(changes, START, START + DAY, 1, 0) == used(changes, START, START + DAY, 0, 0)


def test_moments_are_those_of_the_world_whatever_zone_they_are_written_in() -> None:
    berlin = datetime(2026, 1, 1, 13, tzinfo=time_zone("Europe/Berlin"))
    changes = [
        CapacityChange(berlin, cap(active=3)),
        CapacityChange(datetime(2026, 1, 1, 12, 30, tzinfo=UTC), cap(active=-3)),
    ]
    assert 30 == used(changes, START, START + DAY)


def test_a_part_of_a_unit_counts_whole_from_a_share_on() -> None:
    tenth = F(1, 10)
    assert [F(0), F(0), F(1), F(2), F(2), F(3)] == [
        counted(F(each), F(1), tenth) for each in ("0", "0.09", "0.1", "2", "2.05", "2.9")
    ]
    assert F("2.05") == counted(F("2.05"), F(1), None)


def test_a_moment_without_zone_and_a_negative_resolution_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="no time zone"):
        used([CapacityChange(datetime(2026, 1, 1), cap())], START, START + DAY)
    with pytest.raises(InvalidRequest, match="resolution"):
        used([], START, START + DAY, -1)
