"""The sections of a UVL file: its includes, imports, feature tree and constraints, each still as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from configurator.exchange import codes
from configurator.exchange.report import Report
from configurator.exchange.uvl.lines import Line, Source, Token
from configurator.reading.wording import quoted
from configurator.source import Location

_HEADS: Final = ("namespace", "include", "imports", "features", "constraints")
_DEEPEST: Final = 100


@dataclass
class Branch:
    """A line, and the lines that are indented below it."""

    line: Line
    below: list["Branch"] = field(default_factory=list)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.line.tokens


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, and what names of it begin with here."""

    path: str
    alias: str
    location: Location


def branches(source: Source, report: Report) -> list[Branch]:
    """Return the lines as they are indented below one another."""
    roots: list[Branch] = []
    trail: list[Branch] = []
    for line in source.lines:
        while trail and trail[-1].line.indent >= line.indent:
            trail.pop()
        branch = Branch(line)
        if len(trail) >= _DEEPEST:
            raise report.halt(
                codes.TOO_LARGE, source.location(line.tokens[0]), "the lines are nested too deeply", f"{_DEEPEST}"
            )
        _check_indent(source, trail, roots, line, report)
        (trail[-1].below if trail else roots).append(branch)
        trail.append(branch)
    return roots


def _check_indent(source: Source, trail: list[Branch], roots: list[Branch], line: Line, report: Report) -> None:
    """Report a line that is indented like none of those that stand beside it."""
    siblings = trail[-1].below if trail else roots
    if siblings and siblings[0].line.indent != line.indent:
        message, hint = (
            "the line is not indented like those beside it",
            "indent it as the lines above that it belongs to",
        )
        report.add(codes.SYNTAX, source.location(line.tokens[0]), message, hint=hint)


def section(roots: Sequence[Branch], source: Source, report: Report) -> dict[str, list[Branch]]:
    """Return the branches below each heading; what has no heading, or a second one, is reported."""
    found: dict[str, list[Branch]] = {}
    for root in roots:
        word = root.tokens[0].text
        if word not in _HEADS or word in found:
            message = f"the section {quoted(word)} occurs twice" if word in found else f"{quoted(word)} is no section"
            report.add(codes.SYNTAX, source.location(root.tokens[0]), message, ", ".join(_HEADS))
            continue
        found[word] = root.below
    return found


def imports(below: Sequence[Branch], source: Source, report: Report) -> Iterator[Import]:
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
