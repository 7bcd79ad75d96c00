from typing import Annotated

from pydantic import Field

from configurator.reading.shape import Day, Number, Shape, Whole, Word


class Item(Shape):
    title: Word
    price: Annotated[Number, Field(ge=0)] = Number(0)


class Shop(Shape):
    """What can be bought."""

    items: dict[Word, Word | Item] = Field(default_factory=dict, description="By id.")
    seats: Annotated[Whole | None, Field(gt=1, le=9)] = None
    from_: Day | None = Field(default=None, alias="from")


def test_a_schema_says_what_may_be_written() -> None:
    word = {"type": ["string", "number", "boolean"]}
    item = {
        "type": "object",
        "title": "Item",
        "additionalProperties": False,
        "required": ["title"],
        "properties": {"title": word, "price": {"type": "number", "minimum": 0, "default": 0}},
    }
    assert {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"Item": item},
        "title": "Shop",
        "description": "What can be bought.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "items": {
                "type": "object",
                "description": "By id.",
                "additionalProperties": {"anyOf": [word, {"$ref": "#/$defs/Item"}]},
            },
            "seats": {"type": "integer", "exclusiveMinimum": 1, "maximum": 9},
            "from": {"type": "string", "format": "date"},
        },
    } == Shop.editor_schema()
