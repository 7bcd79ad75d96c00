"""The gate for price books: files and a catalog in; a book that holds, or every problem of every file at once, out."""

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Catalog
from configurator.garbage_collection import collection_paused
from configurator.pricing.building.book import build_book
from configurator.pricing.checks import checked
from configurator.pricing.model import PriceBook
from configurator.pricing.shape import BookShape
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files
from configurator.reading.yaml import read_document


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
