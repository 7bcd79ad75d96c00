"""The one quantity of a period: from daily readings, or from the moments at which units were switched on and off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from fractions import Fraction

from configurator.contracts.capacity import Capacity, Change, Stretch, counted, stretches, unit_minutes_over_rights
from configurator.contracts.model import Level, LevelKind, Levels, OverRights, Usage
from configurator.contracts.readings import Reading, complete, measured
from configurator.contracts.statement import STANDINGS, Happened, Notice, Told
from configurator.pricing.periods.calendar import Period, midnight
from configurator.pricing.periods.levels import time_weighted

NOTHING = Fraction(0)
ONE_DAY = timedelta(days=1)
_BOTH = (LevelKind.INSTALLED, LevelKind.RIGHTS)


@dataclass(frozen=True, slots=True)
class Measured:
    """The quantity of a period, and how many of its days were filled in."""

    quantity: Fraction
    filled: int = 0


def measure(charge: Usage, happened: Happened, period: Period, levels: Levels, zone: tzinfo) -> Measured:
    """Measure what a usage charge counts in a period; `levels` are those at the begin of the contract."""
    rule = charge.measure
    if not isinstance(rule, OverRights):
        readings = _readings(charge, happened, period)
        return Measured(measured([each.value for each in readings], rule), sum(each.filled for each in readings))
    found = tuple(_stretches(charge.of, happened, period, levels, zone, _as_active(charge, happened, period, zone)))
    quantity = (
        _days(found, period, zone, rule.whole_from)
        if rule.days
        else unit_minutes_over_rights(found, rule.resolution, rule.whole_from)
    )
    return Measured(quantity)


def units(level: Level, happened: Happened, levels: Levels, period: Period) -> Fraction:
    """Return the units of a level in a period, weighted by the days that they were there."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        installed, rights = (units(Level(level.resource, kind), happened, levels, period) for kind in _BOTH)
        return max(NOTHING, installed - rights)
    at_start = level_on(level, period.start - ONE_DAY, happened, levels)
    deltas = [
        (Fraction((change.on - period.start).days), change.by)
        for change in happened.changes
        if change.level == level and change.on in period
    ]
    return time_weighted(deltas, Fraction(period.days), at_start)


def level_on(level: Level, day: date, happened: Happened, levels: Levels) -> Fraction:
    """Return the units of a level at the end of a day."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        installed, rights = (level_on(Level(level.resource, kind), day, happened, levels) for kind in _BOTH)
        return max(NOTHING, installed - rights)
    rises = (change.by for change in happened.changes if change.level == level and change.on <= day)
    return levels.get(level, NOTHING) + sum(rises, NOTHING)


def standings(resource: str, happened: Happened, period: Period, levels: Levels, zone: tzinfo) -> Iterator[Told]:
    """Yield where more was in use than there is, or than there are rights: by the reading of a day, and by moments."""
    if resource in happened.active:
        for stretch in _stretches(resource, happened, period, levels, zone, ()):
            yield from _told(resource, stretch.start.astimezone(zone).date(), stretch.capacity)
    for day, value in happened.days_in(resource, period):
        installed, rights = (level_on(Level(resource, kind), day, happened, levels) for kind in _BOTH)
        yield from _told(resource, day, Capacity(installed, rights, value))


def _told(resource: str, day: date, capacity: Capacity) -> Iterator[Told]:
    """Yield what there is to tell; of a resource of which nothing is said to be installed, there is no limit."""
    notice = STANDINGS.get(capacity.standing)
    if not capacity.installed:
        return
    if notice is Notice.OVER_INSTALLED:
        yield Told(notice, resource, day, capacity.active - capacity.installed)
    elif notice is not None:
        yield Told(notice, resource, day, capacity.excess)


def _stretches(
    resource: str, happened: Happened, period: Period, levels: Levels, zone: tzinfo, active: Iterable[Change]
) -> Iterator[Stretch]:
    """Return the stretches of a period, with rights and installed capacity by the day."""
    installed, rights = (levels.get(Level(resource, kind), NOTHING) for kind in _BOTH)
    changes = [*happened.active.get(resource, ()), *_by_day(resource, happened, zone), *active]
    begin = max(happened.start, period.start)
    end = midnight(max(begin, period.end), zone)
    return stretches(changes, midnight(begin, zone), end, Capacity(installed, rights))


def _by_day(resource: str, happened: Happened, zone: tzinfo) -> Iterator[Change]:
    for change in happened.changes:
        if change.level.resource == resource:
            installed = change.by if change.level.kind is LevelKind.INSTALLED else NOTHING
            rights = change.by if change.level.kind is LevelKind.RIGHTS else NOTHING
            yield Change(midnight(change.on, zone), Capacity(installed, rights))


def _readings(charge: Usage, happened: Happened, period: Period) -> tuple[Reading, ...]:
    before = happened.last_before(charge.of, period.start)
    return complete(happened.readings.get(charge.of, {}), period, happened.period, charge.missing, before)


def _as_active(charge: Usage, happened: Happened, period: Period, zone: tzinfo) -> Iterator[Change]:
    """Yield changes that make every reading active all day, where nothing says at what moments it was."""
    if charge.of in happened.active:
        return
    last = NOTHING
    for reading in _readings(charge, happened, period):
        if reading.value != last:
            yield Change(midnight(reading.day, zone), Capacity(active=reading.value - last))
            last = reading.value


def _days(found: tuple[Stretch, ...], period: Period, zone: tzinfo, whole_from: Fraction | None) -> Fraction:
    """Return unit-days: of every day the most that was over the rights on it."""
    most: dict[date, Fraction] = {}
    for stretch in found:
        day = stretch.start.astimezone(zone).date()
        while midnight(day, zone) < stretch.end:
            most[day] = max(most.get(day, NOTHING), counted(stretch.capacity.excess, whole_from))
            day += ONE_DAY
    return sum((excess for day, excess in most.items() if day in period), NOTHING)
