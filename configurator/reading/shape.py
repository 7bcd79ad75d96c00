"""The bridge from positioned trees to typed shapes: a document in pydantic's terms, and every error as a problem with
its location.

A room declares its documents as subclasses of `Shape` with fields of the scalar kinds below, lists, maps (`dict[Word,
...]`), unions and further shapes; `validate` reads a tree into them.
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
from configurator.reading.mistakes import Trial, problems_of
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence
from configurator.reading.scalars import NOWHERE, Day, Flag, Number, ReadFlag, Whole, Word, mistake
from configurator.source import Location

__all__ = ["Day", "Flag", "Number", "Shape", "Whole", "Word", "mistake", "validate"]


class _Keyed(dict[Word, Any]):
    """A map on its way to pydantic, with the tree it came from."""

    __slots__ = ("node",)

    node: Mapping


def _keeps_its_node(name: str) -> Any:
    """Return a validator with a name that gives a shape the node it was written as."""

    def keep(cls: type["Shape"], value: Any, build: Callable[[Any], "Shape"], info: ValidationInfo) -> "Shape":
        if not isinstance(value, _Keyed):
            return build(value)
        if isinstance(info.context, Trial):
            info.context.note(value.node, cls)
        shape = build(value)
        shape._node = value.node
        return shape

    keep.__name__ = keep.__qualname__ = name
    method: Any = classmethod(keep)
    return model_validator(mode="wrap")(method)


class Shape(BaseModel):
    """The form of one map of a document: frozen, no unknown keys, nothing converted behind one's back.

    Keys that Python cannot have as names are declared by an alias (`from_: Day = Field(alias="from")`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    _node: Mapping | None = PrivateAttr(default=None)

    @property
    def location(self) -> Location:
        """Where the map begins."""
        node = self._written
        return node.location if node else NOWHERE

    def location_of(self, key: str) -> Location:
        """Where the value of a key, as it is spelt in the file, begins; the place of the map when it is not there."""
        node = self._written
        value = node.get(key) if node else None
        return value.location if value else self.location

    def key_location(self, key: str) -> Location:
        """Where a key, as it is spelt in the file, begins; the place of the map when it is not there."""
        node = self._written
        entries = node.entries if node else ()
        return next((entry.key.location for entry in entries if entry.key.text == key), self.location)

    def has(self, key: str) -> bool:
        """Whether the file has this key, whatever its default."""
        node = self._written
        return node is not None and node.get(key) is not None

    @property
    def _written(self) -> Mapping | None:
        """The map as written; read so often that pydantic's access to private attributes is too slow."""
        private = self.__pydantic_private__
        return private["_node"] if private else None

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, info in cls.model_fields.items():
            if raw := _raw_type_in(info.annotation, tuple(info.metadata)):
                raise TypeError(f"{cls.__name__}.{name} is declared as {raw.__name__}; use a scalar of reading.shape")

    @classmethod
    def editor_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema that editors complete and check such documents by."""
        return cls.model_json_schema(schema_generator=EditorSchema)

    # Declared here so that it takes its turn before the validators of the shapes themselves, which then see the places.
    shape_keeps_its_node = _keeps_its_node("Shape")

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        # By the name of this validator unions label their alternatives in errors, so every shape has one of its own.
        type.__setattr__(cls, "shape_keeps_its_node", _keeps_its_node(cls.__name__))


_RAW = (str, bool, int, float, complex, bytes, date, datetime, Decimal, Fraction)


def _raw_type_in(annotation: Any, metadata: tuple[Any, ...] = ()) -> type | None:
    """Return a type that pydantic would convert to by rules of its own (`no` to False), if the annotation has one."""
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
    """Read a tree into a shape, or report all of its problems, in file order.

    `where` is the path of the node inside its document, put before the paths of the problems.
    """
    trial = Trial()
    try:
        return shape.model_validate(_as_python(node), context=trial), ()
    except ValidationError as error:
        return None, problems_of(error, node, trial, where, limits)


def _as_python(node: Node) -> Any:
    match node:
        case Scalar():
            return Word(node.text, node.location, node.quoted, node.written)
        case Sequence():
            return [_as_python(item) for item in node.items]
        case Mapping():
            keyed = _Keyed()
            keyed.node = node
            for entry in node.entries:
                keyed[Word(entry.key.text, entry.key.location, entry.key.quoted)] = _as_python(entry.value)
            return keyed
