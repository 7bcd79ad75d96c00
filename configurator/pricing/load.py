"""The gate for price books: files and a catalog in; a book that holds, or every problem of every file at once, out."""

from collections.abc import Iterable, Mapping

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Catalog
from configurator.catalog.scenarios import ENTRY as SCENARIOS
from configurator.garbage_collection import collection_paused
from configurator.pricing.building.book import build_book
from configurator.pricing.checks import checked
from configurator.pricing.codes import DUPLICATE_BOOK
from configurator.pricing.model import PriceBook
from configurator.pricing.orders.load import is_about_orders
from configurator.pricing.shape import BookShape
from configurator.problems import Problem, errors_in, in_order, two_of_one_id
from configurator.reading.files import Files
from configurator.reading.yaml import read_document


def book_entries(files: Files) -> tuple[str, ...]:
    """Return the files of a folder that hold a price book each."""
    return tuple(path for path in files if _is_book(files, path))


def _is_book(files: Files, path: str) -> bool:
    return path.endswith(".yaml") and path != SCENARIOS and not is_about_orders(files, path)


def load_books(
    files: Files, entries: Iterable[str], catalog: Catalog
) -> tuple[Mapping[str, PriceBook], tuple[Problem, ...]]:
    """Read the price books of a catalog, by the files they are read from first; books that hold, and every problem.

    Two books of one id are an error: which of them would price a product?
    """
    books, problems = dict[str, PriceBook](), list[Problem]()
    for entry in entries:
        book, results = load_book(files, entry, catalog)
        problems.extend(results)
        if book is not None:
            books[entry] = book
    problems.extend(two_of_one_id(DUPLICATE_BOOK, "book", ((book.id, book.location) for book in books.values())))
    return books, tuple(problems)


@collection_paused()
def load_book(files: Files, entry: str, catalog: Catalog) -> tuple[PriceBook | None, tuple[Problem, ...]]:
    """Read the price book in the file `entry`, and the tables it names, for a catalog.

    The book is None where any problem is an error; warnings come beside it. Its digest covers exactly the files it
    uses, whatever else `files` holds.
    """
    shape, problems = read_document(files, entry, BookShape)
    if shape is None:
        return None, problems
    report = BuildReport(list(problems))
    book = build_book(shape, files, entry, catalog, report)
    if book is not None and not errors_in(report.problems):
        report.extend(checked(book, catalog))
    ordered = in_order(report.problems)
    return (None if errors_in(ordered) else book), ordered
