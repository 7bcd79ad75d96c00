"""Rates of taxes from tables: by category, place and day, each with its source; and where a tax is not due."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from configurator.catalog.building.expressions import ExpressionReader
from configurator.catalog.model import Interval
from configurator.language.types import OptionType
from configurator.pricing import codes
from configurator.pricing.amounts import Amount, Case, both
from configurator.pricing.building.amount_reader import PERCENT, read_cases
from configurator.pricing.building.book_context import BookContext, Selectors
from configurator.pricing.building.price_reader import columns_fit
from configurator.pricing.model import CategoryRate, Selection
from configurator.pricing.shape import CaseShape
from configurator.pricing.taxes.shape import ExemptionShape, RatesShape
from configurator.reading.csv import CsvTable, read_csv
from configurator.reading.positioned_tree import Mapping as Tree
from configurator.reading.positioned_tree import Scalar, TreeEntry
from configurator.reading.shape import Word, validate

COLUMNS: Final = ("rate", "place", "category", "from", "until", "source")
_PLACE: Final = re.compile(r"[\w .-]{1,60}")
_RATE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?", re.ASCII)


def read_exemptions(
    book: BookContext, given: Sequence[ExemptionShape], where: str, reader: ExpressionReader
) -> tuple[Case, ...]:
    """Return a rate of 0 for each exemption, to be tried before the rates of a tax."""
    results = []
    for number, shape in enumerate(given, start=1):
        when = reader.condition(shape.when, f"{where}[{number}].when")
        because = book.reason(shape.because, f"{where}[{number}]", shape.location)
        if when is not None:
            results.append(Case(Fraction(0), shape.location, when=when, because=because))
    return tuple(results)


def read_rates(
    book: BookContext, given: RatesShape, where: str, reader: ExpressionReader, selectors: Selectors, tables: list[str]
) -> tuple[CategoryRate, ...]:
    """Read the table of a tax; its categories are those of the document, and the empty one is all other lines.

    Where a category has no rate of its own, it has that of all others.
    """
    path, problems = book.files.find(given.table, given.table.location, where=where)
    book.report.extend(problems)
    if path is None:
        return ()
    tables.append(path)
    table, problems = read_csv(book.files[path], path)
    book.report.extend(problems)
    if table is None or not columns_fit(book, table, where, COLUMNS, COLUMNS[:1]):
        return ()
    rows: dict[str, list[CaseShape]] = {}
    for category, shape in _rows(book, table, given, where, reader):
        rows.setdefault(category, []).append(shape)
    amounts = {
        category: _numbers(read_cases(book, rows[category], f"{where}.{category or 'all'}", reader, PERCENT))
        for category in sorted(rows, key=lambda category: not category)
    }
    return tuple(
        CategoryRate(
            category,
            (*amount, *_elsewhere(amount, amounts.get("", ()))) if category else amount,
            _selection(book, category, rows[category][0], selectors, where),
            rows[category][0].location,
        )
        for category, amount in amounts.items()
    )


def _elsewhere(own: Amount, others: Amount) -> Iterator[Case]:
    """Yield the rates of all other lines for the places and days for which a category has none of its own."""
    for case in others:
        mine = [each.interval for each in own if _place(each) == _place(case)]
        if not mine:
            yield case
            continue
        starts, ends = ([each.start for each in mine], [each.end for each in mine])
        before = None if None in starts else Interval(None, min(day for day in starts if day))
        after = None if None in ends else Interval(max(day for day in ends if day), None)
        for outside in (before, after):
            left = None if outside is None else both(case.interval, outside)
            if left is not None and (left.start is None or left.end is None or left.start < left.end):
                yield replace(case, interval=left)


def _place(case: Case) -> str:
    return "" if case.when is None else case.when.text


def _numbers(amount: Amount) -> Amount:
    return tuple(case for case in amount if isinstance(case.value, Fraction))


def _selection(
    book: BookContext, category: str, first: CaseShape, selectors: Selectors, where: str
) -> Selection | None:
    if not category:
        return None
    return Selection(selectors.read(book, [Word(f"category.{category}", first.location)], f"{where}.{category}"))


def _rows(
    book: BookContext, table: CsvTable, given: RatesShape, where: str, reader: ExpressionReader
) -> Iterator[tuple[str, CaseShape]]:
    """Yield the category of each row, and its rate as a case of an amount."""
    for record in table.records():
        cells = {entry.key.text: entry.value for entry in record.entries if isinstance(entry.value, Scalar)}
        rate, place = cells.get("rate"), cells.get("place")
        if rate is None or not _RATE.fullmatch(rate.text):
            message = f"found `{rate.text}`" if rate else "the row has no rate"
            book.report.add(codes.PRICE_COLUMN, record.location, where, message, "a percentage such as 19 or 5.5")
            continue
        if place is not None and not _is_known(book, given, place, where, reader):
            continue
        tree = Tree(tuple(_entries(cells, given)), rate.location)
        shape, results = validate(tree, CaseShape, where)
        book.report.extend(results)
        if shape is not None:
            yield cells["category"].text if "category" in cells else "", shape


def _is_known(book: BookContext, given: RatesShape, place: Scalar, where: str, reader: ExpressionReader) -> bool:
    """Whether the place of a row can be asked for; report a place without an expression for it."""
    if given.place is None or not _PLACE.fullmatch(place.text):
        message, expected = f"found `{place.text}`", "`place: an expression` beside the table, and a plain name"
        book.report.add(codes.PRICE_COLUMN, place.location, f"{where}.place", message, expected)
        return False
    asked = reader.scope.parameters.get(str(given.place))
    return not isinstance(asked, OptionType) or place.text in asked.options


_KEYS: Final = {"rate": "amount", "from": "from", "until": "until", "source": "because"}


def _entries(cells: dict[str, Scalar], given: RatesShape) -> Iterable[TreeEntry]:
    for column, cell in cells.items():
        if column in _KEYS:
            yield TreeEntry(Scalar(_KEYS[column], cell.location), cell)
    place = cells.get("place")
    if place is not None:
        condition = Scalar(f"({given.place}) == '{place.text}'", place.location, True)
        yield TreeEntry(Scalar("when", place.location), condition)
