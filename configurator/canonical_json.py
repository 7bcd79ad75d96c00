"""The one canonical JSON: the same value always gives the same bytes, wherever it is shown, stored or signed.

Keys are sorted by code point, nothing is spaced, text is UTF-8, and there are no floats: exact numbers travel as
decimal text (`"1.5"`), or as `"n/d"` where the decimal has no end.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NoReturn

from configurator.errors import InvalidRequest, NotExact
from configurator.limits import JSON_BYTES, JSON_DEPTH, JSON_DIGITS
from configurator.money import Money, decimal_of, exponent, plain

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""The values of canonical JSON."""

Parsed = None | bool | int | Fraction | str | list["Parsed"] | dict[str, "Parsed"]
"""The result of `loads`: numbers with a point or an exponent are exact fractions."""

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def dumps(value: object) -> str:
    """Serialise a value as canonical JSON. Raises TypeError for inexact types, above all floats."""
    return written(as_json(value))


def written(value: Any) -> str:
    """Serialise dictionaries, lists, texts, booleans and integers as `dumps` does, but unchecked and faster."""
    return _ENCODER.encode(value)


class Fragment(dict[str, Any]):
    """A JSON object that is part of many responses: its canonical text is written once. It must not be changed."""

    __slots__ = ("text",)

    def __init__(self, value: Mapping[str, Any]) -> None:
        super().__init__(value)
        self.text = written(value)


def response_text(response: Mapping[str, Any]) -> str:
    """Write a typed response as `dumps` does: it holds JSON's own types only, and fragments, whose text is joined."""
    parts = ",".join([f'"{name}":{_with_fragments(response[name])}' for name in sorted(response)])
    return "{" + parts + "}"


def _with_fragments(value: Any) -> str:
    if type(value) is list and any(type(each) is Fragment for each in value):
        return f"[{','.join([each.text if type(each) is Fragment else written(each) for each in value])}]"
    return written(value)


def digest_of(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of a value's canonical JSON in UTF-8."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()


def as_json(value: object, depth: int = 0) -> Json:
    """Convert a value to JSON types: dataclasses by their fields, sets sorted, money as amount and currency."""
    if depth > 4 * JSON_DEPTH:
        raise InvalidRequest("the value is nested too deeply for JSON; perhaps it holds itself")
    kind = type(value)  # JSON's own types come first: almost every value is one.
    if kind is str:
        return _text(value)  # type: ignore[arg-type]
    if kind is int or kind is bool or value is None:
        return value  # type: ignore[return-value]
    if kind is dict or kind is list:
        return _collection(value, depth + 1)
    match value:
        case Enum():
            return as_json(value.value, depth + 1)
        case str():
            return _text(value)
        case None | bool() | int():
            return _number(value)
        case Money():
            return {"amount": money_text(value), "currency": value.currency}
        case Fraction() | Decimal():
            return exact_text(value)
        case date():
            return moment_text(value)
        case _:
            return _collection(value, depth + 1)


def as_object(value: Mapping[str, object]) -> dict[str, Json]:
    """Convert a dictionary, above all a response or a body that has a type of its own, to JSON types."""
    return {name: as_json(each) for name, each in value.items()}


def _collection(value: object, depth: int) -> Json:
    match value:
        case Mapping():
            return {_text(key) if type(key) is str else _key(key): as_json(item, depth) for key, item in value.items()}
        case list() | tuple():
            return [as_json(item, depth) for item in value]
        case AbstractSet():
            return sorted((as_json(item, depth) for item in value), key=dumps)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {each.name: as_json(getattr(value, each.name), depth) for each in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical JSON; numbers must be int, Decimal or Fraction")


def exact_text(number: Fraction | Decimal) -> str:
    """Write an exact number as decimal text without needless zeros, or as `n/d` where the decimal has no end."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise InvalidRequest(f"{number} is not a number that JSON can hold")
    try:
        return plain(decimal_of(Fraction(number)))
    except NotExact:
        fraction = Fraction(number)
        return f"{fraction.numerator}/{fraction.denominator}"


def money_text(money: Money) -> str:
    """Write an exact amount as decimal text with the places of its currency."""
    try:
        return plain(money.amount, at_least=exponent(money.currency))
    except NotExact:
        return plain(money.amount)


def _number(value: bool | int | None) -> Json:
    return value if value is None or isinstance(value, bool) else int(value)


def _text(value: str) -> str:
    if value.isascii():
        return str(value)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidRequest("a text holds half of a surrogate pair, which is no character")
    return str(value)


def _key(key: object) -> str:
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, str):
        raise TypeError(f"a key of canonical JSON is a text, not {type(key).__name__} {key!r}")
    return _text(key)


def moment_text(value: date) -> str:
    """Write a day, or an instant in UTC with a `Z`. Raises TypeError where the time zone is not known."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise TypeError(f"the moment {value} has no time zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def loads(text: str | bytes, *, most_bytes: int = JSON_BYTES, most_depth: int = JSON_DEPTH) -> Parsed:
    """Read JSON from anywhere: numbers exactly, each key once, in bounded time and memory.

    Raises InvalidRequest for invalid JSON or UTF-8, too large or too deep input, NaN, numbers beyond 40 digits, and
    texts with U+0000 or a lone surrogate, which no database stores.
    """
    written = _decoded(text, most_bytes)
    _check_depth(written, most_depth)
    try:
        parsed: Parsed = json.loads(
            written,
            parse_float=_exact_number,
            parse_int=_whole_number,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except json.JSONDecodeError as error:
        result = f"this is not JSON: it goes wrong in line {error.lineno}, column {error.colno}"
        raise InvalidRequest(result) from None
    if "\\u" in written or "\0" in written:
        _check_texts(parsed)
    return parsed


def _decoded(text: str | bytes, most_bytes: int) -> str:
    size = len(text)
    if size > most_bytes:
        raise InvalidRequest(f"the JSON has {size:,} bytes; expected at most {most_bytes:,}")
    if isinstance(text, str):
        return text
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"the JSON is not UTF-8: the byte 0x{text[error.start]:02X} at {error.start}") from None


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)|([\[{])|[\]}]', re.DOTALL)


def _check_depth(text: str, most_depth: int) -> None:
    """Count brackets outside of texts, to bound the depth of the recursive parser."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match[0][0] != '"':
            depth += 1 if match[1] else -1
        if depth > most_depth:
            raise InvalidRequest(f"the JSON is nested more than {most_depth} levels deep")


def _exact_number(text: str) -> Fraction:
    mantissa, _, exponent_text = text.lower().partition("e")
    digits = sum(character.isdigit() for character in mantissa)
    if digits > JSON_DIGITS or len(exponent_text) > 4 or abs(int(exponent_text or "0")) > JSON_DIGITS:
        raise InvalidRequest(f"the number {text[:60]} has too many digits; expected at most {JSON_DIGITS}")
    return Fraction(text)


def _whole_number(text: str) -> int:
    if len(text) > JSON_DIGITS + 1:
        raise InvalidRequest(f"the number {text[:60]} has too many digits; expected at most {JSON_DIGITS}")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise InvalidRequest(f"{text} is not a number that JSON can hold")


def _each_key_once(pairs: list[tuple[str, Parsed]]) -> dict[str, Parsed]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise InvalidRequest(f"the key '{twice[:60]}' occurs twice in one object")
    return result


def _check_texts(parsed: Parsed) -> None:
    for text in _texts_in(parsed):
        if "\0" in text:
            raise InvalidRequest("a text holds the character U+0000, which cannot be stored")
        _text(text)


def _texts_in(parsed: Parsed) -> Iterable[str]:
    match parsed:
        case str():
            yield parsed
        case list():
            for item in parsed:
                yield from _texts_in(item)
        case dict():
            for key, item in parsed.items():
                yield key
                yield from _texts_in(item)
        case _:
            return
