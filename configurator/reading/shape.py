"""Validates positioned trees against pydantic models; every error becomes a problem with its source location.

A document type is a subclass of `Shape` with fields of the scalar kinds below, lists, maps (`dict[Word, ...]`), unions
and other shapes; `validate` reads a tree into it.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, ValidationInfo, model_validator

from configurator.problems import Problem
from configurator.reading.editor_schema import EditorSchema
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence
from configurator.reading.scalars import NOWHERE, Day, Flag, Number, ReadFlag, Whole, Word, shape_error
from configurator.reading.validation_problems import ShapesTried, problems_of
from configurator.source import Location

__all__ = ["Day", "Flag", "Number", "Shape", "Whole", "Word", "shape_error", "validate"]


class _Keyed(dict[Word, Any]):
    """The input of pydantic for a map, with its node in the tree."""

    __slots__ = ("node",)

    node: Mapping


def _keeps_its_node(name: str) -> Any:
    """Return a validator of the given name that stores the node in the shape."""

    def keep(cls: type["Shape"], value: Any, build: Callable[[Any], "Shape"], info: ValidationInfo) -> "Shape":
        if not isinstance(value, _Keyed):
            return build(value)
        if isinstance(info.context, ShapesTried):
            info.context.note(value.node, cls)
        shape = build(value)
        shape._node = value.node
        return shape

    keep.__name__ = keep.__qualname__ = name
    method: Any = classmethod(keep)
    return model_validator(mode="wrap")(method)


class Shape(BaseModel):
    """The type of a map in a document: frozen, without unknown keys and implicit conversions.

    A key that is a Python keyword is declared by an alias (`from_: Day = Field(alias="from")`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    _node: Mapping | None = PrivateAttr(default=None)

    @property
    def location(self) -> Location:
        """The location of the map."""
        node = self._mapping
        return node.location if node else NOWHERE

    def location_of(self, key: str) -> Location:
        """Return the location of a key's value (of the map if it is missing). `key` is spelt as in the file."""
        node = self._mapping
        value = node.get(key) if node else None
        return value.location if value else self.location

    def key_location(self, key: str) -> Location:
        """Return the location of a key (of the map if it is missing). `key` is spelt as in the file."""
        node = self._mapping
        entries = node.entries if node else ()
        return next((entry.key.location for entry in entries if entry.key.text == key), self.location)

    def has(self, key: str) -> bool:
        """Return whether the file has this key, regardless of its default."""
        node = self._mapping
        return node is not None and node.get(key) is not None

    @property
    def _mapping(self) -> Mapping | None:
        """The node of the map; bypasses pydantic's slow access to private attributes."""
        private = self.__pydantic_private__
        return private["_node"] if private else None

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, info in cls.model_fields.items():
            if raw := _raw_type_in(info.annotation, tuple(info.metadata)):
                raise TypeError(f"{cls.__name__}.{name} is declared as {raw.__name__}; use a scalar of reading.shape")

    @classmethod
    def editor_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema by which editors complete and validate such documents."""
        return cls.model_json_schema(schema_generator=EditorSchema)

    # Declared first, so that it runs before the validators of the subclasses, which need the locations.
    shape_keeps_its_node = _keeps_its_node("Shape")

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        # Unions label their alternatives in errors by the name of this validator, so each shape has its own.
        type.__setattr__(cls, "shape_keeps_its_node", _keeps_its_node(cls.__name__))


_RAW = (str, bool, int, float, complex, bytes, date, datetime, Decimal, Fraction)


def _raw_type_in(annotation: Any, metadata: tuple[Any, ...] = ()) -> type | None:
    """Return the first type in an annotation that pydantic would convert implicitly (`no` to False), or None."""
    if annotation in _RAW:
        return None if ReadFlag in metadata else annotation
    if get_origin(annotation) is Literal:
        return None
    if get_origin(annotation) is Annotated:
        return _raw_type_in(get_args(annotation)[0], get_args(annotation)[1:])
    return next((raw for part in get_args(annotation) if (raw := _raw_type_in(part))), None)


AnyShape = TypeVar("AnyShape", bound=Shape)


def validate(
    node: Node, shape: type[AnyShape], where: str = "", limits: Limits = LIMITS
) -> tuple[AnyShape | None, tuple[Problem, ...]]:
    """Read a tree into a shape; return None and all problems, in file order, if it does not fit.

    `where` is the path of the node in its document, the prefix of the problems' paths.
    """
    shapes_tried = ShapesTried()
    try:
        return shape.model_validate(_as_python(node), context=shapes_tried), ()
    except ValidationError as error:
        return None, problems_of(error, node, shapes_tried, where, limits)


def _as_python(node: Node) -> Any:
    match node:
        case Scalar():
            return Word(node.text, node.location, node.quoted, node.source_form)
        case Sequence():
            return [_as_python(item) for item in node.items]
        case Mapping():
            keyed = _Keyed()
            keyed.node = node
            for entry in node.entries:
                keyed[Word(entry.key.text, entry.key.location, entry.key.quoted)] = _as_python(entry.value)
            return keyed
