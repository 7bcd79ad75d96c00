"""A case as it was published: a model with its parameters, an input, and the figure that is expected."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Data = Mapping[str, Any]
"""What a case says, as JSON gives it; numbers are texts."""


class Noted(Mapping[str, Any]):
    """A mapping that notes which of its keys were read: what nobody read, nobody understood."""

    def __init__(self, given: Data) -> None:
        self._given, self._read = dict(given), set[str]()

    def __getitem__(self, key: str) -> Any:
        self._read.add(key)
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
    given = json.loads(path.read_text(encoding="utf-8"))
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
