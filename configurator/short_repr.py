"""Short `repr`s of large values, for people at a prompt and in a debugger: a car's evaluation would fill a book."""

import reprlib
from dataclasses import fields
from typing import TypeVar

from configurator.limits import LONGEST_REPR

T = TypeVar("T")
_PARTS = reprlib.Repr()
_PARTS.maxlevel, _PARTS.maxdict, _PARTS.maxtuple, _PARTS.maxstring, _PARTS.maxother = 2, 3, 3, 60, 60


def short_repr(cls: type[T]) -> type[T]:
    """Give a dataclass a `repr` with the beginning of each field, of at most `LONGEST_REPR` characters in all."""

    def shown(self: T) -> str:
        names = (each.name for each in fields(cls) if each.repr)  # type: ignore[arg-type]  # T is a dataclass
        text = ", ".join(f"{name}={_PARTS.repr(getattr(self, name))}" for name in names)
        return f"{cls.__name__}({text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + '…'})"

    setattr(cls, "__repr__", shown)  # noqa: B010  # mypy refuses the assignment of a method
    return cls
