"""Limits of the command line, each with what happens beyond."""

from typing import Final

MOST_SAVED_BYTES: Final = 4_000_000
"""Bytes of a file of saved choices; a larger one is refused."""
