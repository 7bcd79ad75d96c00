"""What a stage sees and does if its figures are about one piece of an item, and its lines about all of them.

Lines hold the amounts of all pieces. A stage that counts for every piece sees the amounts of one, and its own amounts
are multiplied; a percentage is the same for one and for all. One that counts for the item sees the lines as they are.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial

from configurator.money import ONE
from configurator.pricing.amounts import Amount
from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, ChangingCarrier, Figure, L, P
from configurator.pricing.model import Stage


def applies(carrier: ChangingCarrier[A, P, L], stage: Stage, lines: Iterable[L]) -> P:
    """Return where a stage applies; its condition sees the sum of some lines."""
    return carrier.applies(stage, partial(_sum_seen, carrier, stage, lines))


def _sum_seen(carrier: ChangingCarrier[A, P, L], stage: Stage, lines: Iterable[L]) -> A:
    return _seen(carrier, stage, carrier.total(list(lines)))


def figures_of(
    carrier: ChangingCarrier[A, P, L],
    stage: Stage,
    base: A,
    where: P,
    *,
    cadence: Cadence | None = None,
    line: L | None = None,
) -> Iterable[Figure[A, P]]:
    """Return the figures of a stage for a cadence or a line: a percentage, or an amount for all pieces."""
    figures = carrier.figures(stage, _seen(carrier, stage, base), where, cadence=cadence, line=line)
    return figures if stage.percent else _of_all(carrier, stage, figures)


def limits_of(carrier: ChangingCarrier[A, P, L], stage: Stage, amount: Amount, base: A) -> Iterable[Figure[A, P]]:
    """Return the cases of a bound that a stage sets itself, for all pieces."""
    return _of_all(carrier, stage, carrier.limits(stage, amount, _seen(carrier, stage, base)))


def _seen(carrier: ChangingCarrier[A, P, L], stage: Stage, base: A) -> A:
    times = _times(carrier, stage)
    return base if times is ONE else carrier.scaled(base, ONE / times)


def _of_all(carrier: ChangingCarrier[A, P, L], stage: Stage, figures: Iterable[Figure[A, P]]) -> Iterable[Figure[A, P]]:
    times = _times(carrier, stage)
    if times is ONE:
        return figures
    return [figure._replace(value=carrier.scaled(figure.value, times)) for figure in figures]


def _times(carrier: ChangingCarrier[A, P, L], stage: Stage) -> Fraction:
    """Return how often the amounts of a stage count."""
    return stage.counts.times(carrier.prepared.pieces)
