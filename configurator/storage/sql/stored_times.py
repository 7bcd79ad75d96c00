"""Days and instants as the database holds them. A damaged disk may return texts that nothing here has written."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from configurator.quoting.strict_json import instant_from_text
from configurator.storage.storage_ports import StoredDamage

Read = TypeVar("Read")


def stored_instant(text: str) -> datetime:
    """Return a stored instant. Raises StoredDamage for a text that is none."""
    return _read(text, instant_from_text)


def stored_day(text: str) -> date:
    """Return a stored day. Raises StoredDamage for a text that is none."""
    return _read(text, date.fromisoformat)


def _read(text: str, read: Callable[[str], Read]) -> Read:
    try:
        return read(text)
    except (TypeError, ValueError) as error:
        raise StoredDamage(f"the database holds {str(text)[:60]!r} where it kept a time: it is damaged") from error
