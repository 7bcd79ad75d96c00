"""A small imaginary catalog that the tests of the language speak about: its scope, and worlds of it as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from configurator.language.checked import ABSENT, Absence, CheckedExpression, NameScope, Value
from configurator.language.expression import read_expression
from configurator.language.types import (
    BOOLEAN,
    NUMBER,
    TEXT,
    InstancesType,
    InstanceType,
    NumberType,
    OptionType,
    Type,
)
from configurator.problems import Problem
from configurator.source import Location
from configurator.units import Dimension

PLACE = Location("catalog.yaml", 7, 11)

POWER = NumberType(Dimension((("power", 1),)))
LENGTH = NumberType(Dimension((("length", 1),)))
CPU = OptionType(("slow", "fast", "twin"), {"watts": POWER, "cores": NUMBER, "socket": TEXT, "boost": BOOLEAN})
TRIM = OptionType(("base", "sport", "luxury"))
COVER = OptionType(("sport", "plain"))
SHAPE = OptionType(("round", "square"))

DISK = InstanceType("cells.disks", {"size": NUMBER, "spare": BOOLEAN})
CELL = InstanceType(
    "cells",
    {"memory": NUMBER, "hot": BOOLEAN, "cpu": CPU, "load": POWER, "disks": InstancesType(DISK)},
)
KIT = InstanceType(
    "kit",
    {"model": SHAPE, "cable": LENGTH, "boards": InstancesType(InstanceType("kit.boards", {"pins": NUMBER}))},
)
MEMBERS: dict[str, Type] = {
    "apps": BOOLEAN,
    "navigation": BOOLEAN,
    "trim": TRIM,
    "cover": COVER,
    "shape": SHAPE,
    "ports": NUMBER,
    "seats": NUMBER,
    "power": POWER,
    "reserve": POWER,
    "cable": LENGTH,
    "main_cpu": CPU,
    "cells": InstancesType(CELL),
    "kit": KIT,
}
PARAMETERS: dict[str, Type] = {"customer.segment": TEXT, "customer.discount": NUMBER, "running": NUMBER}
SCOPE = NameScope((("", MEMBERS),), PARAMETERS)
IN_A_CELL = NameScope((("cells", CELL.members), ("", MEMBERS)), PARAMETERS)

ATTRIBUTES: dict[str, dict[str, Value]] = {
    "slow": {"watts": Fraction(40), "cores": Fraction(2), "socket": "s1", "boost": False},
    "fast": {"watts": Fraction(95), "cores": Fraction(4), "socket": "s2", "boost": True},
    "twin": {"cores": Fraction(8), "socket": "s2"},
}

Data = Mapping[str, "Value | list[Data] | Data | None"]
"""The members of an instance: a value, instances, one instance, or None for what is absent."""


def read(text: str, scope: NameScope = SCOPE, expected: Type | None = None) -> CheckedExpression:
    """Return a checked expression, which must have no problems."""
    checked, problems = read_expression(text, scope, PLACE, expected=expected)
    assert problems == ()
    assert checked is not None
    return checked


def problems_of(text: str, scope: NameScope = SCOPE, expected: Type | None = None) -> tuple[Problem, ...]:
    """Return the problems of an expression, which must have some."""
    checked, problems = read_expression(text, scope, PLACE, where="here", expected=expected)
    assert checked is None
    assert problems
    return problems


def told(text: str, scope: NameScope = SCOPE, expected: Type | None = None) -> list[str]:
    """Return the problems of an expression as people read them, without place and excerpt."""
    return [
        "; ".join(part for part in (f"{problem.code}: {problem.message}", problem.expected, problem.hint) if part)
        for problem in problems_of(text, scope, expected)
    ]


def shown(text: str) -> str:
    """Return the problems of an expression exactly as they are printed."""
    return "\n".join(str(problem) for problem in problems_of(text))


def wording(name: str) -> list[tuple[str, str]]:
    """Return the expressions of `wording/<name>.txt`, each after `> `, with the problems printed below it."""
    blocks = (Path(__file__).parent / "wording" / f"{name}.txt").read_text(encoding="utf-8").strip("\n").split("\n\n")
    split = [block.removeprefix("> ").split("\n", 1) for block in blocks]
    return [(text, expected) for text, expected in split]


@dataclass(frozen=True)
class Shop:
    """A world of plain data."""

    data: Data
    parameters: Mapping[str, Value] = field(default_factory=dict)

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        found = self._at(instance, path)
        return found if isinstance(found, Fraction | bool | str) else ABSENT

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        option = self.value(instance, path)
        return ATTRIBUTES[option].get(name, ABSENT) if isinstance(option, str) else ABSENT

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        found = self._at(instance, path)
        prefix = f"{instance}/" if instance else ""
        if isinstance(found, list):
            return tuple(f"{prefix}{'/'.join(path)}/{index}" for index in range(len(found)))
        return (f"{prefix}{'/'.join(path)}",) if isinstance(found, Mapping) else ()

    def parameter(self, name: str) -> Value | Absence:
        return self.parameters.get(name, ABSENT)

    def _at(self, instance: str, path: tuple[str, ...]) -> object:
        found: object = self.data
        for step in (*(instance.split("/") if instance else ()), *path):
            if isinstance(found, list):
                found = found[int(step)]
            elif isinstance(found, Mapping):
                found = found.get(step)
            else:
                return None
        return found
