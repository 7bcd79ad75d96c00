"""Each word of a request has one form."""

from fractions import Fraction
from typing import Any

import pytest
from configurator_api.schemas.terms import Body, Day, Locale, Path, Seconds, Value
from pydantic import TypeAdapter, ValidationError


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        (Value, ["jet_black", True, 4, Fraction(5, 2), "2.5 m"]),
        (Path, ["paint", "cells[c1].memory", "rack.psu-1"]),
        (Locale, ["en", "de-AT", "zh-Hant-TW"]),
        (Day, ["2026-01-31"]),
        (Seconds, [1, Fraction(1, 10), 60]),
    ],
)
def test_what_is_of_the_form_is_taken(kind: Any, good: list[object]) -> None:
    for each in good:
        TypeAdapter(kind).validate_python(each)


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        (Value, [None, [], {}, 0.5, "x" * 201]),
        (Path, ["", "Paint", "a b", "<b>", "a" * 301, "ä"]),
        (Locale, ["", "e", "en_US", "<script>"]),
        (Day, ["2026-02-30", "31.01.2026", 20260131, "2026-W05-1"]),
        (Seconds, [0, -1, 61, True, "1"]),
    ],
)
def test_anything_else_is_refused(kind: Any, bad: list[object]) -> None:
    for each in bad:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(each)


def test_a_body_has_no_unknown_fields() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Body.model_validate({"a": 1})
