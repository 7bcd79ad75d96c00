"""The variables of XCSP3 and its tables: the feature that a variable becomes, and the combinations that tables list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from configurator.catalog.plain_yaml import Plain
from configurator.exchange import codes
from configurator.exchange.catalog_draft import CatalogDraft, Ids, ImportReport, listed, titled
from configurator.exchange.limits import XCSP3_VALUES
from configurator.exchange.xml_elements import XmlElement
from configurator.reading.message_parts import quoted
from configurator.source import Location

_INTERVAL: Final = re.compile(r"([+-]?[0-9]{1,15})(?:\.\.([+-]?[0-9]{1,15}))?")
_SYMBOL: Final = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class XcspDomain:
    """Numbers in ascending order, or symbols in the order of the file."""

    numbers: tuple[int, ...] = ()
    symbols: tuple[str, ...] = ()

    @cached_property
    def step(self) -> int:
        """The distance between all neighbours; 0 where the distances differ, 1 for a single number."""
        steps = {right - left for left, right in pairwise(self.numbers)} or {1}
        return steps.pop() if len(steps) == 1 else 0


def domain_of(text: str, refuse: Callable[[int, str], None]) -> XcspDomain | None:
    """Parse `0..5 7 9` or `red blue`; `refuse` receives the location and the error."""
    numbers: set[int] = set()
    symbols: dict[str, None] = {}
    for word in re.finditer(r"\S+", text):
        match = _INTERVAL.fullmatch(word[0])
        if match is None and not _SYMBOL.fullmatch(word[0]):
            refuse(word.start(), f"{quoted(word[0])}, which is neither a number of 15 digits at most nor a symbol")
            return None
        if match is None:
            symbols[word[0]] = None
            continue
        low, high = int(match[1]), int(match[2] or match[1])
        if len(numbers) + max(0, high - low) >= XCSP3_VALUES:
            refuse(word.start(), f"more than {XCSP3_VALUES:,} values")
            return None
        numbers.update(range(low, high + 1))
    if symbols and numbers:
        refuse(0, "numbers and symbols together")
        return None
    if not symbols and not numbers:
        refuse(0, "no value")
        return None
    return XcspDomain(tuple(sorted(numbers)), tuple(symbols))


class XcspVariable:
    """A variable as a feature: its name in expressions and columns, and the notation of its values."""

    def __init__(self, id: str, title: str, domain: XcspDomain, *, calculated: bool) -> None:
        self.id = id
        self.title = title
        self._domain = domain
        self._as_number = calculated and bool(domain.numbers)
        self.has_values = self._as_number and not domain.step
        """Whether the feature is a choice of components whose attribute `value` is the number."""
        self.cells: dict[str, str] = self._cells()
        """From a value as XCSP3 writes it to a cell of a table."""

    @property
    def name(self) -> str:
        """The expression of the value, and the name of its column."""
        return f"{self.id}.value" if self.has_values else self.id

    def feature(self) -> Plain:
        """Return the feature."""
        head = titled(self.id, self.title)
        if self.has_values:
            return {**head, "options": f"{self.id}_values"}
        if self._as_number:
            numbers, step = self._domain.numbers, self._domain.step
            by = {} if step == 1 else {"step": str(step)}
            return {**head, "type": "integer", "range": f"{numbers[0]}..{numbers[-1]}", **by}
        return {**head, "options": {cell: value for value, cell in self.cells.items()}}

    def group(self) -> Plain:
        """Return the components that carry the numbers, where `has_values`."""
        items = {f"{self.id}-{_plain(number)}": _item(number) for number in self._domain.numbers}
        return {"attributes": {"value": "number"}, "items": items}

    def _cells(self) -> dict[str, str]:
        if self._as_number:
            return {str(number): str(number) for number in self._domain.numbers}
        if self._domain.numbers:
            return {str(number): _plain(number) for number in self._domain.numbers}
        ids = Ids("o")
        return {symbol: ids.item(symbol) for symbol in self._domain.symbols}


def _plain(number: int) -> str:
    return str(number) if number >= 0 else f"minus_{-number}"


def _item(number: int) -> Plain:
    return {"title": str(number), "value": str(number)}


_TUPLE: Final = re.compile(r"\(([^()]*)\)")
_WORD: Final = re.compile(r"[^\s,]+")

TableRow = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class XcspTable:
    """Rows of cells as our tables write them."""

    columns: list[XcspVariable]
    rows: list[TableRow]
    allowed: bool

    def add_to(self, draft: CatalogDraft, title: str, location: Location) -> None:
        """Add the table as a constraint. Without rows nothing is allowed, or nothing forbidden."""
        words = [each.id for each in self.columns[:3]]
        name = (title,) if title else ("_".join(words), "fit")
        because = (
            f"{title or listed([each.title for each in self.columns])} must {'fit' if self.allowed else 'differ'}."
        )
        if self.rows:
            heads = [each.name for each in self.columns]
            draft.table(name, because, heads, self.rows, "allowed" if self.allowed else "forbidden", location)
        elif self.allowed:
            draft.never(name, because, location)


def cells_of(given: XmlElement, columns: list[XcspVariable], report: ImportReport) -> list[TableRow]:
    """Read tuples; one with an impossible value is skipped."""
    if len(columns) == 1:
        return _values(given, columns[0], report)
    cells = [{**column.cells, "*": "*"} for column in columns]
    rows: list[TableRow] = []
    end = 0
    for match in _TUPLE.finditer(given.text):
        _nothing(given, end, match.start(), report)
        end = match.end()
        words = [word.strip() for word in match[1].split(",")]
        if len(words) != len(columns):
            message = f"the tuple has {len(words)} values"
            report.add(
                codes.WRONG_KIND, given.location_of(match.start()), message, f"{len(columns)}, as there are variables"
            )
            continue
        row = tuple(by.get(word, "") for by, word in zip(cells, words, strict=True))
        if all(row):
            rows.append(row)
        elif wrong := next((word for word in words if not re.fullmatch(r"[+-]?[0-9]+|[A-Za-z_]\w*", word)), ""):
            report.add(
                codes.SYNTAX, given.location_of(match.start()), f"{quoted(wrong)} is no value", "a number or a symbol"
            )
    _nothing(given, end, len(given.text), report)
    return rows


def _nothing(given: XmlElement, start: int, end: int, report: ImportReport) -> None:
    """Report text between tuples."""
    if match := _WORD.search(given.text, start, end):
        message = f"{quoted(match[0])} stands between the tuples"
        report.add(codes.SYNTAX, given.location_of(match.start()), message, "tuples such as `(1,2)`")


def _values(given: XmlElement, column: XcspVariable, report: ImportReport) -> list[TableRow]:
    """Read the values of a table of one variable: `1 3 5..7`."""
    results: list[TableRow] = []
    for word in re.finditer(r"[^\s()]+", given.text):
        low, dots, high = word[0].partition("..")
        if dots and re.fullmatch(r"-?[0-9]{1,15}", low) and re.fullmatch(r"-?[0-9]{1,15}", high):
            inside = (value for value in column.cells if int(low) <= int(value) <= int(high))
            results += [(column.cells[value],) for value in inside]
        elif word[0] in column.cells:
            results.append((column.cells[word[0]],))
        elif not re.fullmatch(r"-?[0-9]+|[A-Za-z_]\w*", word[0]):
            report.add(
                codes.SYNTAX, given.location_of(word.start()), f"{quoted(word[0])} is no value", "numbers or symbols"
            )
    return results
