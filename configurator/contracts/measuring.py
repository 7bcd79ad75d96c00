"""The one quantity of a period: from daily readings, or from the moments at which units were switched on and off.

Missing readings are filled by a rule of the contract, and every filled figure is distinguished from a reading.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from fractions import Fraction
from typing import assert_never

from configurator.contracts.capacity import (
    Capacity,
    CapacityChange,
    Stretch,
    counted,
    stretches,
    unit_minutes_over_rights,
)
from configurator.contracts.model import (
    CapacityLevel,
    LevelKind,
    Levels,
    MissingReading,
    MissingRule,
    OverRights,
    ReadingMeasure,
    UsageCharge,
)
from configurator.contracts.price_changes import PricedUse
from configurator.contracts.statement import STANDINGS, ContractActivity, StatementEvent, StatementEventKind
from configurator.money import ONE, ZERO
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.metered import Measure, as_usage
from configurator.pricing.periods.calendar import ONE_DAY, Period, midnight
from configurator.pricing.periods.levels import time_weighted

_BOTH = (LevelKind.INSTALLED, LevelKind.RIGHTS)


@dataclass(frozen=True, slots=True)
class MeasuredUse:
    """The quantity of a period, and how many of its days were filled in."""

    quantity: Fraction
    filled: int = 0


def measure(
    charge: UsageCharge, activity: ContractActivity, period: Period, levels: Levels, zone: tzinfo
) -> MeasuredUse:
    """Measure the quantity of a usage charge in a period; `levels` are the opening levels of the contract."""
    rule = charge.measure
    if isinstance(rule, ReadingMeasure):
        readings = _readings(charge, activity, period)
        quantity = measured([each.value for each in readings], rule)
        return MeasuredUse(quantity, sum(each.filled for each in readings))
    active = _as_active(charge, activity, period, zone)
    parts = tuple(_stretches(charge.resource, activity, period, levels, zone, active))
    return MeasuredUse(_over_rights(rule, parts, period, zone))


def uses_of(
    charge: UsageCharge,
    activity: ContractActivity,
    period: Period,
    levels: Levels,
    zone: tzinfo,
    parts: Sequence[Period],
) -> tuple[PricedUse, ...]:
    """Return the uses of the parts of a period: of a sum or an average, how much each of them adds to it."""
    rule = charge.measure
    averaged = isinstance(rule, ReadingMeasure) and rule.measure is Measure.TIME_WEIGHTED
    uses = []
    for part in parts:
        share = Fraction(part.days, period.days)
        used = measure(charge, activity, part, levels, zone).quantity if averaged or charge.adds_up else None
        uses.append(PricedUse(part.start, share, used * share if averaged and used is not None else used))
    return tuple(uses)


def measured(values: Sequence[Fraction], rule: ReadingMeasure) -> Fraction:
    """Return the one quantity of a period, measured as pricing does; of no readings it is 0."""
    return as_usage(rule.measure, [Reading(value) for value in values], rule.percentile).quantity


# ── daily readings ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DailyReading:
    """The quantity of a day; `filled` if there was no reading."""

    day: date
    value: Fraction
    filled: bool = False


def complete(
    readings: Mapping[date, Fraction], period: Period, contract: Period, rule: MissingRule, before: Fraction = ZERO
) -> tuple[DailyReading, ...]:
    """Return one reading for every day of a period. Days outside of the contract count as 0.

    A missing day takes the last reading before it where the rule is to copy; `before` is the last one of an earlier
    period.
    """
    last, daily = before, []
    for number in range(period.days):
        day = period.start + timedelta(number)
        given = readings.get(day)
        if given is not None:
            last = given
        daily.append(DailyReading(day, given, False) if given is not None else _filled(day, contract, last, rule))
    return tuple(daily)


def _filled(day: date, contract: Period, last: Fraction, rule: MissingRule) -> DailyReading:
    if day not in contract:
        return DailyReading(day, ZERO)
    match rule.kind:
        case MissingReading.COPY_LAST:
            return DailyReading(day, last, True)
        case MissingReading.ZERO:
            return DailyReading(day, ZERO, True)
        case MissingReading.ESTIMATE:
            return DailyReading(day, rule.estimate, True)
        case _:
            assert_never(rule.kind)


def _readings(charge: UsageCharge, activity: ContractActivity, period: Period) -> tuple[DailyReading, ...]:
    resource = charge.resource
    before = activity.last_before(resource, period.start)
    return complete(activity.readings.get(resource, {}), period, activity.period, charge.missing, before)


# ── levels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def average_units(level: CapacityLevel, activity: ContractActivity, levels: Levels, period: Period) -> Fraction:
    """Return the units of a level in a period, weighted by the days that they were there."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        both = (CapacityLevel(level.resource, kind) for kind in _BOTH)
        installed, rights = (average_units(each, activity, levels, period) for each in both)
        return max(ZERO, installed - rights)
    at_start = level_on(level, period.start - ONE_DAY, activity, levels)
    deltas = [
        (Fraction((change.on - period.start).days), change.by)
        for change in activity.changes
        if change.level == level and change.on in period
    ]
    return time_weighted(deltas, Fraction(period.days), at_start)


def level_on(level: CapacityLevel, day: date, activity: ContractActivity, levels: Levels) -> Fraction:
    """Return the units of a level at the end of a day."""
    if level.kind is LevelKind.WITHOUT_RIGHTS:
        both = (CapacityLevel(level.resource, kind) for kind in _BOTH)
        installed, rights = (level_on(each, day, activity, levels) for each in both)
        return max(ZERO, installed - rights)
    units = levels.get(level, ZERO)
    for change in activity.changes:
        if change.level == level and change.on <= day:
            units += change.by
    return units


# ── active beyond the entitlement ────────────────────────────────────────────────────────────────────────────────────


def standing_events(
    resource: str, activity: ContractActivity, period: Period, levels: Levels, zone: tzinfo
) -> Iterator[StatementEvent]:
    """Yield where more was in use than there is, or than there are rights: by the reading of a day, and by moments."""
    if resource in activity.active:
        for stretch in _stretches(resource, activity, period, levels, zone, ()):
            yield from _standing_event(resource, stretch.start.astimezone(zone).date(), stretch.capacity)
    for day, value in activity.days_in(resource, period):
        installed, rights = (level_on(CapacityLevel(resource, kind), day, activity, levels) for kind in _BOTH)
        yield from _standing_event(resource, day, Capacity(installed, rights, value))


def _standing_event(resource: str, day: date, capacity: Capacity) -> Iterator[StatementEvent]:
    """Yield the events to report; a resource without installed units has no limit."""
    kind = STANDINGS.get(capacity.standing)
    if not capacity.installed:
        return
    if kind is StatementEventKind.OVER_INSTALLED:
        yield StatementEvent(kind, resource, day, capacity.active - capacity.installed)
    elif kind is not None:
        yield StatementEvent(kind, resource, day, capacity.excess)


def _stretches(
    resource: str,
    activity: ContractActivity,
    period: Period,
    levels: Levels,
    zone: tzinfo,
    active: Iterable[CapacityChange],
) -> Iterator[Stretch]:
    """Return the stretches of a period, with rights and installed capacity by the day."""
    installed, rights = (levels.get(CapacityLevel(resource, kind), ZERO) for kind in _BOTH)
    changes = [*activity.active.get(resource, ()), *_by_day(resource, activity, zone), *active]
    begin = max(activity.start, period.start)
    end = midnight(max(begin, period.end), zone)
    return stretches(changes, midnight(begin, zone), end, Capacity(installed, rights))


def _by_day(resource: str, activity: ContractActivity, zone: tzinfo) -> Iterator[CapacityChange]:
    for change in activity.changes:
        if change.level.resource == resource:
            installed = change.by if change.level.kind is LevelKind.INSTALLED else ZERO
            rights = change.by if change.level.kind is LevelKind.RIGHTS else ZERO
            yield CapacityChange(midnight(change.on, zone), Capacity(installed, rights))


def _as_active(
    charge: UsageCharge, activity: ContractActivity, period: Period, zone: tzinfo
) -> Iterator[CapacityChange]:
    """Yield changes that make every reading active all day, for readings without times."""
    if charge.resource in activity.active:
        return
    last = ZERO
    for reading in _readings(charge, activity, period):
        if reading.value != last:
            yield CapacityChange(midnight(reading.day, zone), Capacity(active=reading.value - last))
            last = reading.value


def _over_rights(rule: OverRights, parts: Sequence[Stretch], period: Period, zone: tzinfo) -> Fraction:
    """Return unit-minutes over the rights, or unit-days: of every day the most that was over the rights on it."""
    if not rule.days:
        return unit_minutes_over_rights(parts, rule.resolution, rule.whole_from)
    most: dict[date, Fraction] = {}
    for stretch in parts:
        day = stretch.start.astimezone(zone).date()
        while midnight(day, zone) < stretch.end:
            most[day] = max(most.get(day, ZERO), counted(stretch.capacity.excess, ONE, rule.whole_from))
            day += ONE_DAY
    return sum((excess for day, excess in most.items() if day in period), ZERO)
