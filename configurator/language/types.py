"""The types of expressions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from configurator.reading.message_parts import some_of
from configurator.units import PLAIN, Dimension


@dataclass(frozen=True, slots=True)
class BooleanType:
    """True or false."""

    def __str__(self) -> str:
        return "true or false"


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number of a dimension, in base units.

    `unit` is the catalog's notation, for hints only; "" if unknown.
    """

    dimension: Dimension = PLAIN
    unit: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return "a number" if self.dimension == PLAIN else f"a number of {self.dimension}"


@dataclass(frozen=True, slots=True)
class TextType:
    """A text, such as an attribute of a component."""

    def __str__(self) -> str:
        return "a text"


@dataclass(frozen=True)
class OptionType:
    """One option of an enumeration; `options` are the possible ids, `attributes` the types of their attributes.

    An attribute that only some options have is included; it is *absent* for the others.
    """

    options: tuple[str, ...]
    attributes: Mapping[str, "Type"] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"one of {some_of(self.options, 4)}"


@dataclass(frozen=True)
class InstanceType:
    """One instance of a structure: its members are features and inner structures."""

    structure: str
    members: Mapping[str, "Type"] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"an instance of `{self.structure}`"


@dataclass(frozen=True)
class InstancesType:
    """All present instances of a structure."""

    instance: InstanceType

    def __str__(self) -> str:
        return f"the instances of `{self.instance.structure}`"


Type = BooleanType | NumberType | TextType | OptionType | InstanceType | InstancesType
"""A feature has one of the first four; a structure is an InstanceType if it is a singleton, else InstancesType."""

BOOLEAN = BooleanType()
NUMBER = NumberType()
TEXT = TextType()
