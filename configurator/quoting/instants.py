"""Instants as text of one width, in UTC, so that their order as text is their order in time."""

from datetime import UTC, datetime

from configurator.errors import InvalidRequest


def to_text(instant: datetime) -> str:
    """Write an instant to the microsecond. Raises `InvalidRequest` where its time zone is not known."""
    if instant.tzinfo is None:
        raise InvalidRequest(f"the instant {instant.isoformat()} has no time zone; expected one, as in …+00:00")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """Read an instant back."""
    return datetime.fromisoformat(text)
