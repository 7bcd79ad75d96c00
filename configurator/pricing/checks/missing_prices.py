"""If one option of a feature has a list price, all need one: a free one costs 0."""

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.pricing.codes import MISSING_PRICE
from configurator.pricing.items import Sellable, sellables
from configurator.pricing.model import PriceBook, Sales
from configurator.problems import Problem
from configurator.reading.wording import some_of


def every_option_has_a_price(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for every feature that has options with and without a price.

    Prices in several cadences count alike: a monthly fee is a price too.
    """
    by_feature: dict[str, list[Sellable]] = {}
    for each in sellables(catalog):
        if isinstance(each.value, str):
            by_feature.setdefault(each.path, []).append(each)
    if book.prices.sales is Sales.BILL:
        return
    for path, options in by_feature.items():
        missing = [each for each in options if not any(item in book.prices.items for item in each.items)]
        if missing and len(missing) < len(options):
            yield _problem(book, path, missing)


def _problem(book: PriceBook, path: str, missing: list[Sellable]) -> Problem:
    names = some_of(str(each.value) for each in missing)
    hint = f"add `{missing[0].items[0]}: 0` if it costs nothing"
    message = f"the feature `{path}` has options with a price, but none for {names}"
    return Problem(MISSING_PRICE, book.prices.location, "prices", message, "a price for every option", hint)
