"""The message of a malformed value: what was found, what is expected, and what to do about it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from configurator.canonical_json import dumps
from configurator.reading.message_parts import quoted
from configurator_api.limits import LONGEST_DETAIL
from configurator_api.schemas.text_forms import EXPECTED_FORMS

EXPECTED = {
    "bool_type": "true or false",
    "date_type": "a day written like 2026-01-31",
    "dict_type": "an object",
    "greater_than_equal": "at least {ge}",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number with fewer digits",
    "int_type": "a whole number",
    "less_than_equal": "at most {le}",
    "list_type": "a list",
    "literal_error": "{expected}",
    "model_attributes_type": "an object",
    "model_type": "an object",
    "string_type": "a text",
}
"""What is expected where a value is of the wrong type or form, by pydantic's type of the error."""

LOOKED_UP: Final = "looked_up"
"""The type of an error that has its message already: what a request names was looked up, and does not exist."""

SENTENCES = {
    LOOKED_UP: "{error}",
    "extra_forbidden": "there is no such field; remove it, or correct its name (/v1/openapi.json lists the fields)",
    "missing": "this is required; add it",
    "string_too_long": "expected at most {max_length} characters, found {found}; shorten it",
    "string_too_short": "expected {min_length} or more characters, found {found}",
    "too_long": "expected at most {max_length} entries, found {actual_length}; send fewer",
    "too_short": "expected {min_length} or more entries, found {actual_length}; add what is missing",
}
"""The messages of other errors."""

_DESCRIBED = "/v1/openapi.json describes it"
_NO_BODY = "the request has no body; send a JSON object"


def message_of(error: Mapping[str, Any]) -> str:
    """Return the message of one of pydantic's errors, cut where it is too long."""
    return _message(error["type"], error["loc"], error["input"], error.get("ctx", {}))[:LONGEST_DETAIL]


def _message(kind: str, location: Sequence[str | int], value: object, context: Mapping[str, Any]) -> str:
    found = _shown(value, as_json=location[0] == "body")
    if kind == "value_error":
        said = str(context["error"])
        return f"found {found}; {said}" if said.startswith("expected") else said
    if kind == "missing" and tuple(location) == ("body",):
        return _NO_BODY
    if kind in SENTENCES:
        length = len(value) if isinstance(value, str) else 0
        return SENTENCES[kind].format(**{**context, "found": length})
    if kind == "string_pattern_mismatch":
        return f"found {found}; expected {EXPECTED_FORMS.get(context['pattern'], 'another text; ' + _DESCRIBED)}"
    expected = EXPECTED.get(kind, "another value; " + _DESCRIBED)
    return f"found {found}; expected {expected.format(**context)}"


def _shown(value: object, *, as_json: bool) -> str:
    match value:
        case None:
            return "null"
        case str() if not as_json:
            return quoted(value)
        case bool() | str() | int() | Fraction():
            return quoted(dumps(value).strip('"') if isinstance(value, Fraction) else dumps(value))
        case list():
            return "a list" if value else "an empty list"
        case _:
            return "an object"
