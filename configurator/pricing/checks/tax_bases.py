"""Taxes that take more than what is paid: they leave out the line of a stage that took something off their base."""

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.codes import UNTAXED_DISCOUNT
from configurator.pricing.model import ActsOn, PriceBook, Stage, StageKind
from configurator.pricing.sellables import sellables
from configurator.problems import Problem

_REDUCING = (StageKind.DISCOUNT, StageKind.MAXIMUM)


def taxes_follow_discounts(book: PriceBook, catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning where a tax acts on lines of which a stage takes something off, and not on that stage's line."""
    lines = list(_lines(book, catalog))
    for number, stage in enumerate(book.stages):
        if stage.kind in _REDUCING and stage.at is ActsOn.TOTAL:
            for tax in book.stages[number:]:
                if tax.kind is StageKind.TAX and _leaves_out(tax, stage, lines):
                    message = f"`{tax.id}` leaves out what `{stage.id}` takes off the lines that it taxes"
                    hint = f"add `stages.{stage.id}` to its `on`"
                    yield Problem(UNTAXED_DISCOUNT, tax.location, f"stages.{tax.id}", message, hint=hint)


def _lines(book: PriceBook, catalog: Catalog) -> Iterator[frozenset[str]]:
    """Yield the tags of all lines that items and charges can have."""
    for each in sellables(catalog):
        for item in each.items:
            for price in book.prices.items.get(item, ()):
                own = frozenset((tags.ALL, tags.LIST, f"prices.{item}"))
                yield own | each.tags | tags.of_cadence(price.cadence)
    yield from (charge.tags for charge in book.charges)


def _leaves_out(tax: Stage, stage: Stage, lines: list[frozenset[str]]) -> bool:
    if tax.on is None:
        return False
    both = [line for line in lines if line in tax.on and (stage.on is None or line in stage.on)]
    cadences = [each for each in Cadence if any(each in line for line in both)]
    return any(tags.of_stage(stage.id, cadence, tax=False) not in tax.on for cadence in cadences)
