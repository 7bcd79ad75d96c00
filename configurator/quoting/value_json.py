"""Single values in a quote's body, each with its kind, so that it can be read without the catalog it came from."""

import re
from collections.abc import Mapping
from fractions import Fraction

from configurator.canonical_json import Json
from configurator.catalog.feature_values import show_number
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.errors import InvalidRequest
from configurator.language.checked import Value
from configurator.quoting.quote_responses import KindedValueResponse, QuotedValueResponse
from configurator.quoting.strict_json import Fields, wrong
from configurator.response_types import Instances

_EXACT = re.compile(r"-?\d{1,400}(?:\.\d{1,400}|/\d{1,400})?", re.ASCII)


def write_scalar(value: FeatureValue) -> KindedValueResponse:
    """Return a value with its kind: `text`, `boolean`, `integer`, or `number` as exact text (`0.5`, `1/3`)."""
    match value:
        case bool():
            return {"kind": "boolean", "value": value}
        case str():
            return {"kind": "text", "value": value}
        case int():
            return {"kind": "integer", "value": value}
        case Fraction():
            return {"kind": "number", "value": show_number(value)}


def read_scalar(fields: Fields) -> FeatureValue:
    """Read a value back in its very type. Raises `InvalidRequest`."""
    kind = fields.text("kind")
    match kind:
        case "boolean":
            value = fields.members["value"]
            if not isinstance(value, bool):
                raise wrong(fields.at("value"), value, "true or false")
            return value
        case "text":
            return fields.text("value")
        case "integer":
            return fields.integer("value")
        case "number":
            return fields.parsed("value", read_number, "an exact number such as 0.5 or 1/3")
        case _:
            raise wrong(fields.at("kind"), kind, "text, boolean, integer or number")


def read_number(text: str) -> Fraction:
    """Read an exact number; raise ValueError for any other text."""
    if not _EXACT.fullmatch(text):
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(text) from error


def write_values(configuration: Configuration) -> list[QuotedValueResponse]:
    """Return the values in the catalog's display order, which an object would lose."""
    return [
        {"path": path, "provenance": configuration.provenance.get(path), **write_scalar(value)}
        for path, value in configuration.values.items()
    ]


def write_instances(instances: Mapping[str, tuple[str, ...]]) -> Instances:
    """Return the ids of instances by the path of their structure."""
    return {path: list(ids) for path, ids in instances.items()}


def write_parameters(parameters: Mapping[str, Value]) -> dict[str, KindedValueResponse]:
    """Return the parameters of a price, by name."""
    return {name: write_scalar(value) for name, value in parameters.items()}


def read_configuration(fields: Fields, catalog: str, digest: str) -> Configuration:
    """Read the `values` and `instances` of an object. Raises `InvalidRequest`."""
    entries = [entry.only(QuotedValueResponse) for entry in fields.objects("values")]
    known = [entry for entry in entries if entry.members["provenance"] is not None]
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
    return {path: tuple(_instance(fields, path, id) for id in fields.listed(path)) for path in fields.members}


def read_parameters(fields: Fields) -> Mapping[str, Value]:
    """Read the parameters of a price. Raises `InvalidRequest`."""
    return {name: _read_parameter(fields.inner(name).only(KindedValueResponse)) for name in fields.members}


def _read_parameter(fields: Fields) -> Value:
    value = read_scalar(fields)
    if isinstance(value, int) and not isinstance(value, bool):
        raise wrong(fields.at("kind"), "integer", "text, boolean or number")
    return value


def _instance(fields: Fields, path: str, id: Json) -> str:
    if not isinstance(id, str):
        raise wrong(fields.at(path), id, "the ids of instances")
    return id
