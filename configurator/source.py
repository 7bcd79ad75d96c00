"""Where something was written, so that every message and every price line can point at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def right(self, characters: int) -> "Place":
        """Return the place so many characters further on the same line."""
        return Place(self.file, self.line, self.column + characters)
