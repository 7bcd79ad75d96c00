"""Instants as text of one width, in UTC, so that their order as text is their order in time."""

import re
from datetime import UTC, datetime
from typing import Final

from configurator.errors import InvalidRequest

_FORM: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def to_text(instant: datetime) -> str:
    """Write an instant to the microsecond. Raises `InvalidRequest` where its time zone is not known, or its year."""
    if instant.tzinfo is None:
        raise InvalidRequest(f"the instant {instant.isoformat()} has no time zone; expected one, as in …+00:00")
    try:
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except OverflowError as error:
        raise InvalidRequest(f"the instant {instant.isoformat()} lies outside of the years 1 to 9999 in UTC") from error


def from_text(text: str) -> datetime:
    """Read an instant back; raise ValueError for any text that `to_text` does not write."""
    if not _FORM.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)
