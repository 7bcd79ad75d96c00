"""Price tables of a matrix: a CSV file with a column for each attribute, made into dictionaries."""

from collections.abc import Mapping
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.building.expressions import ExpressionReader
from configurator.pricing import codes
from configurator.pricing.building.amounts import read_amount
from configurator.pricing.building.context import BookContext
from configurator.pricing.charge_models.matrix import ANY, Hit, Matrix, MatrixRow
from configurator.pricing.shape import ChargeShape
from configurator.reading.csv import CsvTable, read_csv
from configurator.reading.shape import Word
from configurator.reading.wording import did_you_mean, some_of

PRICE = "price"
EMPTY = Matrix((), (), ())


def read_matrix(
    book: BookContext, shape: ChargeShape, where: str, reader: ExpressionReader, tables: list[str]
) -> Matrix:
    """Read the table of a charge; an empty matrix where it is wrong."""
    if shape.table is None or not shape.by:
        return EMPTY
    path, problems = book.files.find(shape.table, shape.table.location, where=f"{where}.table")
    book.report.extend(problems)
    if path is None:
        return EMPTY
    tables.append(path)
    table, problems = read_csv(book.files[path], path)
    book.report.extend(problems)
    if table is None or not _columns_fit(book, shape.by, table, f"{where}.table"):
        return EMPTY
    return _filled(book, tuple(map(str, shape.by)), table, Hit(shape.hit), f"{where}.table", reader)


def _columns_fit(book: BookContext, by: Mapping[Word, Word], table: CsvTable, where: str) -> bool:
    names, wanted = [cell.text for cell in table.header], [*map(str, by), PRICE]
    fits = True
    for cell in table.header:
        if cell.text not in wanted:
            message, hint = f"nothing under `by` says what the column `{cell.text}` is", did_you_mean(cell.text, wanted)
            book.report.add(codes.PRICE_COLUMN, cell.location, where, message, some_of(wanted), hint)
            fits = False
    for needed in wanted:
        if needed not in names:
            message = f"the column `{needed}` is missing"
            book.report.add(codes.PRICE_COLUMN, table.header[0].location, where, message, some_of(wanted))
            fits = False
    return fits


def _filled(
    book: BookContext, columns: tuple[str, ...], table: CsvTable, hit: Hit, where: str, reader: ExpressionReader
) -> Matrix:
    """Return the table as dictionaries, one for each set of columns that rows state; report rows that clash."""
    by_mask: dict[tuple[int, ...], dict[tuple[str, ...], MatrixRow]] = {}
    positions = {cell.text: position for position, cell in enumerate(table.header)}
    for row in table.rows:
        cells = {name: row.cells[position] for name, position in positions.items()}
        stated = tuple(_stated(cells[name].text) for name in columns)
        mask = tuple(position for position, value in enumerate(stated) if value != ANY)
        price = cells[PRICE]
        amount = read_amount(book, Word(price.text, price.location), f"{where}.{PRICE}", reader)
        rows = by_mask.setdefault(mask, {})
        key = tuple(stated[position] for position in mask)
        if key in rows:
            message, expected = (
                f"the row at {rows[key].location} has the same attributes",
                "one row for each combination",
            )
            book.report.add(codes.DUPLICATE_PRICE, price.location, where, message, expected)
        rows.setdefault(key, MatrixRow(amount, price.location))
    if hit is Hit.UNIQUE:
        _report_overlaps(book, columns, by_mask, where)
    masks = sorted(by_mask, key=lambda mask: (-len(mask), mask))
    return Matrix(columns, tuple(masks), tuple(by_mask[mask] for mask in masks), hit)


def _stated(text: str) -> str:
    """Return a cell as attributes are compared: numbers by their value."""
    try:
        return exact_text(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return text


def _report_overlaps(
    book: BookContext,
    columns: tuple[str, ...],
    by_mask: Mapping[tuple[int, ...], Mapping[tuple[str, ...], MatrixRow]],
    where: str,
) -> None:
    """Report overlapping rows with empty cells: a unique hit policy allows one row per combination."""
    for mask, rows in by_mask.items():
        for other, others in by_mask.items():
            shared = [position for position in mask if position in other]
            if mask == other or len(mask) > len(other) or (len(mask) == len(other) and mask > other):
                continue
            keys = {tuple(key[other.index(each)] for each in shared): row for key, row in others.items()}
            for key, row in rows.items():
                twin = keys.get(tuple(key[mask.index(each)] for each in shared))
                if twin is not None:
                    message = f"the row at {twin.location} may fit at the same time"
                    hint = "say `hit: most_specific`, or fill the empty cells"
                    book.report.add(codes.DUPLICATE_PRICE, row.location, where, message, "one row at a time", hint)
