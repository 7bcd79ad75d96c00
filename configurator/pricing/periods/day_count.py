"""The time between two dates, by day-count conventions. Each is a declared basis.

The default is the actual number of days, excluding the end. Every basis is additive: the counts of the parts of a
period sum to that of the period.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import ONE_DAY, Period, midnight


class End(StrEnum):
    """Whether the last day that is written down is counted."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


@dataclass(frozen=True, slots=True)
class ActualDays:
    """Days of the calendar; whole days whether they have 23, 24 or 25 hours."""


@dataclass(frozen=True, slots=True)
class FixedMonths:
    """Every month has the same number of days, usually 30 or 28; the days of longer months beyond it count as none."""

    days: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 31:
            raise InvalidRequest(f"a month of {self.days} days cannot be; expected 1 to 31", field="fixed_days")


@dataclass(frozen=True, slots=True)
class Seconds:
    """Elapsed seconds between the midnights of a time zone, so that a day of 23 hours is worth less than one of 25."""

    zone: tzinfo = field(default=UTC)


Basis = ActualDays | FixedMonths | Seconds
ACTUAL_DAYS = ActualDays()


def count(start: date, end: date, basis: Basis = ACTUAL_DAYS) -> int:
    """Count the time from `start` up to but without `end`, in days, or in seconds for that basis."""
    match basis:
        case ActualDays():
            return (end - start).days
        case FixedMonths(days):
            return _on_fixed_scale(end, days) - _on_fixed_scale(start, days)
        case Seconds(zone):
            return _instant(end, zone) - _instant(start, zone)
        case _:
            assert_never(basis)


def period_of(start: date, last: date, end: End = End.EXCLUSIVE) -> Period:
    """Return the period between two dates, with the end included or not."""
    return Period(start, last + ONE_DAY if end is End.INCLUSIVE else last)


def share(part: Period, whole: Period, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Return `part / whole`, exactly; a part may be longer than the period that it is measured by."""
    length = count(whole.start, whole.end, basis)
    if length <= 0:
        raise InvalidRequest(f"nothing can be a share of the empty period from {whole.start} until {whole.end}")
    return Fraction(count(part.start, part.end, basis), length)


def share_of_days(days: Fraction | int, of: Fraction | int) -> Fraction:
    """Return `days / of` for externally counted days."""
    if of <= 0 or days < 0:
        raise InvalidRequest(f"{days} of {of} days is not a share of a period")
    return Fraction(days) / of


def _on_fixed_scale(day: date, days: int) -> int:
    """Return the position of a day on a scale with equally long months."""
    return (day.year * 12 + day.month) * days + min(day.day, days + 1)


def _instant(day: date, zone: tzinfo) -> int:
    moment = midnight(day, zone).astimezone(UTC)
    return moment.toordinal() * 86_400 + moment.hour * 3_600 + moment.minute * 60 + moment.second
