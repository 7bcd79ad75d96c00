"""There is a schema for every kind of file that an owner writes, and it knows its keys."""

import pytest

from configurator.errors import InvalidRequest
from configurator.owner.schemas import SHAPES, schema_of


@pytest.mark.parametrize("kind", SHAPES)
def test_a_schema_lists_every_key_of_its_file(kind: str) -> None:
    keys = {field.alias or name for name, field in SHAPES[kind].model_fields.items()}
    assert keys == set(schema_of(kind)["properties"])


def test_an_unknown_kind_is_told_with_the_nearest_one() -> None:
    with pytest.raises(InvalidRequest, match="did you mean `catalog`"):
        schema_of("catalogue")
