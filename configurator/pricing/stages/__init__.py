"""From list to net: the stages every price runs through, in this order. Each takes a draft and returns the next one."""

from collections.abc import Callable

from configurator.pricing.drafts import Draft, Question
from configurator.pricing.stages.adjustments import with_adjustments
from configurator.pricing.stages.charges import with_charges
from configurator.pricing.stages.list_prices import at_list_prices
from configurator.pricing.stages.taxes import with_taxes
from configurator.pricing.stages.totals import with_rounded_total
from configurator.pricing.stages.waivers import with_parts_waived

PricingStage = Callable[[Question, Draft], Draft]

STAGES: tuple[PricingStage, ...] = (
    at_list_prices,
    with_charges,
    with_parts_waived,
    with_adjustments,
    with_taxes,
    with_rounded_total,
)
