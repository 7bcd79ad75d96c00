"""List prices from YAML and CSV: every item known, every figure dated, none given twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from configurator.catalog.model import Feature, features_in
from configurator.language.checked import CheckedExpression
from configurator.language.types import NUMBER
from configurator.pricing import codes
from configurator.pricing.building.amount_reader import read_cases
from configurator.pricing.building.book_context import BookContext, cadence_of
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge import Charge
from configurator.pricing.limits import ITEM_HINTS
from configurator.pricing.model import ListPrice, ListPrices, Sales
from configurator.pricing.sellables import Sellable
from configurator.pricing.shape import ItemCaseShape, PricesShape
from configurator.reading.csv import CsvTable, read_csv
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.positioned_tree import Mapping as Tree
from configurator.reading.positioned_tree import Scalar, TreeEntry
from configurator.reading.scalars import Word
from configurator.reading.shape import validate
from configurator.source import Location

COLUMNS = ("item", "amount", "from", "until", "when", "because", "recurring")


@dataclass(frozen=True, slots=True)
class _Given:
    """The figures written for one item in one place."""

    item: Word
    cases: tuple[ItemCaseShape, ...]
    where: str


def read_prices(
    book: BookContext,
    given: PricesShape | None,
    sellables: Iterable[Sellable],
    location: Location,
    *,
    section: str = "prices",
    besides: Mapping[str, str] | None = None,
) -> tuple[ListPrices, tuple[str, ...]]:
    """Read all list prices, or costs; also return the files that were read.

    `besides` are items that the catalog does not sell, each with the structure that scopes its conditions.
    """
    if given is None:
        return ListPrices({}, {}, Sales.CHOICES, location), ()
    sales = Sales(given.sales)
    known = {**_bodies(sellables, sales), **(besides or {})}
    tables = [given.table] if isinstance(given.table, Word) else given.table or []
    written, files = list(_inline(given, section)), []
    for number, named in enumerate(tables, start=1):
        where = f"{section}.table" if isinstance(given.table, Word) else f"{section}.table[{number}]"
        path, problems = book.files.find(named, named.location, where=where)
        book.report.extend(problems)
        if path is not None:
            files.append(path)
            written.extend(_rows(book, path, where))
    items = _items(book, written, known)
    return ListPrices(items, _quantities(book, given, section), sales, given.location), tuple(files)


def read_costs(
    book: BookContext, given: PricesShape | None, sellables: Iterable[Sellable], charges: Iterable[Charge]
) -> tuple[ListPrices | None, tuple[str, ...]]:
    """Read the costs of items and, as `charges.base`, of charges; also return the files that were read."""
    if given is None:
        return None, ()
    besides = {f"charges.{charge.id}": charge.each for charge in charges}
    return read_prices(book, given, sellables, given.location, section="costs", besides=besides)


def _bodies(sellables: Iterable[Sellable], sales: Sales) -> dict[str, str]:
    """Return every item that can be priced, with the structure that scopes its conditions."""
    known: dict[str, str] = {}
    for each in sellables:
        if bool(each.part) is (sales is Sales.BILL):
            own, *others = each.items
            known.setdefault(own, each.path.rpartition(".")[0])
            for item in others:
                known[item] = ""
    return known


# ── parsing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _inline(given: PricesShape, section: str) -> Iterable[_Given]:
    for item, price in given.items.items():
        where = f"{section}.items.{item}"
        if isinstance(price, Word):
            yield _Given(item, (_plain(price),), where)
        else:
            yield _Given(item, tuple(price) if isinstance(price, list) else (price,), where)


def _plain(price: Word) -> ItemCaseShape:
    """Return a bare figure as a case."""
    tree = Tree(
        (TreeEntry(Scalar("amount", price.location), Scalar(str(price), price.location, price.quoted)),), price.location
    )
    shape, problems = validate(tree, ItemCaseShape)
    if shape is None:
        raise TypeError(f"{price!r} was read as a figure before: {problems}")
    return shape


def _rows(book: BookContext, path: str, where: str) -> Iterable[_Given]:
    table, problems = read_csv(book.files[path], path)
    book.report.extend(problems)
    if table is None or not columns_fit(book, table, where, COLUMNS, COLUMNS[:2]):
        return
    for record in table.records():
        cells = {entry.key.text: entry.value for entry in record.entries}
        item = cells.get("item")
        if not isinstance(item, Scalar):
            book.report.add(codes.PRICE_COLUMN, record.location, where, "the row names no item", "an item in every row")
            continue
        rest = Tree(tuple(entry for entry in record.entries if entry.key.text != "item"), item.location)
        shape, results = validate(rest, ItemCaseShape, f"{where}.{item.text}")
        book.report.extend(results)
        if shape is not None:
            yield _Given(Word(item.text, item.location), (shape,), f"{where}.{item.text}")


def columns_fit(
    book: BookContext, table: CsvTable, where: str, columns: Sequence[str], needed_columns: Sequence[str]
) -> bool:
    """Return whether a table has columns that are known, and those that are needed; report others and missing ones."""
    names = [cell.text for cell in table.header]
    fits = True
    for cell in table.header:
        if cell.text not in columns:
            message = f"there is no column `{cell.text}`"
            book.report.add(
                codes.PRICE_COLUMN, cell.location, where, message, some_of(columns), did_you_mean(cell.text, columns)
            )
            fits = False
    for needed in needed_columns:
        if needed not in names:
            message = f"the column `{needed}` is missing"
            book.report.add(codes.PRICE_COLUMN, table.header[0].location, where, message, some_of(columns))
            fits = False
    return fits


# ── resolving ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _items(book: BookContext, written: list[_Given], known: Mapping[str, str]) -> Mapping[str, tuple[ListPrice, ...]]:
    together: dict[str, list[_Given]] = {}
    unknown = [each for each in written if each.item not in known]
    for number, each in enumerate(unknown):
        message = f"catalog {book.catalog.id} sells no `{each.item}`"
        expected, hint = (
            "a component, feature.option, or a feature",
            _near(each.item, known) if number < ITEM_HINTS else "",
        )
        book.report.add(codes.UNKNOWN_ITEM, each.item.location, each.where, message, expected, hint)
    for each in written:
        if each.item in known:
            together.setdefault(str(each.item), []).append(each)
    items = {}
    for item, places in together.items():
        cases = [case for each in _in_one_file(book, places) for case in each.cases]
        items[item] = _list_prices(book, item, cases, places[0], known[item])
    return items


def _near(item: str, known: Mapping[str, str]) -> str:
    """Return the hint for an unknown item; an option may have been written without its feature."""
    bare = {name.rpartition(".")[2]: name for name in known}
    if item in bare:
        return f"write `{bare[item]}`"
    text = did_you_mean(item, known) or did_you_mean(item, bare)
    return next((f"did you mean `{full}`?" for name, full in bare.items() if text == f"did you mean `{name}`?"), text)


def _in_one_file(book: BookContext, places: list[_Given]) -> list[_Given]:
    """Return the prices of an item in the first file; a table may have several rows per item, but two files must not
    price it."""
    first = places[0].item.location
    for other in (each for each in places if each.item.location.file != first.file):
        message = f"`{other.item}` has a price already, at {first}"
        book.report.add(codes.DUPLICATE_PRICE, other.item.location, other.where, message, "all its prices in one place")
    return [each for each in places if each.item.location.file == first.file]


def _list_prices(
    book: BookContext, item: str, cases: list[ItemCaseShape], first: _Given, body: str
) -> tuple[ListPrice, ...]:
    by_cadence: dict[Cadence, list[ItemCaseShape]] = {}
    for case in cases:
        by_cadence.setdefault(cadence_of(case.recurring), []).append(case)
    reader = book.reader(body)
    list_prices = (
        ListPrice(item, read_cases(book, group, first.where, reader), cadence, first.item.location)
        for cadence, group in by_cadence.items()
    )
    return tuple(price for price in list_prices if price.amount)


# ── how many ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _quantities(book: BookContext, given: PricesShape, section: str) -> Mapping[str, CheckedExpression]:
    features: dict[str, Feature] = {".".join(path): feature for path, feature in features_in(book.catalog.root)}
    checked_expressions = {}
    for name, text in given.quantities.items():
        where = f"{section}.quantities.{name}"
        if name not in features:
            message = f"catalog {book.catalog.id} has no feature `{name}`"
            book.report.add(codes.UNKNOWN_FEATURE, name.location, where, message, hint=did_you_mean(name, features))
            continue
        expression = book.reader(name.rpartition(".")[0]).expression(text, where, NUMBER)
        if expression is not None:
            checked_expressions[str(name)] = expression
    return checked_expressions
