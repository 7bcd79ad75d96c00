"""Decodes bytes to text for every reader, so that all locations count the same characters."""

import re
from bisect import bisect_right
from itertools import islice

from configurator.problems import Problem, ProblemCode
from configurator.reading import codes
from configurator.reading.limits import LIMITS, Limits
from configurator.source import Location

# Byte order marks; UTF-32 before UTF-16, whose mark is its prefix.
_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BREAK = re.compile(r"\r\n|\r|\n")

# Control characters except tab and line breaks, invisible separators that some programs treat as line breaks, the byte
# order mark inside a text, noncharacters and surrogates.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class Lines:
    """The line starts of a text, to locate its characters."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def location(self, index: int) -> Location:
        """Return the location of the character at an index, in logarithmic time."""
        line = bisect_right(self._starts, index)
        return Location(self._file, line, index - self._starts[line - 1] + 1)


def read_text(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode UTF-8 strictly; a leading byte order mark is dropped.

    The text is None if it is too large or not UTF-8. Each invisible character is a problem and is replaced by U+FFFD,
    so that reading continues with the same locations.
    """
    if len(data) > limits.file_bytes:
        result = f"the file has {len(data):,} bytes"
        return None, (_at_start(codes.TOO_LARGE, file, result, f"at most {limits.file_bytes:,}", "split it"),)
    if name := next((name for mark, name in _MARKS if data.startswith(mark)), None):
        return None, (_at_start(codes.ENCODING, file, f"the file is written in {name}", "UTF-8", "save it as UTF-8"),)
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        return None, (_not_utf8(error, file),)
    unseen = _unseen(text, file, limits)
    return (UNSEEN.sub("\ufffd", text) if unseen else text), unseen


def _at_start(code: ProblemCode, file: str, message: str, expected: str, hint: str) -> Problem:
    return Problem(code, Location(file, 1, 1), "", message, expected, hint)


def _not_utf8(error: UnicodeDecodeError, file: str) -> Problem:
    before = error.object[: error.start].decode()
    text = f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Problem(
        codes.ENCODING, Lines(before, file).location(len(before)), "", text, "text in UTF-8", "save it as UTF-8"
    )


def _unseen(text: str, file: str, limits: Limits) -> tuple[Problem, ...]:
    matches = tuple(islice(UNSEEN.finditer(text), limits.problems))
    if not matches:
        return ()
    lines = Lines(text, file)
    problems = tuple(
        Problem(
            codes.CONTROL_CHARACTER,
            lines.location(match.start()),
            "",
            f"found the invisible character U+{ord(match[0]):04X}",
            hint="remove it or type it again",
        )
        for match in matches
    )
    if len(matches) < limits.problems:
        return problems
    more, hint = "there are more problems than are shown", "mend these first"
    return (*problems, Problem(codes.TOO_MANY_PROBLEMS, problems[-1].location, "", more, hint=hint))
