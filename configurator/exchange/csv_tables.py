"""Tables of allowed combinations as CSV files: each column is a feature, each row a combination, `*` fits every value.

Columns of the same name in several files are one feature; its values are all that the files have in that column.
"""

import posixpath
import re
from itertools import pairwise
from typing import Final

from configurator.catalog.plain_yaml import Plain
from configurator.exchange import codes
from configurator.exchange.catalog_draft import CatalogDraft, Ids, ImportReport, titled
from configurator.reading.csv import CsvTable, read_csv
from configurator.reading.files import Files

_ANY: Final = "*"


def read_csv_tables(
    files: Files, paths: tuple[str, ...], report: ImportReport, title: str, source: str
) -> CatalogDraft | None:
    """Read tables; None where nothing could be read."""
    tables: dict[str, CsvTable] = {}
    for path in paths:
        table, problems = read_csv(files[path], path)
        report.extend(problems)
        if table is not None:
            _check(table, report)
            tables[path] = table
    if report.problems:
        return None
    return _CsvCatalog(CatalogDraft(title, source), tables).draft()


def _check(table: CsvTable, report: ImportReport) -> None:
    for row in table.rows:
        for cell in row.cells:
            if not cell.text.strip():
                report.add(codes.SYNTAX, cell.location, "the cell is empty", "a value, or * for all")
    if not table.rows:
        report.add(codes.EMPTY_MODEL, table.header[0].location, "the table has no rows", "a combination at least")


class _CsvCatalog:
    def __init__(self, draft: CatalogDraft, tables: dict[str, CsvTable]) -> None:
        self._draft = draft
        self._tables = tables
        self._ids: dict[str, str] = {}
        self._values: dict[str, dict[str, None]] = {}
        for table in tables.values():
            for at, column in enumerate(table.header):
                results = self._values.setdefault(column.text, {})
                results.update(dict.fromkeys(row.cells[at].text.strip() for row in table.rows))

    def draft(self) -> CatalogDraft:
        cells = {name: self._feature(name, list(results)) for name, results in self._values.items()}
        for path, table in self._tables.items():
            columns = [column.text for column in table.header]
            if len(columns) > 1:
                self._rows(path, table, columns, cells)
        return self._draft

    def _feature(self, name: str, values: list[str]) -> dict[str, str]:
        """Add a column as a feature; return how each of its values is written there."""
        values = [value for value in values if value != _ANY]
        id = self._ids.setdefault(name, self._draft.names.name(name))
        head = titled(id, name)
        if values and {value.lower() for value in values} <= {"true", "false"}:
            self._draft.features[id] = {**head, "type": "boolean"}
            return {_ANY: _ANY, **{value: value.lower() for value in values}}
        if numbers := _numbers(values):
            step: dict[str, Plain] = {} if numbers.step == 1 else {"step": str(numbers.step)}
            self._draft.features[id] = {**head, "type": "integer", "range": f"{numbers[0]}..{numbers[-1]}", **step}
            return {_ANY: _ANY, **{value: str(int(value)) for value in values}}
        ids = Ids("o")
        written = {value: ids.item(value) for value in values}
        options: Plain = {option: value for value, option in written.items()}
        self._draft.features[id] = {**head, "options": options or {"any": "Any"}}
        return {_ANY: _ANY, **written}

    def _rows(self, path: str, table: CsvTable, columns: list[str], cells: dict[str, dict[str, str]]) -> None:
        rows = [
            tuple(cells[column][cell.text.strip()] for column, cell in zip(columns, row.cells, strict=True))
            for row in table.rows
        ]
        because = f"Only the combinations of {posixpath.basename(path)} are possible."
        name = posixpath.basename(path).partition(".")[0]
        self._draft.table((name,), because, [self._ids[column] for column in columns], rows, "allowed")


def _numbers(values: list[str]) -> range | None:
    """Return the numbers that values are, where they are whole and evenly apart; at least two."""
    if len(values) < 2 or not all(re.fullmatch(r"-?(0|[1-9][0-9]{0,14})", value) for value in values):
        return None
    numbers = sorted({int(value) for value in values})
    steps = {right - left for left, right in pairwise(numbers)}
    return range(numbers[0], numbers[-1] + 1, steps.pop()) if len(steps) == 1 else None
