"""Several readings in one text, so that they pass wherever parameters do: `10, 20`, `09:00=10, 10:00=1`, `5@3.5`.

A reading is a number; the name of its window or group precedes `=`, its weight follows `@`. In a name, the characters
`,`, `=`, `@` and `%`, and outer spaces, are percent-encoded: `%2C`.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final
from urllib.parse import quote, unquote

from configurator.canonical_json import exact_text
from configurator.errors import InvalidRequest
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.limits import MOST_LETTERS, MOST_READINGS

_NUMBER: Final = r"-?[0-9]{1,30}(?:\.[0-9]{1,30}|/[0-9]{1,30})?"
_READING: Final = re.compile(rf"(?:([^=,@]{{1,{MOST_LETTERS}}})=)?({_NUMBER})(?:@({_NUMBER}))?", re.ASCII)
_RESERVED: Final = re.compile(r"[%=,@]|^\s+|\s+$")

Readings = str | Iterable[int | Fraction | Reading]
"""A series as callers may give it."""


def read_series(given: Readings, name: str = "") -> tuple[Reading, ...]:
    """Read a series. Raises InvalidRequest where a reading is no number, or there are too many."""
    if isinstance(given, str):
        results = tuple(_reading(part.strip(), name) for part in given.split(",")) if given.strip() else ()
    else:
        results = tuple(each if isinstance(each, Reading) else Reading(Fraction(each)) for each in given)
    if len(results) > MOST_READINGS:
        raise InvalidRequest(
            f"the series {name!r} has {len(results):,} readings; at most {MOST_READINGS:,}", field=name
        )
    return results


def _reading(text: str, name: str) -> Reading:
    match = _READING.fullmatch(text)
    try:
        if match is not None:
            weight = None if match[3] is None else Fraction(match[3])
            return Reading(Fraction(match[2]), unquote((match[1] or "").strip()), weight)
    except ZeroDivisionError:
        pass
    message = f"the series {name!r} has the reading {text[:40]!r}; expected numbers such as 10, 09:00=10 or 5@3.5"
    raise InvalidRequest(message, field=name)


def write_series(readings: Iterable[Reading]) -> str:
    """Write a series as its one text."""
    return ", ".join(map(_text, readings))


def _text(reading: Reading) -> str:
    key = _RESERVED.sub(lambda match: quote(match[0], safe=""), reading.key)
    key = f"{key}=" if key else ""
    weight = "" if reading.weight is None else f"@{exact_text(reading.weight)}"
    return f"{key}{exact_text(reading.quantity)}{weight}"
