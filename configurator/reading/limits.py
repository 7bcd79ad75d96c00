"""How much one file may ask of this process: every reader stops at these bounds with a problem."""

from dataclasses import dataclass


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
    """Problems reported of one file; one more says that there are more."""
    files: int = 2_000
    """Files that are read in a folder; beyond, the folder is refused."""
    entries: int = 100_000
    """Everything in a folder, files that are not read included; beyond, the folder is refused."""
    folder_bytes: int = 100_000_000
    """Bytes of all files of a folder together; beyond, the folder is refused."""


LIMITS = Limits()
