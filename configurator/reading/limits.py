"""Resource limits of one file: every reader stops at these bounds with a problem."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for hostile or broken input, far above any real catalog."""

    file_bytes: int = 10_000_000
    """Bytes of one file; a larger one is not read and reported as `reading.too-large`."""
    values: int = 1_000_000
    """Scalars, lists and maps of a YAML file, aliases as often as they are used; reading stops at the next."""
    cells: int = 2_000_000
    """Cells of a CSV file; reading stops at the next."""
    depth: int = 64
    """Levels of nested lists and maps, or of folders; reading stops at the next as `reading.nesting`."""
    problems: int = 100
    """Problems reported per file; a last one notes that there are more."""
    files: int = 2_000
    """Files that are read in a folder; beyond, the folder is refused."""
    entries: int = 100_000
    """Everything in a folder, files that are not read included; beyond, the folder is refused."""
    folder_bytes: int = 100_000_000
    """Bytes of all files of a folder together; beyond, the folder is refused."""


LIMITS = Limits()

MOST_DIGITS: Final = 40
"""Digits a number may have before and after its point together, and the most an exponent may move the point."""

LONGEST_COMPARED: Final = 100
"""Characters of a misspelt word that are compared with names, and of a suggested name; the rest is truncated."""

MOST_CANDIDATES: Final = 2000
"""Names that a misspelt word is compared with; the others are never proposed."""

LONGEST_FOLLOWED: Final = 20_000
"""Characters of a text whose locations are followed; no expression is longer."""
