"""Source locations inside a YAML text whose characters are not contiguous in the file: blocks, folds, escapes.

Parsing a scalar changes only white space and escapes, so the words of a text occur in the file in the same order.
A linear scan that skips the characters between the words locates each of them.
"""

import re

from configurator.reading.limits import LONGEST_FOLLOWED
from configurator.source import Location, Turn

_BREAK = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"\S+")
_PREFIX = re.compile(r"(?:[&!]\S*\s+)*", re.ASCII)
_HEADER = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_BETWEEN = {
    '"': re.compile(r"(?:\s|\\(?:\r\n|[\stnvfrN_LP]|x20|x09|u0020|u0009))*", re.ASCII),
}
_BLANKS = re.compile(r"\s*", re.ASCII)
_JOINED = re.compile(r"(?:\\(?:\r\n|\r|\n)[ \t]*)*")
_PIECE = {
    '"': re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.", re.DOTALL),
    "'": re.compile(r"''"),
}


def begin_of(text: str, location: Location, *, quoted: bool, source_form: str = "") -> Location:
    """Return the location of the first character of a text: after the quotation mark of a `quoted` one.

    `location` is that of the scalar. `source_form` is its text in the file if it differs from `text`; the location then
    has turns.
    """
    if not source_form:
        return location.right(1) if quoted else location
    turns = tuple(_turns(text[:LONGEST_FOLLOWED], location, source_form))
    offset, line, column = turns[0] if turns else (0, location.line, location.column)
    return Location(location.file, line, column - offset, turns)


def _turns(text: str, location: Location, source_form: str) -> list[Turn]:
    head = _end(_PREFIX, source_form, 0)
    style = source_form[head : head + 1]
    lines = _Lines(source_form, location)
    between = _BETWEEN.get(style, _BLANKS)
    piece = _PIECE.get(style)
    at = _end(_HEADER, source_form, head) if style in ("|", ">") else head + (style in ("'", '"'))
    turns: list[Turn] = []
    for word in _WORD.finditer(text):
        at = _end(between, source_form, at)
        turns.append((word.start(), *lines.at(at)))
        is_strange = False
        if piece is None:
            at += word.end() - word.start()
            continue
        for offset in range(word.start(), word.end()):
            here = _end(_JOINED, source_form, at) if style == '"' else at
            if here != at or is_strange:
                turns.append((offset, *lines.at(here)))
            strange = piece.match(source_form, here)
            is_strange = strange is not None
            at = here + (len(strange[0]) if strange else 1)
    return turns


def _end(pattern: re.Pattern[str], source_form: str, at: int) -> int:
    result = pattern.match(source_form, at)
    return result.end() if result else at


class _Lines:
    def __init__(self, source_form: str, location: Location) -> None:
        self._starts = [0, *(match.end() for match in _BREAK.finditer(source_form))]
        self._begin = location
        self._line = 0

    def at(self, index: int) -> tuple[int, int]:
        """Return the line and column of an index. Indices must not decrease between calls."""
        while self._line + 1 < len(self._starts) and self._starts[self._line + 1] <= index:
            self._line += 1
        column = index - self._starts[self._line] + (1 if self._line else self._begin.column)
        return self._begin.line + self._line, column
