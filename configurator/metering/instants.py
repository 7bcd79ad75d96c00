"""Instants as whole microseconds since 1970-01-01 UTC, and the days and windows of a time zone in them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import gcd
from typing import Final
from zoneinfo import ZoneInfo

from configurator.errors import InvalidRequest
from configurator.metering.limits import MOST_CHUNKS
from configurator.metering.model import Window
from configurator.pricing.periods.calendar import midnight

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE: Final = 60 * 1_000_000
HOUR: Final = 60 * MINUTE
_LAST: Final = datetime(9000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def instant_of(moment: datetime) -> int:
    """Return an instant; exact, as whole microseconds are all that a datetime holds."""
    return (moment - EPOCH) // _MICROSECOND


def read_instant(text: str) -> int | None:
    """Read ISO 8601 with an offset or `Z`, between 1970 and 9000; None where it is anything else."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or not EPOCH <= moment < _LAST:
            return None
        return instant_of(moment)
    except (ValueError, OverflowError):
        return None


def start_of_day(day: date, zone: ZoneInfo) -> int:
    """Return the instant at which a day begins in a zone; where midnight is skipped, the first instant after it."""
    return instant_of(midnight(day, zone).astimezone(UTC))


def chunks(start: int, end: int, window: Window, zone: ZoneInfo) -> tuple[int, list[tuple[int, int]]]:
    """Return the windows of a period divided into equal chunks: their length, and (chunk start, window start) of each.

    Chunks are the longest equal parts of all windows aligned to multiples of their length since 1970, so the chunk of
    an event follows from integer arithmetic. Raises InvalidRequest if there are too many.
    """
    begins = list(_begins(start, end, window, zone))
    length = gcd(*begins, window.minutes * MINUTE)
    if (end - start) // length > MOST_CHUNKS:
        raise InvalidRequest("the period has too many windows; ask for a shorter period")
    pairs = zip(begins, [*begins[1:], end], strict=True)
    return length, [(chunk, begin) for begin, after in pairs for chunk in range(begin, after, length)]


def _begins(start: int, end: int, window: Window, zone: ZoneInfo) -> Iterator[int]:
    if not window.days:
        yield from range(start, end, window.minutes * MINUTE)
        return
    yield start
    day = (EPOCH + start * _MICROSECOND).astimezone(zone).date()
    while (begin := start_of_day(day := day + timedelta(days=1), zone)) < end:
        yield begin
