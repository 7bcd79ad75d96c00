"""The fifth stage: taxes, always the last change of the amount.

A tax at the total is computed once on the sum of its base, for each of its rates; a tax at the line is computed and
rounded per line and summed in one tax line, so that net amounts are unchanged. A tax that its base includes is shown,
and changes nothing; see `included_taxes`.

The last stage: if the book rounds the total, it is allocated to the lines, to the last unit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Generic, NamedTuple

from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, ChangingCarrier, Figure, L, P
from configurator.pricing.model import ActsOn, CategoryRate, Stage
from configurator.pricing.price_lines import Outcome
from configurator.pricing.stages.adjustments import calculate, own_line
from configurator.pricing.stages.included_taxes import IncludedTaxes
from configurator.pricing.stages.of_pieces import applies, figures_of
from configurator.pricing.steps import RoundedAt


def with_taxes(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add the line of every tax, for every cadence it taxes."""
    included = IncludedTaxes(carrier, lines)
    for stage in carrier.prepared.taxes:
        lines = [*lines, *_taxed(carrier, lines, stage, included)]
    return lines


def _taxed(
    carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stage: Stage, included: IncludedTaxes[A, P, L]
) -> Iterator[L]:
    rule = f"stages.{stage.id}"
    carrier.begin(rule, stage.location, lines)
    taxed = [line for line in lines if stage.on is not None and line.tags in stage.on]
    if not taxed:
        carrier.passed(rule, stage.location, Outcome.NOTHING_TO_ACT_ON)
        return
    where = applies(carrier, stage, [line for line in taxed if line.cadence is Cadence.ONE_TIME])
    if carrier.never(where):
        return
    for cadence in Cadence:
        due = [line for line in taxed if line.cadence is cadence]
        if due and stage.included:
            yield from carrier.included(stage, cadence, included.of(stage, cadence, where))
        elif due:
            yield from _of_cadence(carrier, stage, cadence, due, where)


def _of_cadence(
    carrier: ChangingCarrier[A, P, L], stage: Stage, cadence: Cadence, due: Sequence[L], where: P
) -> Iterator[L]:
    if stage.rates:
        for rate, parts in _by_rate(carrier, stage, cadence, due, where).items():
            yield from _at_rate(carrier, stage, cadence, rate, parts)
    elif stage.at is ActsOn.LINE:
        parts = list(_line_by_line(carrier, stage, due, where))
        yield from _on_lines(carrier, stage, cadence, parts)
    else:
        yield from own_line(carrier, stage, cadence, due, where)


class _Part(NamedTuple, Generic[A, P, L]):
    """Lines that a rate is for, and their amount."""

    lines: Sequence[L]
    base: A
    figure: Figure[A, P]


def _line_by_line(
    carrier: ChangingCarrier[A, P, L], stage: Stage, due: Sequence[L], where: P
) -> Iterator[_Part[A, P, L]]:
    """Yield the taxed lines, with their rates."""
    for line in due:
        base = carrier.amount(line)
        for figure in figures_of(carrier, stage, base, where, line=line):
            if not carrier.is_nothing(base):
                yield _Part((line,), base, figure)


def _on_lines(
    carrier: ChangingCarrier[A, P, L], stage: Stage, cadence: Cadence, parts: Sequence[_Part[A, P, L]]
) -> Iterable[L]:
    lines = [line for part in parts for line in part.lines]
    return carrier.taxed(stage, cadence, lines, ((part.base, part.figure) for part in parts))


# ── rates by category ────────────────────────────────────────────────────────────────────────────────────────────────


def _by_rate(
    carrier: ChangingCarrier[A, P, L], stage: Stage, cadence: Cadence, due: Sequence[L], where: P
) -> dict[Fraction, list[_Part[A, P, L]]]:
    """Return the parts of a base by their rate: all lines of a category, or each by itself."""
    results: dict[Fraction, list[_Part[A, P, L]]] = {}
    for rate, lines in _by_category(carrier, stage, due):
        own = replace(stage, percent=rate.percent)
        if stage.at is ActsOn.LINE:
            parts = list(_line_by_line(carrier, own, lines, where))
        else:
            base = carrier.base(own, lines)
            figures = figures_of(carrier, own, base, where, cadence=cadence)
            parts = [_Part(lines, base, figure) for figure in figures]
        if not parts and not all(carrier.is_nothing(carrier.amount(line)) for line in lines):
            carrier.untaxed(stage, lines)
        for part in parts:
            if isinstance(part.figure.case.value, Fraction):
                results.setdefault(part.figure.case.value, []).append(part)
    return results


def _by_category(
    carrier: ChangingCarrier[A, P, L], stage: Stage, due: Sequence[L]
) -> Iterable[tuple[CategoryRate, list[L]]]:
    """Return the lines that each rate is for; note those that none is for."""
    lines: dict[str, tuple[CategoryRate, list[L]]] = {}
    for line in due:
        rate = stage.rate_of(line.tags)
        if rate is None:
            carrier.untaxed(stage, [line])
        else:
            lines.setdefault(rate.category, (rate, []))[1].append(line)
    return lines.values()


def _at_rate(
    carrier: ChangingCarrier[A, P, L], stage: Stage, cadence: Cadence, rate: Fraction, parts: Sequence[_Part[A, P, L]]
) -> Iterable[L]:
    """Return the line of one rate."""
    if stage.at is ActsOn.LINE:
        return _on_lines(carrier, stage, cadence, parts)
    own, lines = replace(stage, percent=(parts[0].figure.case,)), [line for part in parts for line in part.lines]
    base = carrier.gated(parts[0].base, parts[0].figure.where)
    for part in parts[1:]:
        base = carrier.add(base, carrier.gated(part.base, part.figure.where))
    where = carrier.either(part.figure.where for part in parts)
    figure = Figure(carrier.constant(rate), where, parts[0].figure.case)
    return carrier.own_line(own, cadence, lines, base, (figure,), (), partial(calculate, own))


def with_rounded_total(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Leave every line with an amount that money can hold: cadence by cadence, they sum to the rounded total."""
    if carrier.prepared.rounding.at is RoundedAt.TOTAL:
        for cadence in Cadence:
            lines = carrier.allocated(lines, cadence)
    return lines
