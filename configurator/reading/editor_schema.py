"""JSON Schemas of shapes for editors: the accepted input, without Python's internals."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from configurator.reading.scalars import Number

# Pydantic leaves the bounds of our number types under its own names; JSON Schema has others.
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


class EditorSchema(GenerateJsonSchema):
    """An optional key is not required instead of nullable; titles generated from Python names are left out."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        generated = super().generate(schema, mode)
        bounded: dict[str, Any] = _with_bounds(generated)
        return {"$schema": self.schema_dialect, **bounded}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def encode_default(self, dft: Any) -> Any:
        return int(dft) if isinstance(dft, Number) and dft.denominator == 1 else super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _with_bounds(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_bounds(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    is_number = schema.get("type") in ("number", "integer")
    return {_BOUNDS.get(key, key) if is_number else key: _with_bounds(item) for key, item in schema.items()}
