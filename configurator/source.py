"""Where something was written, so that every message and every price line can point at it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

Turn = tuple[int, int, int]
"""From this character of a text on (counted from 0), it goes on in this line, at this column of the file."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A position in a file; line and column count from 1, columns in characters.

    Where a text begins that is not written in one piece (a block of several lines, escapes), `turns` say where its
    later characters stand.
    """

    file: str
    line: int
    column: int
    turns: tuple[Turn, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def right(self, characters: int) -> "Location":
        """Return the place so many characters further in the text that begins here."""
        turn = bisect_right(self.turns, characters, key=itemgetter(0)) if self.turns else 0
        if not turn:
            return Location(self.file, self.line, self.column + characters)
        begin, line, column = self.turns[turn - 1]
        return Location(self.file, line, column + characters - begin)
