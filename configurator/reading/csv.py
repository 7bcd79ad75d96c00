"""Reads CSV by RFC 4180, in UTF-8, with the location of every cell; writes it so that a spreadsheet runs nothing.

The standard library's reader reports no locations and accepts stray quotes, so this module parses the grammar itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from configurator.garbage_collection import collection_paused
from configurator.problems import Problem, ProblemCode
from configurator.reading import codes
from configurator.reading.limits import LIMITS, Limits
from configurator.reading.message_parts import quoted
from configurator.reading.positioned_tree import Mapping, Scalar, TreeEntry
from configurator.reading.source_text import Lines, read_text
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A record with as many cells as the header."""

    cells: tuple[Scalar, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A header of column names and the rows below it, without empty lines."""

    header: tuple[Scalar, ...]
    rows: tuple[CsvRow, ...]

    def records(self) -> Iterator[Mapping]:
        """Yield each row as a mapping from column name to cell, without its empty cells."""
        for row in self.rows:
            cells = zip(self.header, row.cells, strict=True)
            yield Mapping(
                tuple(TreeEntry(name, cell) for name, cell in cells if cell.text or cell.quoted), row.location
            )


_BARE_LINE = re.compile(r'([^"\r\n]*+)(?:\r\n|\r|\n|\Z)')
_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"|([^,\r\n]*+))(,|\r\n|\r|\n|\Z)')
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_EMPTY_CELL = '""'
_FORMULA = re.compile(r"[=+\-@\t\r]")
_SIGNED_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_NEEDS_QUOTES = re.compile(r'[",\r\n]')
_TO_END_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@collection_paused()
def read_csv(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[CsvTable | None, tuple[Problem, ...]]:
    """Read a CSV file with a header. The table is None if the header is missing or unusable.

    Invalid rows are left out, so each row has as many cells as the header.
    """
    text, problems = read_text(data, file, limits)
    if text is None:
        return None, problems
    reader = _Reader(text, file, limits)
    try:
        return reader.table(), (*problems, *reader.problems)
    except _Halt:
        return None, (*problems, *reader.problems)


class _Halt(Exception):
    """Stops reading; the reader's last problem is the reason."""


class _Reader:
    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._limits = limits
        self._lines = Lines(text, file)
        self._cells = 0

    def table(self) -> CsvTable | None:
        records = self._records()
        header = next(records, None)
        if header is None:
            if not self.problems:
                expected = "a header with the names of the columns"
                self._report(codes.EMPTY_DOCUMENT, self._lines.location(0), "the file says nothing", expected)
            return None
        rows = tuple(row for row in records if self._fits(row, header)) if self._is_good(header) else None
        return None if rows is None else CsvTable(header.cells, rows)

    def _records(self) -> Iterator[CsvRow]:
        """record = cell *("," cell) line-break"""
        at = 0
        cells: list[Scalar] = []
        while at < len(self._text) or cells:
            if not cells and (line := _BARE_LINE.match(self._text, at)):
                if line[1]:
                    yield self._bare(line[1], at)
                at = line.end()
                continue
            match = _CELL.match(self._text, at)
            if match is None or (match[1] is None and '"' in match[2]):
                at, cells = self._after_stray_quote(at), []
                continue
            cells.append(self._cell(match))
            self._count(1, cells[-1].location)
            at = match.end()
            if match[3] == ",":
                continue
            if len(cells) > 1 or cells[0].text or cells[0].quoted:
                yield CsvRow(tuple(cells), cells[0].location)
            cells = []

    def _bare(self, line: str, at: int) -> CsvRow:
        """Return the record of a line without quotation marks: the fast path for most lines."""
        begin = self._lines.location(at)
        self._count(line.count(",") + 1, begin)
        cells, column = [], begin.column
        for text in line.split(","):
            cells.append(Scalar(text, Location(begin.file, begin.line, column)))
            column += len(text) + 1
        return CsvRow(tuple(cells), begin)

    def _cell(self, match: re.Match[str]) -> Scalar:
        """cell = *not-comma-or-quote / quote *(not-quote / quote quote) quote"""
        location = self._lines.location(match.start())
        return (
            Scalar(match[2], location)
            if match[1] is None
            else Scalar(match[1].replace('""', '"'), location, quoted=True)
        )

    def _after_stray_quote(self, at: int) -> int:
        """Report the first quotation mark of a cell and return the beginning of the next line."""
        quote = self._text.index('"', at)
        location = self._lines.location(quote)
        closed = _QUOTED.match(self._text, quote)
        if quote > at:
            result = "found a quotation mark inside a cell that does not begin with one"
        elif closed is None:
            result = "this quotation mark is not closed"
        else:
            result = f"text follows on the closing quotation mark in line {self._lines.location(closed.end()).line}"
        hint = "put the whole cell in quotation marks, and write each one inside it twice"
        self._report(codes.CSV_QUOTE, location, result, hint=hint)
        end = _TO_END_OF_LINE.match(self._text, quote)
        return end.end() if end else len(self._text)

    def _count(self, cells: int, location: Location) -> None:
        """Count cells before they are created, and stop at the limit."""
        self._cells += cells
        if self._cells > self._limits.cells:
            expected = f"at most {self._limits.cells:,} in one file"
            self._report(
                codes.TOO_MANY_VALUES, location, "the cells up to here are too many", expected, "split the file"
            )
            raise _Halt

    def _is_good(self, header: CsvRow) -> bool:
        """Report problems of the header and return whether it has none."""
        if len(header.cells) == 1 and (separator := re.search("[;\t]", header.cells[0].text)):
            shown = "tabs" if separator[0] == "\t" else quoted(separator[0])
            result, hint = f"the cells seem to be separated by {shown}", "export the table as CSV with commas"
            self._report(codes.CSV_SEPARATOR, header.location.right(separator.start()), result, "commas", hint)
            return False
        before = len(self.problems)
        first: dict[str, Location] = {}
        for cell in header.cells:
            self._check_name(cell, first.get(cell.text))
            first.setdefault(cell.text, cell.location)
        return len(self.problems) == before

    def _check_name(self, cell: Scalar, first: Location | None) -> None:
        if not cell.text.strip():
            self._report(codes.CSV_HEADER, cell.location, "a column has no name", "a name for every column")
        elif cell.text != cell.text.strip():
            result, hint = f"the column {quoted(cell.text)} begins or ends with a space", "remove the space"
            self._report(codes.CSV_HEADER, cell.location, result, hint=hint)
        elif first:
            result, hint = (
                f"the column {quoted(cell.text)} occurs twice",
                f"the first is in column {first.column}; remove one",
            )
            self._report(codes.CSV_HEADER, cell.location, result, "each column once", hint)

    def _fits(self, row: CsvRow, header: CsvRow) -> bool:
        number, expected = len(row.cells), len(header.cells)
        if number == expected:
            return True
        location = row.cells[expected].location if number > expected else row.location
        hint = "put a cell that holds a comma in quotation marks" if number > expected else "write empty cells as `,`"
        self._report(codes.CSV_CELLS, location, f"the row has {_cells(number)}", f"{expected} as in the header", hint)
        return False

    def _report(self, code: ProblemCode, location: Location, message: str, expected: str = "", hint: str = "") -> None:
        self.problems.append(Problem(code, location, "", message, expected, hint))
        if len(self.problems) >= self._limits.problems:
            text, hint = "there are more problems than are shown", "mend these first"
            self.problems.append(Problem(codes.TOO_MANY_PROBLEMS, location, "", text, hint=hint))
            raise _Halt


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def write_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV that `read_csv` reads as the same cells.

    What a spreadsheet would run, a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no
    number, gets an apostrophe in front: there it is shown as the text it is.
    """
    lines = (",".join(map(_written_cell, row)) for row in rows)
    return "".join(f"{line or _EMPTY_CELL}\n" for line in lines)


def _written_cell(text: str) -> str:
    if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text):
        text = f"'{text}"
    if _NEEDS_QUOTES.search(text):
        return '"{}"'.format(text.replace('"', '""'))
    return text
