"""Limits of the command line, each with what happens beyond."""

from typing import Final

MOST_SAVED_BYTES: Final = 4_000_000
"""Bytes of a file of saved choices; a larger one is refused."""

SECONDS_FOR_COMPILING: Final = 300.0
"""Seconds in which `import` and `export` compile a catalog; after them the command ends undecided."""
