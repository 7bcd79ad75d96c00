"""The last stage: where the book rounds the total, the rounded total is shared out over the lines, to the last unit."""

from collections.abc import Sequence

from configurator.pricing.cadence import Cadence
from configurator.pricing.carrier import A, L, P, StageCarrier
from configurator.pricing.steps import RoundedAt


def with_rounded_total(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Leave every line with an amount that money can hold: cadence by cadence, they sum to the rounded total."""
    if carrier.prepared.book.rounding.at is RoundedAt.TOTAL:
        for cadence in Cadence:
            lines = carrier.allocated(lines, cadence)
    return lines
