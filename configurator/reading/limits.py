"""How much one file may ask of this process: every reader stops at these bounds with a problem."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for hostile or broken input, far above any real catalog.

    `values` counts every scalar, list and map of a YAML file (aliases count as often as they are used), `cells` every
    cell of a CSV file; `depth` counts nested lists and maps, or folders. `entries` are all things in a folder, those
    that are not read included.
    """

    file_bytes: int = 10_000_000
    values: int = 1_000_000
    cells: int = 2_000_000
    depth: int = 64
    problems: int = 100
    files: int = 2_000
    entries: int = 100_000
    folder_bytes: int = 100_000_000


LIMITS = Limits()
