"""A price as indented lines of text."""

from collections.abc import Iterator

from configurator.money import Money, formatted
from configurator.pricing.difference import LineDifference, PriceDifference
from configurator.pricing.lines import Priced
from configurator.pricing.render.step_sentences import (
    ILLUSTRATIVE,
    NOT_APPLIED,
    NOT_PRICED,
    TOTALS,
    considered_sentence,
    line_title,
    step_sentence,
)
from configurator.texts import texts_for

WIDTH = 64


def as_text(priced: Priced, locale: str = "en", *, steps: bool = True) -> str:
    """Write a price: a line for each line, below it its steps with reason and place, and the totals."""
    return "\n".join(_lines(priced, locale, steps))


def _lines(priced: Priced, locale: str, steps: bool) -> Iterator[str]:
    _ = texts_for(locale).gettext
    for line in priced.lines:
        yield _row(line_title(line.title, line.cadence, line.instance, locale), line.amount, locale)
        for step in line.steps if steps else ():
            yield f"    {step_sentence(step, priced.currency, locale)} [{step.location}]"
    for cadence, amount in priced.totals.by_cadence.items():
        yield _row(_(TOTALS[cadence]), amount, locale)
    for each in priced.unpriced:
        yield f"! {_(NOT_PRICED).format(item=each.feature or each.item)} [{each.location}]"
    if priced.illustrative:
        yield _(ILLUSTRATIVE)


def _row(title: str, amount: Money, locale: str) -> str:
    shown = formatted(amount, locale)
    return f"{title} {'.' * max(2, WIDTH - len(title) - len(shown))} {shown}"


def considered_as_text(priced: Priced, locale: str = "en") -> str:
    """Write every rule that was considered and did not apply, with the reason and the place."""
    rows = [f"  - {considered_sentence(each, locale)} [{each.location}]" for each in priced.trace]
    return "\n".join((f"{texts_for(locale).gettext(NOT_APPLIED)}:", *rows)) if rows else ""


def difference_as_text(difference: PriceDifference, locale: str = "en") -> str:
    """Format the differences of two prices: + for new lines, - for removed ones, ~ for changed ones."""
    _ = texts_for(locale).gettext
    rows = [_changed(each, locale) for each in difference.lines]
    totals = [_row(_(TOTALS[cadence]), amount, locale) for cadence, amount in difference.totals.items()]
    return "\n".join((*(rows or [_("no difference")]), *totals))


def _changed(each: LineDifference, locale: str) -> str:
    title = line_title(each.title, each.cadence, each.instance, locale)
    mark = "+" if each.before is None else "-" if each.after is None else "~"
    return _row(f"{mark} {title}", each.change, locale)
