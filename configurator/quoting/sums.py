"""The checks that need no catalog: that every figure of a quote adds up to the next one, exactly."""

from collections.abc import Iterator

from configurator.errors import ConfiguratorError
from configurator.money import Money, money
from configurator.quoting.compare import MISSING, Difference
from configurator.quoting.fields import Fields
from configurator.quoting.model import ONE_TIME, Quote, QuoteItem, Totals
from configurator.quoting.report import Check, CheckName, failed, passed
from configurator.quoting.totals import added, times


def currency_check(quote: Quote) -> Check:
    """Check that every amount of the quote is in the quote's currency."""
    found = [
        Difference(f"{where}.{cadence}", quote.currency, amount.currency)
        for where, totals in _all_totals(quote)
        for cadence, amount in totals.by_cadence.items()
        if amount.currency != quote.currency
    ]
    if found:
        return failed(CheckName.CURRENCY, "", f"some amounts are not in {quote.currency}", found)
    return passed(CheckName.CURRENCY, "", f"every amount is in {quote.currency}")


def sums_check(quote: Quote) -> Check:
    """Check that the totals of the items sum to that of the quote."""
    try:
        summed = added(item.total for item in quote.items)
    except ConfiguratorError as error:
        return failed(CheckName.SUMS, "", f"the items cannot be added up: {error}")
    found = list(_apart(quote.total, summed, "total"))
    if found:
        return failed(CheckName.SUMS, "", "the items do not sum to the total", found)
    return passed(CheckName.SUMS, "", f"{len(quote.items)} items sum to the total")


def item_sums_check(item: QuoteItem) -> Check:
    """Check that the lines of a price sum to that of one piece, and that times the quantity is the item's total."""
    try:
        lines = _lines(item)
        found = [
            *_apart(item.unit, _summed(lines, item.unit), "unit"),
            *_apart(item.total, times(item.unit, item.quantity), "total"),
        ]
    except (ConfiguratorError, KeyError) as error:
        return failed(CheckName.ITEM_SUMS, item.id, f"the lines cannot be added up: {error}")
    if found:
        return failed(CheckName.ITEM_SUMS, item.id, "the lines do not sum to the price", found)
    return passed(CheckName.ITEM_SUMS, item.id, f"{len(lines)} lines sum to the price, {item.quantity} times the total")


def _all_totals(quote: Quote) -> Iterator[tuple[str, Totals]]:
    yield "total", quote.total
    for item in quote.items:
        yield f"items.{item.id}.unit", item.unit
        yield f"items.{item.id}.total", item.total


def _lines(item: QuoteItem) -> list[tuple[str, Money]]:
    """Return cadence and amount of every line of the stored price."""
    priced = Fields(item.priced, "priced")
    return [(line.text("cadence"), _money(line.inner("amount"))) for line in priced.objects("lines")]


def _money(fields: Fields) -> Money:
    return money(fields.text("amount"), fields.text("currency"))


def _summed(lines: list[tuple[str, Money]], unit: Totals) -> Totals:
    nothing = unit.one_time - unit.one_time
    by_cadence = {ONE_TIME: nothing}
    for cadence, amount in lines:
        by_cadence[cadence] = by_cadence.get(cadence, nothing) + amount
    return Totals(by_cadence)


def _apart(stored: Totals, found: Totals, where: str) -> Iterator[Difference]:
    for cadence in dict.fromkeys((*stored.by_cadence, *found.by_cadence)):
        there, summed = stored.by_cadence.get(cadence), found.by_cadence.get(cadence)
        if there != summed:
            yield Difference(f"{where}.{cadence}", _shown(there), _shown(summed))


def _shown(amount: Money | None) -> str:
    return MISSING if amount is None else str(amount)
