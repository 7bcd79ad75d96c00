"""A case as it was published: a model with its parameters, an input, and the figure that is expected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Data = Mapping[str, Any]
"""What a case says, as JSON gives it; numbers are texts."""


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
