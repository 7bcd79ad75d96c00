"""Windows of the day: peak and night, with their own prices and commitments. A window may span midnight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from configurator.errors import InvalidRequest

MINUTES_OF_A_DAY: Final = 1440
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayWindow:
    """Minutes of the day from `start`, excluding `end`; if the end is not later, the window spans midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < MINUTES_OF_A_DAY and 0 < self.end <= MINUTES_OF_A_DAY):
            raise InvalidRequest(f"a window of the day cannot go from minute {self.start} until minute {self.end}")
        if self.start == self.end:
            raise InvalidRequest(f"a window of the day from minute {self.start} until the same minute holds nothing")

    def __contains__(self, minute: int) -> bool:
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.end - self.start) % MINUTES_OF_A_DAY or MINUTES_OF_A_DAY

    def overlaps(self, other: "DayWindow") -> bool:
        """Whether any minute is in both."""
        return self.start in other or other.start in self

    def fits(self, window_minutes: int) -> bool:
        """Whether it consists of whole metering windows that begin at midnight."""
        return self.start % window_minutes == 0 and self.end % window_minutes == 0


def day_window(start: str, end: str) -> DayWindow:
    """Read `09:00` and `17:00`; `24:00` may only be an end, and an end of `00:00` means the same."""
    return DayWindow(_minute(start), MINUTES_OF_A_DAY if end in ("24:00", "00:00") else _minute(end))


def window_at(windows: Sequence[DayWindow], minute: int) -> int | None:
    """Return the window of a minute of the day, or None."""
    return next((position for position, window in enumerate(windows) if minute in window), None)


def minute_of(moment: datetime, zone: tzinfo) -> int:
    """Return the minute of the day that a moment is on the clocks of a zone."""
    if moment.tzinfo is None:
        raise InvalidRequest(f"{moment.isoformat()} has no time zone, so its time of day is not certain")
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def minute_of_text(text: str) -> int:
    """Read a time of day as the minute that it is; the Z of universal time may follow."""
    return _minute(text.removesuffix("Z"))


def _minute(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise InvalidRequest(
            f"'{text[:20]}' is not a time of day; expected one from 00:00 to 23:59, or 24:00 as an end"
        )
    return int(match[1]) * 60 + int(match[2])
