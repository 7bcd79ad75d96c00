"""Messages of malformed values read as one sentence: what was found, what is expected, what to do."""

from fractions import Fraction
from typing import Any

import pytest
from configurator_api.validation_messages import EXPECTED, SENTENCES, message_of


@pytest.mark.parametrize(
    ("kind", "value", "context", "message"),
    [
        ("int_type", "4", {}, 'found `"4"`; expected a whole number'),
        ("int_type", Fraction(5, 2), {}, "found `2.5`; expected a whole number"),
        ("bool_type", None, {}, "found null; expected true or false"),
        ("string_type", {}, {}, "found an object; expected a text"),
        ("dict_type", [1], {}, "found a list; expected an object"),
        ("list_type", [], {}, "found an empty list; expected a list"),
        ("greater_than_equal", 0, {"ge": 1}, "found `0`; expected at least 1"),
        ("literal_error", "max", {"expected": "'most' or 'least'"}, "found `\"max\"`; expected 'most' or 'least'"),
        (
            "too_short",
            [],
            {"min_length": 1, "actual_length": 0},
            "expected 1 or more entries, found 0; add what is missing",
        ),
        ("string_too_long", "abc", {"max_length": 2}, "expected at most 2 characters, found 3; shorten it"),
        ("value_error", "1.1.", {"error": ValueError("expected a day")}, 'found `"1.1."`; expected a day'),
        ("value_error", {}, {"error": ValueError("name both")}, "name both"),
        ("never_seen", 1, {}, "found `1`; expected another value; /v1/openapi.json describes it"),
    ],
)
def test_a_message_is_one_sentence(kind: str, value: object, context: dict[str, Any], message: str) -> None:
    assert message == message_of({"type": kind, "loc": ("body", "x"), "input": value, "ctx": context})


def test_a_parameter_is_quoted_as_it_was_sent() -> None:
    assert "found `zz`; expected a whole number" == message_of(
        {"type": "int_parsing", "loc": ("query", "limit"), "input": "zz"}
    )


def test_a_missing_body_is_requested() -> None:
    assert "the request has no body; send a JSON object" == message_of(
        {"type": "missing", "loc": ("body",), "input": None}
    )


def test_long_values_are_cut() -> None:
    error = {"type": "int_type", "loc": ("body", "x"), "input": "y" * 10_000}
    assert 150 > len(message_of(error))


def test_no_error_has_two_messages() -> None:
    assert set() == EXPECTED.keys() & SENTENCES.keys()
