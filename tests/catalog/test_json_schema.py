"""JSON Schemas for editors: every key is there, explained, and never null."""

import json
from collections.abc import Iterator

import pytest

from configurator.catalog.json_schema import DIALECT, SHAPES, json_schema, keys_of_shapes


def described(schema: object) -> Iterator[tuple[str, bool]]:
    """Yield every property of a schema, and whether it has a description."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield name, "description" in value
        for value in schema.values():
            yield from described(value)


@pytest.mark.parametrize("kind", SHAPES)
def test_every_key_is_explained_and_none_is_null(kind: str) -> None:
    schema = json_schema(kind)
    assert [] == [name for name, has in described(schema) if not has]
    assert '"null"' not in json.dumps(schema)
    assert (DIALECT, False) == (schema["$schema"], schema["additionalProperties"])


def test_keys_are_spelt_as_in_files() -> None:
    keys = keys_of_shapes()
    assert (("from", "until"), ("file", "as", "with"), ("group", "only", "except")) == (
        keys["EffectiveShape"],
        keys["IncludeShape"],
        keys["GroupOptionsShape"],
    )


def test_the_format_may_be_written_as_a_number() -> None:
    properties = json_schema("catalog")["properties"]
    assert isinstance(properties, dict)
    assert [1, "1"] == properties["format"]["enum"]
