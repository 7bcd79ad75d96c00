"""Single values in a quote's body, each with its kind, so that it can be read without the catalog it came from."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from configurator.canonical_json import Json
from configurator.catalog.feature_values import show_number
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.errors import InvalidRequest
from configurator.language.checked import Value
from configurator.quoting.strict_json import Fields, wrong

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


def write_values(configuration: Configuration) -> list[Json]:
    """Return the values in the catalog's display order, which an object would lose."""
    return [
        {"path": path, "provenance": configuration.provenance.get(path), **write_scalar(value)}
        for path, value in configuration.values.items()
    ]


def write_instances(instances: Mapping[str, tuple[str, ...]]) -> dict[str, Json]:
    """Return the ids of instances by the path of their structure."""
    return {path: list(ids) for path, ids in instances.items()}


def write_parameters(parameters: Mapping[str, Value]) -> dict[str, Json]:
    """Return the parameters of a price, by name."""
    return {name: write_scalar(value) for name, value in parameters.items()}


def read_configuration(fields: Fields, catalog: str, digest: str) -> Configuration:
    """Read the `values` and `instances` of an object. Raises `InvalidRequest`."""
    entries = [entry.only("path", "provenance", KIND, VALUE) for entry in fields.objects("values")]
    known = [entry for entry in entries if entry.found["provenance"] is not None]
    provenance = {
        entry.text("path"): entry.parsed("provenance", Provenance, "chosen, implied or default") for entry in known
    }
    values = read_values(entries, fields.at("values"))
    return Configuration(catalog, digest, values, provenance, read_instances(fields.inner("instances")))


def read_values(entries: list[Fields], at: str) -> Mapping[str, FeatureValue]:
    """Read values by path, in their order. Raises `InvalidRequest`, also where a path occurs twice."""
    values = {entry.text("path"): read_scalar(entry) for entry in entries}
    if len(values) != len(entries):
        raise InvalidRequest(f"{at}: a path occurs twice; expected each once", field=at)
    return values


def read_instances(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    """Read the ids of instances by the path of their structure. Raises `InvalidRequest`."""
    return {path: tuple(_instance(fields, path, id) for id in fields.listed(path)) for path in fields.found}


def read_parameters(fields: Fields) -> Mapping[str, Value]:
    """Read the parameters of a price. Raises `InvalidRequest`."""
    return {name: _read_parameter(fields.inner(name).only(KIND, VALUE)) for name in fields.found}


def _read_parameter(fields: Fields) -> Value:
    value = read_scalar(fields)
    if isinstance(value, int) and not isinstance(value, bool):
        raise wrong(fields.at(KIND), "integer", "text, boolean or number")
    return value


def _instance(fields: Fields, path: str, id: Json) -> str:
    if not isinstance(id, str):
        raise wrong(fields.at(path), id, "the ids of instances")
    return id
