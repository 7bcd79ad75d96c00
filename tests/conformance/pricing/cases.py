"""A case as it was published: a model with its parameters, an input, and the figure that is expected."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Data = Mapping[str, Any]
"""What a case says, as JSON gives it; numbers are texts."""


class Unsaid(KeyError):
    """A case does not say what its translation goes by."""

    def __str__(self) -> str:
        return f"the case does not say its {self.args[0]}"


class Noted(Mapping[str, Any]):
    """A mapping that notes which of its keys were read: what nobody read, nobody understood. What is null is absent."""

    def __init__(self, given: Data) -> None:
        self._given = {key: value for key, value in given.items() if value is not None}
        self._read = set[str]()

    def __getitem__(self, key: str) -> Any:
        self._read.add(key)
        if key not in self._given:
            raise Unsaid(key)
        return self._given[key]

    def __iter__(self) -> Iterator[str]:
        self._read.update(self._given)
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    @property
    def unread(self) -> list[str]:
        """The keys that were not read."""
        return [key for key in self._given if key not in self._read]


@dataclass(frozen=True, slots=True)
class Case:
    """One worked figure. `rounding` is how the figure was rounded, where the source says so."""

    id: str
    model: str
    parameters: Data
    input: Data
    expected: Any
    unit: str
    rounding: str | None
    note: str = ""


def read_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file."""
    given = json.loads(path.read_text(encoding="utf-8"), parse_int=str, parse_float=str)
    return tuple(
        Case(
            each["id"],
            each["model"],
            each["parameters"],
            each["input"],
            each["expected"],
            each["unit"],
            each.get("rounding"),
            each.get("note", ""),
        )
        for each in given
    )
