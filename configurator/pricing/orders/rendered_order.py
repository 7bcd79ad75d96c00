"""A priced order as people read it, in a locale: the waterfall of each item, then the steps of the order."""

from collections.abc import Iterator

from configurator.canonical_json import exact_text
from configurator.pricing.orders.missed_thresholds import MissedThreshold
from configurator.pricing.orders.priced_order import OrderStep, PricedOrder, PricedOrderItem
from configurator.pricing.orders.rounding_line import ROUNDING, ROUNDING_TITLE
from configurator.pricing.rendered_price import text_row, title_of
from configurator.pricing.step_sentences import (
    ILLUSTRATIVE,
    PERIODS,
    TOTALS,
    shown,
    step_sentence,
)
from configurator.texts import texts_for


def order_as_text(order: PricedOrder, locale: str = "en", *, steps: bool = True) -> str:
    """Write an order: its items with their lines, what its rules change with reason and allocation, and the totals."""
    return "\n".join(_rows(order, locale, steps))


def _rows(order: PricedOrder, locale: str, steps: bool) -> Iterator[str]:
    _ = texts_for(locale).gettext
    for item in order.items:
        yield from _item(item, order, locale, steps)
    for step in order.steps:
        if step.line.included is None:
            yield from _step(step, order, locale, steps)
    for missed in order.missed:
        yield f"→ {_missed(missed, order, locale)} [{missed.location}]"
    for cadence, amount in order.totals.by_cadence.items():
        yield text_row(_(TOTALS[cadence]), amount, locale)
    for step in order.steps:
        if step.line.included is not None:
            yield from _step(step, order, locale, steps)
    for credit in order.credits:
        yield text_row(credit.title.in_locale(locale), -credit.used, locale)
        yield f"    {credit.because.in_locale(locale)} [{credit.location}]"
    if order.credits:
        yield text_row(_("To pay"), order.due, locale)
    if order.illustrative:
        yield _(ILLUSTRATIVE)


def _item(priced: PricedOrderItem, order: PricedOrder, locale: str, steps: bool) -> Iterator[str]:
    _ = texts_for(locale).gettext
    item = priced.item
    title = f"{item.id}: {item.quantity} × {item.code or item.priced.catalog}"
    for cadence, amount in priced.own.items():
        yield text_row(f"{title}, {_(PERIODS[cadence])}" if cadence in PERIODS else title, amount, locale)
    for line in item.priced.lines if steps else ():
        yield text_row(f"  {title_of(line, locale)}", line.included or line.amount, locale)
        for each in line.steps:
            yield f"      {step_sentence(each, order.currency, locale)} [{each.location}]"


def _step(step: OrderStep, order: PricedOrder, locale: str, steps: bool) -> Iterator[str]:
    line, _ = step.line, texts_for(locale).gettext
    period = f", {_(PERIODS[line.cadence])}" if line.cadence in PERIODS else ""
    title = f"{_(ROUNDING_TITLE)}{period}" if line.item == ROUNDING else title_of(line, locale)
    yield text_row(title, line.included or line.amount, locale)
    if not steps:
        return
    for each in line.steps:
        yield f"    {step_sentence(each, order.currency, locale)} [{each.location}]"
    if len(order.items) > 1 and step.allocation:
        shares = ", ".join(f"{item} {shown(share, order.currency, locale)}" for item, share in step.allocation.items())
        shared = _("shared: {shares}").format(shares=shares)
        yield f"    {shared}"


def _missed(missed: MissedThreshold, order: PricedOrder, locale: str) -> str:
    """Return how much is missing for what: 18.10 more for free freight."""
    _ = texts_for(locale).gettext
    by = shown(missed.by, order.currency, locale) if missed.money else exact_text(missed.by)
    text = _("more than {amount} more: {benefit}") if missed.beyond else _("{amount} more: {benefit}")
    return text.format(amount=by, benefit=(missed.because or missed.title).in_locale(locale))
