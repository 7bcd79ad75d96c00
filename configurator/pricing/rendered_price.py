"""A price as people read it, in a locale: a fragment of HTML with every text escaped, or indented lines of text.

What programs read is `pricing.json_form`.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Protocol

from configurator.money import Money, formatted
from configurator.pricing.difference import LineDifference, PriceDifference
from configurator.pricing.price_lines import Considered, Line, Priced
from configurator.pricing.step_sentences import (
    ILLUSTRATIVE,
    NOT_APPLIED,
    NOT_PRICED,
    OF_WHICH,
    TOTALS,
    considered_sentence,
    line_title,
    step_sentence,
)
from configurator.pricing.steps import Step
from configurator.texts import texts_for


def as_html(priced: Priced, locale: str = "en") -> str:
    """Write a price as a `div.price`: a table of lines, the steps of each folded away below it, and the totals.

    Lines carry their id in `data-line`, steps their rule in `data-rule`, for pages that link to them.
    """
    _ = texts_for(locale).gettext
    rows = "".join(_line(line, priced.currency, locale) for line in priced.lines if line.included is None)
    totals = "".join(
        f'<tr class="total {cadence}"><th scope="row">{escape(_(TOTALS[cadence]))}</th>'
        f'<td class="amount">{escape(formatted(amount, locale))}</td></tr>'
        for cadence, amount in priced.totals.by_cadence.items()
    )
    totals += "".join(_line(line, priced.currency, locale) for line in priced.lines if line.included is not None)
    notes = [_(NOT_PRICED).format(item=each.subject) for each in priced.unpriced]
    notes += [_(ILLUSTRATIVE)] if priced.illustrative else []
    shown = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    table = f"<table><tbody>{rows}</tbody><tfoot>{totals}</tfoot></table>"
    return f'<div class="price">{table}{shown}{_considered(priced, locale)}</div>'


def _line(line: Line, currency: str, locale: str) -> str:
    title = escape(title_of(line, locale))
    steps = "".join(_step(step, currency, locale) for step in line.steps)
    return (
        f'<tr class="line {line.kind} {line.cadence}" data-line="{escape(line.id)}"><th scope="row">'
        f"<details><summary>{title}</summary><ol>{steps}</ol></details></th>"
        f'<td class="amount">{escape(formatted(line.included or line.amount, locale))}</td></tr>'
    )


def title_of(line: Line, locale: str) -> str:
    """Name a line; one that shows an included tax as a part of what it is included in."""
    title = line_title(line.title, line.cadence, line.instance, locale, line.rate)
    return title if line.included is None else texts_for(locale).gettext(OF_WHICH).format(title=title)


def _step(step: Step, currency: str, locale: str) -> str:
    sentence, location = escape(step_sentence(step, currency, locale)), escape(str(step.location))
    return f'<li data-rule="{escape(step.rule)}">{sentence} <span class="source">{location}</span></li>'


def _considered(priced: Priced, locale: str) -> str:
    if not priced.trace:
        return ""
    rows = "".join(
        f'<li data-rule="{escape(each.rule)}">{escape(considered_sentence(each, locale))} '
        f'<span class="source">{escape(str(each.location))}</span></li>'
        for each in priced.trace
    )
    return (
        f'<details class="considered"><summary>{escape(texts_for(locale).gettext(NOT_APPLIED))}</summary>'
        f"<ul>{rows}</ul></details>"
    )


WIDTH = 64


def as_text(priced: Priced, locale: str = "en", *, steps: bool = True) -> str:
    """Write a price: a line for each line, below it its steps with reason and place, and the totals."""
    return "\n".join(_lines(priced, locale, steps))


def _lines(priced: Priced, locale: str, steps: bool) -> Iterator[str]:
    _ = texts_for(locale).gettext
    for line in priced.lines:
        if line.included is None:
            yield from _line_rows(line, locale, steps)
    for cadence, amount in priced.totals.by_cadence.items():
        yield text_row(_(TOTALS[cadence]), amount, locale)
    for line in priced.lines:
        if line.included is not None:
            yield from _line_rows(line, locale, steps)
    for each in priced.unpriced:
        yield f"! {_(NOT_PRICED).format(item=each.subject)} [{each.location}]"
    if priced.illustrative:
        yield _(ILLUSTRATIVE)


def _line_rows(line: Line, locale: str, steps: bool) -> Iterator[str]:
    yield text_row(title_of(line, locale), line.included or line.amount, locale)
    for step in line.steps if steps else ():
        yield f"    {step_sentence(step, line.currency, locale)} [{step.location}]"


def text_row(title: str, amount: Money, locale: str) -> str:
    """Return a title and an amount, with dots between them."""
    shown = formatted(amount, locale)
    return f"{title} {'.' * max(2, WIDTH - len(title) - len(shown))} {shown}"


class Traced(Protocol):
    """The price of a configuration or of an order, with the rules that did not apply."""

    @property
    def trace(self) -> Sequence[Considered]: ...


def considered_as_text(priced: Traced, locale: str = "en") -> str:
    """Write every rule that was considered and did not apply, with the reason and the place."""
    rows = [f"  - {considered_sentence(each, locale)} [{each.location}]" for each in priced.trace]
    return "\n".join((f"{texts_for(locale).gettext(NOT_APPLIED)}:", *rows)) if rows else ""


def difference_as_text(difference: PriceDifference, locale: str = "en") -> str:
    """Format the differences of two prices: + for new lines, - for removed ones, ~ for changed ones."""
    _ = texts_for(locale).gettext
    rows = [_changed(each, locale) for each in difference.lines]
    totals = [text_row(_(TOTALS[cadence]), amount, locale) for cadence, amount in difference.totals.items()]
    return "\n".join((*(rows or [_("no difference")]), *totals))


def _changed(each: LineDifference, locale: str) -> str:
    title = line_title(each.title, each.cadence, each.instance, locale)
    mark = "+" if each.before is None else "-" if each.after is None else "~"
    return text_row(f"{mark} {title}", each.change, locale)
