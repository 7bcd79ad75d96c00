"""JSON Schemas of the files an owner writes, made from their shapes, so that an editor completes and explains keys."""

from collections.abc import Mapping
from typing import Final

from configurator.catalog.shape import CatalogShape, LibraryShape, ScenariosShape
from configurator.reading.shape import Shape

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

SHAPES: Final[Mapping[str, type[Shape]]] = {
    "catalog": CatalogShape,
    "library": LibraryShape,
    "scenarios": ScenariosShape,
}
"""The kinds of files of this room, by the name of their schema."""


def json_schema(kind: str) -> dict[str, object]:
    """Return the JSON Schema of a kind of file, with the keys as they are spelt in files."""
    return {"$schema": DIALECT, "title": f"configurator {kind}", **_of(SHAPES[kind])}


def _of(shape: type[Shape]) -> dict[str, object]:
    schema = _without_null(shape.model_json_schema(by_alias=True))
    if not isinstance(schema, dict):
        raise TypeError(f"the schema of {shape.__name__} is no map")
    schema.pop("title", None)
    return schema


def _without_null(value: object) -> object:
    """Take out `null` and its defaults: a key that says nothing is left out of a file, never written empty."""
    if isinstance(value, list):
        return [_without_null(item) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_null(inner) for key, inner in value.items() if not (key == "default" and inner is None)}
    choices = kept.get("anyOf")
    if isinstance(choices, list) and len(choices) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    return kept


def keys_of_shapes() -> dict[str, tuple[str, ...]]:
    """Return every key of every shape, as files spell them, by the name of the shape."""
    found: dict[str, tuple[str, ...]] = {}
    pending: list[type[Shape]] = list(SHAPES.values())
    for shape in pending:
        if shape.__name__ not in found:
            found[shape.__name__] = tuple(item.alias or name for name, item in shape.model_fields.items())
            pending.extend(inner for item in shape.model_fields.values() for inner in _shapes_in(item.annotation))
    return found


def _shapes_in(annotation: object) -> tuple[type[Shape], ...]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return (annotation,)
    return tuple(inner for part in getattr(annotation, "__args__", ()) for inner in _shapes_in(part))
