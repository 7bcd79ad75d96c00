"""Tuples of XCSP3 → tables of ours."""

import re
from dataclasses import dataclass
from typing import Final

from configurator.exchange import codes
from configurator.exchange.drafting import Draft, listed
from configurator.exchange.elements import Element
from configurator.exchange.report import Report
from configurator.exchange.xcsp3.domains import Column
from configurator.reading.wording import quoted

_TUPLE: Final = re.compile(r"\(([^()]*)\)")
_WORD: Final = re.compile(r"[^\s,]+")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as our tables write them."""

    columns: list[Column]
    rows: list[Row]
    allowed: bool

    def draw(self, draft: Draft, title: str) -> None:
        """Add the table as a constraint. Without rows nothing is allowed, or nothing forbidden."""
        words = [each.id for each in self.columns[:3]]
        name = (title,) if title else ("_".join(words), "fit")
        because = (
            f"{title or listed([each.title for each in self.columns])} must {'fit' if self.allowed else 'differ'}."
        )
        if self.rows:
            heads = [each.name for each in self.columns]
            draft.table(name, because, heads, self.rows, "allowed" if self.allowed else "forbidden")
        elif self.allowed:
            draft.never(name, because)


def cells_of(given: Element, columns: list[Column], report: Report) -> list[Row]:
    """Read tuples; one with a value that its variable cannot have says nothing and is left out."""
    if len(columns) == 1:
        return _values(given, columns[0], report)
    cells = [{**column.cells, "*": "*"} for column in columns]
    rows: list[Row] = []
    end = 0
    for found in _TUPLE.finditer(given.text):
        _nothing(given, end, found.start(), report)
        end = found.end()
        words = [word.strip() for word in found[1].split(",")]
        if len(words) != len(columns):
            message = f"the tuple has {len(words)} values"
            report.add(
                codes.WRONG_KIND, given.location_of(found.start()), message, f"{len(columns)}, as there are variables"
            )
            continue
        row = tuple(by.get(word, "") for by, word in zip(cells, words, strict=True))
        if all(row):
            rows.append(row)
        elif wrong := next((word for word in words if not re.fullmatch(r"[+-]?[0-9]+|[A-Za-z_]\w*", word)), ""):
            report.add(
                codes.SYNTAX, given.location_of(found.start()), f"{quoted(wrong)} is no value", "a number or a symbol"
            )
    _nothing(given, end, len(given.text), report)
    return rows


def _nothing(given: Element, start: int, end: int, report: Report) -> None:
    """Report what stands between tuples."""
    if found := _WORD.search(given.text, start, end):
        message = f"{quoted(found[0])} stands between the tuples"
        report.add(codes.SYNTAX, given.location_of(found.start()), message, "tuples such as `(1,2)`")


def _values(given: Element, column: Column, report: Report) -> list[Row]:
    """Read the values of a table of one variable: `1 3 5..7`."""
    found: list[Row] = []
    for word in re.finditer(r"[^\s()]+", given.text):
        low, dots, high = word[0].partition("..")
        if dots and re.fullmatch(r"-?[0-9]{1,15}", low) and re.fullmatch(r"-?[0-9]{1,15}", high):
            inside = (value for value in column.cells if int(low) <= int(value) <= int(high))
            found += [(column.cells[value],) for value in inside]
        elif word[0] in column.cells:
            found.append((column.cells[word[0]],))
        elif not re.fullmatch(r"-?[0-9]+|[A-Za-z_]\w*", word[0]):
            report.add(
                codes.SYNTAX, given.location_of(word.start()), f"{quoted(word[0])} is no value", "numbers or symbols"
            )
    return found
