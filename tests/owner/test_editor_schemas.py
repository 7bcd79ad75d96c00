"""There is a schema for every kind of file that an owner writes, and it knows its keys."""

import json
from collections.abc import Iterator

import pytest

from configurator.errors import InvalidRequest
from configurator.owner.editor_schemas import SHAPES, schema_of


@pytest.mark.parametrize("kind", SHAPES)
def test_a_schema_lists_every_key_of_its_file(kind: str) -> None:
    keys = {field.alias or name for name, field in SHAPES[kind].model_fields.items()}
    assert keys == set(schema_of(kind)["properties"])


def test_an_unknown_kind_is_told_with_the_nearest_one() -> None:
    with pytest.raises(InvalidRequest, match="did you mean `catalog`"):
        schema_of("catalogue")


def _described(schema: object) -> Iterator[tuple[str, bool]]:
    """Yield every property of a schema, and whether it is explained."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield name, "description" in value
        for value in schema.values():
            yield from _described(value)


@pytest.mark.parametrize("kind", SHAPES)
def test_every_key_is_explained_none_is_null_and_no_other_is_allowed(kind: str) -> None:
    schema = schema_of(kind)
    assert [] == [name for name, is_explained in _described(schema) if not is_explained]
    assert '"null"' not in json.dumps(schema)
    maps = [schema, *schema["$defs"].values()]
    assert [False] * len(maps) == [each["additionalProperties"] for each in maps]


def test_the_format_may_be_written_as_a_number() -> None:
    assert [1, "1"] == schema_of("catalog")["properties"]["format"]["enum"]
