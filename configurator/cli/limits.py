"""Limits of the command line, each with what happens beyond."""

from typing import Final

MOST_SAVED_BYTES: Final = 4_000_000
"""Bytes of a file of saved choices; a larger one is refused."""

SECONDS_FOR_COMPILING: Final = 300.0
"""Seconds in which `import` and `export` compile a catalog; after them the command ends undecided."""

PROGRESS_EVERY: Final = 0.2
"""Seconds between two readings of how far a worker process is."""

SECONDS_WITHOUT_PROGRESS: Final = 1.0
"""Seconds after which an answer that is not ready shows its progress."""

PROGRESS_WIDTH: Final = 30
"""Characters of a full progress bar."""
