"""UVL as lines of tokens and sections: comments left out, lines that brackets hold together joined, indentation read.

```
name   = letter *(letter / digit / "_" / …) / '"' anything '"'
number = ["-"] digits ["." digits]
text   = "'" anything "'"
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.limits import UVL_DEPTH, UVL_TOKENS
from configurator.language.limits import MOST_DIGITS
from configurator.reading.message_parts import quoted
from configurator.reading.source_text import Lines
from configurator.source import Location

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\f]+|//[^\n]*|/\*.*?\*/)
    |(?P<line>\n)
    |(?P<cardinality>\[\s*[0-9]+\s*(?:\.\.\s*(?:[0-9]+|\*)\s*)?\](?!\s*[,}\]]))
    |(?P<number>[0-9]*\.[0-9]+|[0-9]+)
    |(?P<name>[^\W\d_][\w\#§%?\\';]*|"[^"\r\n]+")
    |(?P<text>'[^'\r\n]*')
    |(?P<sign><=>|=>|==|!=|<=|>=|[!&|<>()\[\]{},+\-*/.])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class UvlToken:
    """A piece of a line; `kind` is cardinality, number, name, text or sign."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text of a name or a text, without its quotation marks."""
        return self.text[1:-1] if self.text[:1] in "\"'" else self.text


@dataclass(frozen=True, slots=True)
class UvlLine:
    """The tokens of a line, and how far it is indented; tabs reach to the next multiple of eight."""

    indent: int
    tokens: tuple[UvlToken, ...]


@dataclass(frozen=True)
class UvlSource:
    """A file cut into lines, with the places of its tokens."""

    lines: tuple[UvlLine, ...]
    places: Lines
    text: str

    def location(self, token: UvlToken) -> Location:
        """Return the location of a token."""
        return self.places.location(token.start)

    def written(self, tokens: Sequence[UvlToken]) -> str:
        """Return tokens as they are written, in one line."""
        text = self.text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]
        return " ".join(text.split())


def lines_of(text: str, path: str, report: ImportReport) -> UvlSource:
    """Split a text into lines of tokens; invalid tokens are reported and skipped."""
    places = Lines(text, path)
    return UvlSource(tuple(_lines(text, places, report)), places, text)


def _lines(text: str, places: Lines, report: ImportReport) -> Iterator[UvlLine]:
    tokens: list[UvlToken] = []
    depth, begun = 0, 0
    for count, match in enumerate(_TOKEN.finditer(text)):
        kind, word = match.lastgroup or "", match[0]
        if count > UVL_TOKENS:
            raise report.halt(
                codes.TOO_LARGE, places.location(match.start()), "the file holds too many words", f"{UVL_TOKENS:,}"
            )
        if kind == "line" and not depth:
            if tokens:
                yield UvlLine(_width(text[begun : tokens[0].start]), tuple(tokens))
            tokens, begun = [], match.end()
        elif kind == "other":
            hint = "close the text in the same line" if word in "\"'" else "put the name in quotation marks"
            report.add(codes.SYNTAX, places.location(match.start()), f"{quoted(word)} has no meaning here", hint=hint)
        elif kind in ("number", "cardinality") and len(word) > MOST_DIGITS:
            message = f"a number has {len(word):,} digits" if kind == "number" else f"{quoted(word)} is no cardinality"
            report.add(codes.TOO_LARGE, places.location(match.start()), message, f"at most {MOST_DIGITS}")
            tokens.append(UvlToken(kind, "1" if kind == "number" else "[1]", match.start()))
        elif kind not in ("space", "line"):
            depth = max(0, depth + (word in "([{") - (word in ")]}")) if kind == "sign" else depth
            tokens.append(UvlToken(kind, word, match.start()))
    if tokens:
        yield UvlLine(_width(text[begun : tokens[0].start]), tuple(tokens))


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(8)) if not blanks.strip() else len(blanks)


_HEADS: Final = ("namespace", "include", "imports", "features", "constraints")


@dataclass
class UvlBlock:
    """A line, and the lines that are indented below it."""

    line: UvlLine
    below: list["UvlBlock"] = field(default_factory=list)

    @property
    def tokens(self) -> tuple[UvlToken, ...]:
        return self.line.tokens


@dataclass(frozen=True, slots=True)
class Import:
    """An imported model, and the prefix of its names here."""

    path: str
    alias: str
    location: Location


def branches(source: UvlSource, report: ImportReport) -> list[UvlBlock]:
    """Return the lines as they are indented below one another."""
    roots: list[UvlBlock] = []
    trail: list[UvlBlock] = []
    for line in source.lines:
        while trail and trail[-1].line.indent >= line.indent:
            trail.pop()
        branch = UvlBlock(line)
        if len(trail) >= UVL_DEPTH:
            raise report.halt(
                codes.TOO_LARGE, source.location(line.tokens[0]), "the lines are nested too deeply", f"{UVL_DEPTH}"
            )
        _check_indent(source, trail, roots, line, report)
        (trail[-1].below if trail else roots).append(branch)
        trail.append(branch)
    return roots


def _check_indent(
    source: UvlSource, trail: list[UvlBlock], roots: list[UvlBlock], line: UvlLine, report: ImportReport
) -> None:
    """Report a line with inconsistent indentation."""
    siblings = trail[-1].below if trail else roots
    if siblings and siblings[0].line.indent != line.indent:
        message, hint = (
            "the line is not indented like those beside it",
            "indent it as the lines above that it belongs to",
        )
        report.add(codes.SYNTAX, source.location(line.tokens[0]), message, hint=hint)


def section(roots: Sequence[UvlBlock], source: UvlSource, report: ImportReport) -> dict[str, list[UvlBlock]]:
    """Return the branches below each heading; lines without a heading, and repeated headings, are reported."""
    results: dict[str, list[UvlBlock]] = {}
    for root in roots:
        word = root.tokens[0].text
        if word not in _HEADS or word in results:
            message = f"the section {quoted(word)} occurs twice" if word in results else f"{quoted(word)} is no section"
            report.add(codes.SYNTAX, source.location(root.tokens[0]), message, ", ".join(_HEADS))
            continue
        results[word] = root.below
    return results


def imports(below: Sequence[UvlBlock], source: UvlSource, report: ImportReport) -> Iterator[Import]:
    """Read `imports`: `sub.model as s` is the file `sub/model.uvl`, whose names begin with `s.` here."""
    for branch in below:
        words = [token.word for token in branch.tokens]
        cut = words.index("as") if "as" in words else len(words)
        path, alias = [word for word in words[:cut] if word != "."], words[cut + 1 :]
        location = source.location(branch.tokens[0])
        if not path or (cut < len(words) and not alias) or branch.below:
            report.add(codes.SYNTAX, location, "the import has another form", "`model` or `folder.model as name`")
            continue
        name = "".join(alias) or ".".join(path)
        yield Import(f"{'/'.join(path)}.uvl", name, location)
