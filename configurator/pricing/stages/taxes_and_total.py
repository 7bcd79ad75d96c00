"""The fifth stage: taxes, always the last change of the amount.

A tax at the total is computed once on the sum of its base; a tax at the line is computed and rounded per line and
summed in one tax line, so that net amounts are unchanged.

The last stage: if the book rounds the total, it is allocated to the lines, to the last unit.
"""

from collections.abc import Iterator, Sequence

from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, ChangingCarrier, Figure, L, P
from configurator.pricing.model import ActsOn, Stage
from configurator.pricing.price_lines import Outcome
from configurator.pricing.stages.adjustments import own_line
from configurator.pricing.stages.of_pieces import applies, figures_of
from configurator.pricing.steps import RoundedAt


def with_taxes(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add the line of every tax, for every cadence it taxes."""
    for stage in carrier.prepared.taxes:
        lines = [*lines, *_taxed(carrier, lines, stage)]
    return lines


def _taxed(carrier: ChangingCarrier[A, P, L], lines: Sequence[L], stage: Stage) -> Iterator[L]:
    rule = f"stages.{stage.id}"
    carrier.begin(rule, stage.location, lines)
    taxed = [line for line in lines if stage.on is not None and line.tags in stage.on]
    if not taxed:
        carrier.passed(rule, stage.location, Outcome.NOTHING_TO_ACT_ON)
        return
    one_time = [line for line in taxed if line.cadence is Cadence.ONE_TIME]
    where = applies(carrier, stage, one_time)
    if carrier.never(where):
        return
    for cadence in Cadence:
        due = [line for line in taxed if line.cadence is cadence]
        if due and stage.at is ActsOn.LINE:
            yield from carrier.taxed(stage, cadence, _line_by_line(carrier, stage, due, where))
        elif due:
            yield from own_line(carrier, stage, cadence, due, where)


def _line_by_line(
    carrier: ChangingCarrier[A, P, L], stage: Stage, due: Sequence[L], where: P
) -> Iterator[tuple[A, Figure[A, P]]]:
    """Yield the taxed lines, with their rates."""
    for line in due:
        base = carrier.amount(line)
        for figure in figures_of(carrier, stage, base, where, line=line):
            if not carrier.is_nothing(base):
                yield base, figure


def with_rounded_total(carrier: ChangingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Leave every line with an amount that money can hold: cadence by cadence, they sum to the rounded total."""
    if carrier.prepared.rounding.at is RoundedAt.TOTAL:
        for cadence in Cadence:
            lines = carrier.allocated(lines, cadence)
    return lines
