"""Days and months as contracts mean them: half-open periods, and months that remember the day they are anchored to.

A contract that begins on the 31st renews on 28 February, and on 31 March again: each month clamps the same anchor.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from configurator.errors import InvalidRequest

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to but without `end`; never fewer than none."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidRequest(f"a period cannot end on {self.end}, before it starts on {self.start}", field="end")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def overlap(self, other: "Period") -> "Period":
        """Return the days that both have; an empty period where they do not meet."""
        start = max(self.start, other.start)
        return Period(start, max(start, min(self.end, other.end)))


def through(first: date, last: date) -> Period:
    """Return the period with the inclusive last day `last`."""
    return Period(first, _day_after(last))


def days_from(start: date, days: int) -> Period:
    """Return the period of so many days from `start` on. Raises InvalidRequest beyond the years that dates have."""
    try:
        return Period(start, start + timedelta(days=days))
    except OverflowError:
        raise InvalidRequest(f"{days} days from {start} lie beyond the calendar", field="days") from None


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has."""
    return monthrange(year, month)[1]


def on_day(year: int, month: int, day: int) -> date:
    """Return a day of a month, or its last day where it has no such day."""
    return date(year, month, min(day, days_in_month(year, month)))


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """Go some months forward (or back), to the anchor day or the last day of the month.

    The anchor is the day of the month that a contract began on; by default that of `day`. Adding months one by one
    with the anchor is the same as adding them at once.
    """
    if anchor is not None and not 1 <= anchor <= 31:
        raise InvalidRequest(f"an anchor is a day of the month, 1 to 31, not {anchor}", field="anchor")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise InvalidRequest(f"{months} months from {day} lie outside of the years 1 to 9999", field="months")
    return on_day(year, month + 1, day.day if anchor is None else anchor)


def months_of(period: Period) -> Iterator[Period]:
    """Split a period at the first days of calendar months."""
    start = period.start
    while start < period.end:
        end = min(period.end, month_of(start).end)
        yield Period(start, end)
        start = end


def month_of(day: date) -> Period:
    """Return the calendar month of a day."""
    return Period(day.replace(day=1), _day_after(on_day(day.year, day.month, 31)))


def year_of(day: date) -> Period:
    """Return the calendar year of a day."""
    return Period(day.replace(month=1, day=1), _day_after(day.replace(month=12, day=31)))


def time_zone(name: str) -> ZoneInfo:
    """Return a time zone by its name in the IANA database, such as Europe/Berlin."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"'{name[:60]}' is not a time zone that is known; expected one such as Europe/Berlin"
        raise InvalidRequest(message, field="time_zone") from None


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the day that a moment is, where the customer lives. The moment must have a time zone of its own."""
    if moment.tzinfo is None:
        raise InvalidRequest(f"{moment.isoformat()} has no time zone, so its day is not certain")
    return moment.astimezone(zone).date()


def calendar_days(start: datetime, end: datetime, zone: tzinfo) -> int:
    """Count the midnights between two moments in a zone, so that a day of 23 or 25 hours is one day."""
    return (local_day(end, zone) - local_day(start, zone)).days


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the moment that a day begins in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _day_after(day: date) -> date:
    if day == date.max:
        raise InvalidRequest(f"there is no day after {day}")
    return day + ONE_DAY
