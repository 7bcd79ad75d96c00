"""From list to net: the stages every price runs through, in this order, written once over the carrier of amounts."""

from collections.abc import Sequence
from typing import Final, Protocol

from configurator.pricing.carrier import A, L, P, StageCarrier, WaivingCarrier
from configurator.pricing.stages.adjustments import with_adjustments
from configurator.pricing.stages.opened_lines import at_list_prices, with_charges
from configurator.pricing.stages.taxes_and_total import with_rounded_total, with_taxes
from configurator.pricing.stages.waivers import with_parts_waived


class PricingStage(Protocol):
    """Takes the lines of a price, over any carrier, and returns the next ones."""

    __name__: str

    def __call__(self, carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]: ...


class ChangingStage(Protocol):
    """Does the same with lines that are there: it opens none but its own."""

    __name__: str

    def __call__(self, carrier: WaivingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]: ...


OPENING_STAGES: Final[tuple[PricingStage, ...]] = (at_list_prices, with_charges)
CHANGING_STAGES: Final[tuple[ChangingStage, ...]] = (
    with_parts_waived,
    with_adjustments,
    with_taxes,
    with_rounded_total,
)
STAGES: Final[tuple[PricingStage, ...]] = (*OPENING_STAGES, *CHANGING_STAGES)


def through_all_stages(carrier: StageCarrier[A, P, L]) -> Sequence[L]:
    """Return the lines of a price after every stage."""
    lines: Sequence[L] = ()
    for stage in STAGES:
        lines = stage(carrier, lines)
    return lines


def through_changing_stages(carrier: WaivingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Return opened lines after the stages that follow."""
    for stage in CHANGING_STAGES:
        lines = stage(carrier, lines)
    return lines
