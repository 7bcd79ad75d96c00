"""The scalar kinds of shapes. Each is parsed exactly from text and keeps its location."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from configurator.problems import ProblemCode
from configurator.reading import codes
from configurator.reading.limits import MOST_DIGITS
from configurator.reading.message_parts import kind_of_text, quoted
from configurator.reading.text_locations import begin_of
from configurator.source import Location

NOWHERE = Location("", 1, 1)
"""The location of a value that was not read from a file."""

_EMPTY_WORDS = ("", "~", "null", "Null", "NULL")


class Word(str):
    """A text with its location; `quoted` if it was in quotes. `no`, `1.10` and `4` stay text."""

    __slots__ = ("location", "quoted", "source_form")

    location: Location
    quoted: bool
    source_form: str

    def __new__(cls, text: str, location: Location = NOWHERE, quoted: bool = False, source_form: str = "") -> Self:
        word = super().__new__(cls, text)
        word.location = location
        word.quoted = quoted
        word.source_form = source_form
        return word

    @property
    def begin(self) -> Location:
        """The location of the first character, after the quotation mark; `begin.right(n)` is that of character n."""
        return begin_of(self, self.location, quoted=self.quoted, source_form=self.source_form)

    def __getnewargs__(self) -> tuple[str, Location, bool, str]:  # type: ignore[override]
        return str(self), self.location, self.quoted, self.source_form

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(_word, {"type": ["string", "number", "boolean"]})


class Number(Fraction):
    """An exact number read from decimal text; `text` keeps the notation (`1.10`)."""

    __slots__ = ("location", "text")

    location: Location
    text: str

    def __new__(cls, value: Fraction | int, location: Location = NOWHERE, text: str = "") -> Self:
        number = super().__new__(cls, value)
        number.location = location
        number.text = text
        return number

    def __reduce__(self) -> tuple[type[Self], tuple[Fraction, Location, str]]:
        return type(self), (Fraction(self), self.location, self.text)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(_number, {"type": "number"})


class Whole(int):
    """An integer with its location."""

    location: Location

    def __new__(cls, value: int, location: Location = NOWHERE) -> Self:
        whole = super().__new__(cls, value)
        whole.location = location
        return whole

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(_whole, {"type": "integer"})


class Day(date):
    """A calendar day in ISO 8601 form (2024-01-31), with its location."""

    __slots__ = ("location",)

    location: Location

    @classmethod
    def at(cls, day: date, location: Location) -> Self:
        """Return a day with its location."""
        located = cls(day.year, day.month, day.day)
        located.location = location
        return located

    def __reduce__(self) -> tuple[Callable[[date, Location], Self], tuple[date, Location]]:
        return type(self).at, (date(self.year, self.month, self.day), getattr(self, "location", NOWHERE))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(_day, {"type": "string", "format": "date"})


class ReadFlag:
    """Marks a boolean that is read only from `true` or `false`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _read_by(_flag, {"type": "boolean"})


Flag = Annotated[bool, ReadFlag]
"""A boolean, read only from `true` or `false`; `shape.location_of(key)` is its location."""


def shape_error(
    code: ProblemCode, message: str, expected: str = "", hint: str = "", *, location: Location | None = None
) -> PydanticCustomError:
    """Return the error that a validator of a shape raises to report a problem with this code and message.

    Without a location, the problem is reported at the validated value.
    """
    context = {"code": code, "message": message, "expected": expected, "hint": hint, "location": location}
    return PydanticCustomError("problem", "{message}", context)


def _read_by(read: Callable[[Any], object], json_schema: dict[str, Any]) -> CoreSchema:
    """Return the schema of a scalar, with the JSON Schema type that editors assign to its text."""
    schema = core_schema.no_info_plain_validator_function(read)
    schema["metadata"] = {"pydantic_js_functions": [lambda _schema, _handler: dict(json_schema)]}
    return schema


def _word(value: object, expected: str = "a text") -> Word:
    if isinstance(value, Word):
        if not value.quoted and value in _EMPTY_WORDS:
            hint = "write a value or leave the key out"
            raise shape_error(codes.EMPTY_VALUE, f"found {kind_of_text(value, value.quoted)}", expected, hint)
        return value
    if isinstance(value, str):
        return Word(value)
    raise shape_error(codes.WRONG_KIND, f"found {_kind_of(value)}", expected)


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a map" if value else "an empty map"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return kind_of_text(value, value.quoted) if isinstance(value, Word) else quoted(str(value))


_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,_' ][0-9]{3})+(?:\.[0-9]+)?", re.ASCII)


def _number(value: object) -> Number:
    if isinstance(value, bool | float):
        raise shape_error(codes.WRONG_NUMBER, f"found {value!r}", "an exact number")
    if isinstance(value, Number):
        return value
    if isinstance(value, int | Fraction):
        return Number(value)
    word = _word(value, "a number")
    return Number(_exactly(word), word.location, str(word))


def _exactly(word: Word) -> Fraction:
    match = _NUMBER.fullmatch(word)
    if not match:
        raise shape_error(codes.WRONG_NUMBER, f"found {quoted(word)}", "a number", _number_hint(word))
    sign, whole, places, exponent = match[1], match[2], match[3] or "", match[4] or "0"
    if len(whole) + len(places) > MOST_DIGITS or len(exponent) > 4 or abs(int(exponent)) > MOST_DIGITS:
        expected = f"a number of at most {MOST_DIGITS} digits"
        raise shape_error(codes.WRONG_NUMBER, f"found {quoted(word)}", expected)
    number = Fraction(int(whole + places)) * Fraction(10) ** (int(exponent) - len(places))
    return -number if sign == "-" else number


def _number_hint(word: Word) -> str:
    if _GROUPED.fullmatch(word):
        return "write it without separators between thousands"
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", word, re.ASCII):
        return f"write `{word.replace(',', '.')}` with a point"
    if re.fullmatch(r"[+-]?\.[0-9]+", word, re.ASCII):
        return f"write `{word.replace('.', '0.')}`"
    return ""


def _whole(value: object) -> Whole:
    if isinstance(value, Whole):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Whole(value)
    word = _word(value, "a whole number")
    if re.fullmatch(r"[+-]?[0-9]+", word, re.ASCII) and len(word) <= MOST_DIGITS:
        return Whole(int(word), word.location)
    raise shape_error(codes.WRONG_NUMBER, f"found {quoted(word)}", "a whole number", _number_hint(word))


def _day(value: object) -> Day:
    if isinstance(value, date):
        return value if isinstance(value, Day) else Day.at(value, NOWHERE)
    word = _word(value, "a day such as 2024-01-31")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word, re.ASCII):
        try:
            return Day.at(date.fromisoformat(word), word.location)
        except ValueError:
            raise shape_error(codes.WRONG_DAY, f"there is no day {word}", "a day of the calendar") from None
    raise shape_error(codes.WRONG_DAY, f"found {quoted(word)}", "a day such as 2024-01-31")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _word(value, "true or false")
    if word in ("true", "false") and not word.quoted:
        return word == "true"
    hint = "leave the quotes out" if word in ("true", "false") else _meant_flag(word)
    raise shape_error(codes.WRONG_FLAG, f"found {quoted(word)}", "true or false", hint)


def _meant_flag(word: str) -> str:
    meant = {"true": ("yes", "y", "on", "true", "1"), "false": ("no", "n", "off", "false", "0")}
    text = next((flag for flag, words in meant.items() if word.lower() in words), "")
    return f"write `{text}`" if text else ""
