"""UVL as lines of tokens: comments left out, lines that brackets hold together joined, indentation measured.

```
name   = letter *(letter / digit / "_" / …) / '"' anything '"'
number = ["-"] digits ["." digits]
text   = "'" anything "'"
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from configurator.exchange import codes
from configurator.exchange.report import Report
from configurator.reading.text import Lines
from configurator.reading.wording import quoted
from configurator.source import Location

MOST_TOKENS: Final = 2_000_000
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
class Token:
    """A piece of a line; `kind` is cardinality, number, name, text or sign."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text of a name or a text, without its quotation marks."""
        return self.text[1:-1] if self.text[:1] in "\"'" else self.text


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a line, and how far it is indented; tabs reach to the next multiple of eight."""

    indent: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Source:
    """A file cut into lines, with the places of its tokens."""

    lines: tuple[Line, ...]
    places: Lines
    text: str

    def location(self, token: Token) -> Location:
        """Return where a token stands."""
        return self.places.location(token.start)

    def written(self, tokens: Sequence[Token]) -> str:
        """Return tokens as they are written, in one line."""
        text = self.text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]
        return " ".join(text.split())


def lines_of(text: str, path: str, report: Report) -> Source:
    """Cut a text into lines; what is no token is reported and left out."""
    places = Lines(text, path)
    return Source(tuple(_lines(text, places, report)), places, text)


def _lines(text: str, places: Lines, report: Report) -> Iterator[Line]:
    tokens: list[Token] = []
    depth, begun = 0, 0
    for count, found in enumerate(_TOKEN.finditer(text)):
        kind, word = found.lastgroup or "", found[0]
        if count > MOST_TOKENS:
            raise report.halt(
                codes.TOO_LARGE, places.location(found.start()), "the file holds too many words", f"{MOST_TOKENS:,}"
            )
        if kind == "line" and not depth:
            if tokens:
                yield Line(_width(text[begun : tokens[0].start]), tuple(tokens))
            tokens, begun = [], found.end()
        elif kind == "other":
            hint = "close the text in the same line" if word in "\"'" else "put the name in quotation marks"
            report.add(codes.SYNTAX, places.location(found.start()), f"{quoted(word)} has no meaning here", hint=hint)
        elif kind not in ("space", "line"):
            depth = max(0, depth + (word in "([{") - (word in ")]}")) if kind == "sign" else depth
            tokens.append(Token(kind, word, found.start()))
    if tokens:
        yield Line(_width(text[begun : tokens[0].start]), tuple(tokens))


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(8)) if not blanks.strip() else len(blanks)
