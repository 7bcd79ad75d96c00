"""The price of a stored item, worked out again from stored bytes alone."""

from datetime import date

from configurator.errors import InvalidDocument
from configurator.pricing.json_form import to_json
from configurator.pricing.lines import Priced
from configurator.pricing.load import load_book
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.quoting.model import Pinned, Totals
from configurator.quoting.verify import Repriced, Repricing


class Recomputing:
    """Works out the prices of stored items again; every book is read once."""

    def __init__(self) -> None:
        self._ready: dict[tuple[Pinned, str, date, str], Prepared] = {}

    def __call__(self, item: Repricing) -> Repriced:
        found = price_prepared(item.configuration, self._prepared(item))
        return Repriced(to_json(found), totals_of(found))

    def _prepared(self, item: Repricing) -> Prepared:
        known = (item.book, item.catalog.digest, item.on, repr(item.parameters))
        if known not in self._ready:
            book, problems = load_book(item.book_files, item.book.entry, item.catalog)
            if book is None:
                raise InvalidDocument(problems)
            self._ready[known] = prepare(book, item.catalog, item.on, item.parameters)
        return self._ready[known]


def totals_of(priced: Priced) -> Totals:
    """Return the totals of a price as a quote holds them."""
    return Totals({cadence.value: money for cadence, money in priced.totals.by_cadence.items()})
