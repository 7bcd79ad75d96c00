"""A price as an HTML fragment; every text is escaped."""

from html import escape

from configurator.money import formatted
from configurator.pricing.lines import Line, Priced
from configurator.pricing.render.step_sentences import (
    ILLUSTRATIVE,
    NOT_APPLIED,
    NOT_PRICED,
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
    rows = "".join(_line(line, priced.currency, locale) for line in priced.lines)
    totals = "".join(
        f'<tr class="total {cadence}"><th scope="row">{escape(_(TOTALS[cadence]))}</th>'
        f'<td class="amount">{escape(formatted(amount, locale))}</td></tr>'
        for cadence, amount in priced.totals.by_cadence.items()
    )
    notes = [_(NOT_PRICED).format(item=each.feature or each.item) for each in priced.unpriced]
    notes += [_(ILLUSTRATIVE)] if priced.illustrative else []
    shown = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    table = f"<table><tbody>{rows}</tbody><tfoot>{totals}</tfoot></table>"
    return f'<div class="price">{table}{shown}{_considered(priced, locale)}</div>'


def _line(line: Line, currency: str, locale: str) -> str:
    title = escape(line_title(line.title, line.cadence, line.instance, locale))
    steps = "".join(_step(step, currency, locale) for step in line.steps)
    return (
        f'<tr class="line {line.kind} {line.cadence}" data-line="{escape(line.id)}"><th scope="row">'
        f"<details><summary>{title}</summary><ol>{steps}</ol></details></th>"
        f'<td class="amount">{escape(formatted(line.amount, locale))}</td></tr>'
    )


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
