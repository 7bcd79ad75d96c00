"""Figures that spare existing customers need a parameter that identifies them."""

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.pricing.checks.plain import cases_in
from configurator.pricing.codes import BAD_EXISTING
from configurator.pricing.model import PriceBook
from configurator.problems import Problem


def existing_customers_can_be_told(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield every figure with `existing` in a book without `existing_since`."""
    if book.existing_since:
        return
    for case in cases_in((book.prices, book.charges, book.stages)):
        if case.existing is not None:
            message, expected = "nothing tells who had the product before", "`existing_since` in the head of the book"
            yield Problem(BAD_EXISTING, case.location, "existing", message, expected)
