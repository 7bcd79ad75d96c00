"""Collects the problems of one expression, each with its source location and an excerpt with carets."""

from configurator.language.limits import MOST_PROBLEMS
from configurator.language.tree import SourceSpan
from configurator.problems import Problem, ProblemCode, in_order
from configurator.source import Location

_WIDTH = 100
_BEFORE = 40


class ExpressionReport:
    """The problems of one expression's text, which begins at `location`."""

    def __init__(self, text: str, location: Location, where: str = "") -> None:
        self.text = text
        self.location = location
        self.where = where
        self._problems: list[Problem] = []

    def add(self, code: ProblemCode, span: SourceSpan, message: str, *, expected: str = "", hint: str = "") -> None:
        """Add a problem about the characters of `span`; after `MOST_PROBLEMS`, do nothing."""
        if not self.full:
            excerpt = excerpt_of(self.text, span)
            location = location_within(self.text, self.location, span.start)
            said, help = _visible(message), _visible(hint)
            self._problems.append(Problem(code, location, self.where, said, expected, help, excerpt))

    @property
    def full(self) -> bool:
        """Whether further problems are dropped; callers then skip computing hints."""
        return len(self._problems) >= MOST_PROBLEMS

    def source(self, span: SourceSpan) -> str:
        """Return the source text of a node, truncated for a message."""
        source = " ".join(self.text[span.start : span.end].split())
        return source if len(source) <= 60 else f"{source[:59]}…"

    @property
    def problems(self) -> tuple[Problem, ...]:
        return in_order(self._problems)


def location_within(text: str, location: Location, offset: int) -> Location:
    """Return the location of a character in a text that begins at `location`.

    Unless `location` has turns, all lines of the text are assumed to have the same indentation.
    """
    if location.turns:
        return location.right(offset)
    line = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    return Location(location.file, location.line + line, location.column + column)


def excerpt_of(text: str, span: SourceSpan) -> str:
    """Return the line in which the span begins, with carets below the span; "" for a blank text."""
    if not text.strip():
        return ""
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[begin:] if end < 0 else text[begin:end]
    start = span.start - begin
    cut = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
    shown = line[cut : cut + _WIDTH]
    head, tail = "…" if cut else "", "…" if cut + _WIDTH < len(line) else ""
    carets = max(1, min(span.end - span.start, len(shown) - (start - cut)))
    margin = " " * (len(head) + start - cut)
    return f"    {head}{_visible(shown)}{tail}\n    {margin}{'^' * carets}"


def _visible(line: str) -> str:
    """Replace unprintable characters, so that the carets are aligned."""
    return "".join(
        character if character.isprintable() else " " if character == "\t" else "\ufffd" for character in line
    )
