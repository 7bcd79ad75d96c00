"""Read a JSON object strictly: a missing, unknown or mistyped field is reported with its path."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Final, TypeVar

from configurator.canonical_json import Json, exact_text
from configurator.errors import InvalidRequest

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of a JSON document, and its path (`items[0].catalog`)."""

    members: Mapping[str, Json]
    path: str = ""

    @staticmethod
    def of(value: Json, path: str) -> "Fields":
        if not isinstance(value, dict):
            raise wrong(path, value, "an object")
        return Fields(value, path)

    def only(self, described: type[object], *, without: Sequence[str] = ()) -> "Fields":
        """Return these fields. Raises `InvalidRequest` unless they are exactly those of a `TypedDict`, less some."""
        names = [name for name in described.__annotations__ if name not in without]
        missing = [name for name in names if name not in self.members]
        unknown = sorted(set(self.members) - set(names))
        if missing or unknown:
            said = [f"{name} is missing" for name in missing] + [f"{name} is unknown" for name in unknown]
            raise InvalidRequest(f"{self.path or 'the document'}: {', '.join(said)}", field=self.path)
        return self

    def at(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str) -> str:
        value = self.members[name]
        if not isinstance(value, str):
            raise wrong(self.at(name), value, "a text")
        return value

    def text_or_nothing(self, name: str) -> str | None:
        return None if self.members[name] is None else self.text(name)

    def integer(self, name: str) -> int:
        value = self.members[name]
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(self.at(name), value, "a whole number")
        return value

    def parsed(self, name: str, parse: Callable[[str], Parsed], expected: str) -> Parsed:
        """Parse a text by `parse`; its ValueError is reported with the path."""
        text = self.text(name)
        try:
            return parse(text)
        except ValueError as error:
            raise wrong(self.at(name), text, expected) from error

    def day(self, name: str) -> date:
        return self.parsed(name, date.fromisoformat, "a day such as 2026-01-31")

    def day_or_nothing(self, name: str) -> date | None:
        return None if self.members[name] is None else self.day(name)

    def number(self, name: str) -> Fraction:
        return self.parsed(name, exact_number, "an exact number such as 1.5 or 1/3")

    def texts(self, name: str) -> tuple[str, ...]:
        for index, value in enumerate(self.listed(name)):
            if not isinstance(value, str):
                raise wrong(f"{self.at(name)}[{index}]", value, "a text")
        return tuple(str(value) for value in self.listed(name))

    def instant(self, name: str) -> datetime:
        return self.parsed(name, instant_from_text, "an instant such as 2026-01-31T12:00:00.000000Z")

    def inner(self, name: str) -> "Fields":
        return Fields.of(self.members[name], self.at(name))

    def inner_or_nothing(self, name: str) -> "Fields | None":
        return None if self.members[name] is None else self.inner(name)

    def listed(self, name: str) -> list[Json]:
        value = self.members[name]
        if not isinstance(value, list):
            raise wrong(self.at(name), value, "a list")
        return value

    def objects(self, name: str) -> "list[Fields]":
        return [Fields.of(value, f"{self.at(name)}[{index}]") for index, value in enumerate(self.listed(name))]


def wrong(path: str, value: Json, expected: str) -> InvalidRequest:
    """Return the error with the value at a path and the expected one."""
    shown = repr(value)
    return InvalidRequest(
        f"{path}: found {shown if len(shown) <= 60 else shown[:57] + '…'}, expected {expected}", field=path
    )


_NUMBER: Final = re.compile(r"-?[0-9]{1,60}(?:\.[0-9]{1,60}|/[0-9]{1,60})?", re.ASCII)


def exact_number(text: str) -> Fraction:
    """Read a number as canonical JSON writes it. Raises ValueError for any other text."""
    if not _NUMBER.fullmatch(text) or exact_text(number := Fraction(text)) != text:
        raise ValueError(text)
    return number


_FORM: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def instant_to_text(instant: datetime) -> str:
    """Write an instant to the microsecond. Raises `InvalidRequest` where its time zone is not known, or its year."""
    if instant.tzinfo is None:
        raise InvalidRequest(f"the instant {instant.isoformat()} has no time zone; expected one, as in …+00:00")
    try:
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except OverflowError as error:
        raise InvalidRequest(f"the instant {instant.isoformat()} lies outside of the years 1 to 9999 in UTC") from error


def instant_from_text(text: str) -> datetime:
    """Read an instant back; raise ValueError for any text that `instant_to_text` does not write."""
    if not _FORM.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)
