"""A waiver of a part without a price has no effect, which is rarely intended."""

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.pricing.codes import NOTHING_TO_WAIVE
from configurator.pricing.items import sellables
from configurator.pricing.model import PriceBook, Sales
from configurator.problems import Problem

_PARTS = ("feature.", "option.", "component.", "group.")


def every_waived_part_has_a_price(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every part that a waiver names and no list price is for."""
    priced: set[str] = set()
    for each in sellables(catalog):
        counted = bool(each.part) is (book.prices.sales is Sales.BILL)
        if counted and any(item in book.prices.items for item in each.items):
            priced |= each.tags
    charged = {charge.id for charge in book.charges}
    for waiver in book.waivers:
        names = {tag.partition(".")[2] for tag in waiver.parts.tags if tag in priced or not tag.startswith(_PARTS)}
        for tag in sorted(waiver.parts.tags):
            name = tag.partition(".")[2]
            if tag.startswith(_PARTS) and tag not in priced and name not in names and name not in charged:
                message, hint = f"`{name}` has no price to waive", "give it a list price, or take it out"
                yield Problem(NOTHING_TO_WAIVE, waiver.location, f"waivers.{waiver.id}", message, hint=hint)
