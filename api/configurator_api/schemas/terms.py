"""The words that bodies are made of: values, paths, days, each with the one form in which it is accepted."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_PATH = r"^[a-z][A-Za-z0-9_.\[\]-]{0,299}$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$"
MOST = 1000


def _value(given: object) -> object:
    if isinstance(given, str) and len(given) > 200:
        raise ValueError("a value has at most 200 characters")
    if isinstance(given, bool | str | int | Fraction):
        return given
    raise ValueError("a value is a text, a boolean or a number")


def day_from(text: str) -> date:
    """Read a day written like 2026-01-31, the one form in which it is accepted. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _day(given: object) -> object:
    try:
        return day_from(given) if isinstance(given, str) else given
    except ValueError:
        raise ValueError("a day is written like 2026-01-31") from None


def _seconds(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 < given <= 60:
        raise ValueError("expected a number of seconds above 0, at most 60")
    return Fraction(given)


Value = Annotated[
    str | bool | int | Fraction,
    Field(union_mode="left_to_right"),
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 200}, {"type": "boolean"}, {"type": "number"}]}),
]
"""An option's id, a boolean, or a number; numbers may be texts too, with a unit (`2.5 m`)."""

Path = Annotated[str, Field(pattern=_PATH)]
Id = Annotated[str, Field(pattern=_ID)]
Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Day = Annotated[date, BeforeValidator(_day)]
Seconds = Annotated[
    Fraction, BeforeValidator(_seconds), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 60})
]


class Body(BaseModel):
    """What all bodies have in common: nothing unknown in them, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)
