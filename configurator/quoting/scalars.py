"""Single values in a quote's body, each with its kind, so that it can be read without the catalog it came from."""

import re
from fractions import Fraction
from typing import Final

from configurator.canonical_json import Json
from configurator.catalog.values import show_number
from configurator.configuration import FeatureValue
from configurator.quoting.fields import Fields, wrong

KIND: Final = "kind"
VALUE: Final = "value"
_EXACT = re.compile(r"-?\d{1,400}(?:\.\d{1,400}|/\d{1,400})?", re.ASCII)


def write_scalar(value: FeatureValue) -> dict[str, Json]:
    """Return a value with its kind: `text`, `boolean`, `integer`, or `number` as exact text (`0.5`, `1/3`)."""
    match value:
        case bool():
            return {KIND: "boolean", VALUE: value}
        case str():
            return {KIND: "text", VALUE: value}
        case int():
            return {KIND: "integer", VALUE: value}
        case Fraction():
            return {KIND: "number", VALUE: show_number(value)}


def read_scalar(fields: Fields) -> FeatureValue:
    """Read a value back in its very type. Raises `InvalidRequest`."""
    kind = fields.text(KIND)
    match kind:
        case "boolean":
            value = fields.found[VALUE]
            if not isinstance(value, bool):
                raise wrong(fields.at(VALUE), value, "true or false")
            return value
        case "text":
            return fields.text(VALUE)
        case "integer":
            return fields.integer(VALUE)
        case "number":
            return fields.parsed(VALUE, read_number, "an exact number such as 0.5 or 1/3")
        case _:
            raise wrong(fields.at(KIND), kind, "text, boolean, integer or number")


def read_number(text: str) -> Fraction:
    """Read an exact number; raise ValueError for any other text."""
    if not _EXACT.fullmatch(text):
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(text) from error
