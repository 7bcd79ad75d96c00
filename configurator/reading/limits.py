"""Resource limits of one file: every reader stops at these bounds with a problem."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for hostile or broken input, far above any real catalog."""

    file_bytes: int = 10_000_000
    """Bytes of one file; a larger one is not read but reported as `reading.too-large`."""
    values: int = 1_000_000
    """Scalars, lists and maps of a YAML file, with aliases expanded; reading stops at the next."""
    cells: int = 2_000_000
    """Cells of a CSV file; reading stops at the next."""
    depth: int = 64
    """Levels of nested lists and maps, or of folders; reading stops at the next as `reading.nesting`."""
    problems: int = 100
    """Problems reported per file; a last one notes that there are more."""
    files: int = 2_000
    """Files read from a folder; a folder with more is refused."""
    entries: int = 100_000
    """Entries of a folder, including files that are not read; a folder with more is refused."""
    folder_bytes: int = 100_000_000
    """Bytes of all files of a folder; a larger folder is refused."""


LIMITS = Limits()

MOST_DIGITS: Final = 40
"""Digits of a number in total, and the largest absolute exponent."""

LONGEST_COMPARED: Final = 100
"""Characters of a misspelt word that are compared, and of a suggested name; the rest is truncated."""

MOST_CANDIDATES: Final = 2000
"""Names that a misspelt word is compared with; others are never suggested."""

LONGEST_FOLLOWED: Final = 20_000
"""Leading characters of a text that are located exactly; no expression is longer."""
