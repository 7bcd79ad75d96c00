"""Compiled forms kept in a folder, so that a server starts warm."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from configurator.program.nodes import Program
from configurator.solving.diagram.compiling import Compiled
from configurator.solving.diagram.digest import code_digest, program_digest
from configurator.solving.diagram.saved import Refused, from_bytes, to_bytes
from configurator.solving.parts import Part

LARGEST_FILE = 500_000_000


class Shelf:
    """A folder of saved diagrams, each under the digest of what it was made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, program: Program, digest: str | None) -> str:
        """Return what a program is kept under: `digest` of its source, if the caller knows it, and of the code."""
        return sha256(f"{digest or program_digest(program)} {code_digest()}".encode()).hexdigest()

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        return self._folder / f"{key}.diagram"

    def taken(self, program: Program, key: str) -> tuple[Compiled, tuple[Part, ...]] | None:
        """Return the saved form, with the components that it leaves out; None where there is no good one."""
        path = self.path(key)
        try:
            if path.stat().st_size > LARGEST_FILE:
                return None
            return from_bytes(path.read_bytes(), program, key)
        except (OSError, Refused):
            return None

    def put(self, compiled: Compiled, key: str) -> None:
        """Save a compiled form; where the folder cannot be written nothing is saved, and nothing else changes."""
        draft = self._folder / f"{key}.{os.getpid()}.draft"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(to_bytes(compiled, key))
            draft.replace(self.path(key))
