"""The line of rounding a total of an order."""

from fractions import Fraction

from configurator.catalog.model import ALWAYS, Text
from configurator.money import ZERO
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import LineKind, OpenLine
from configurator.pricing.steps import Step
from configurator.source import Location
from configurator.texts import N_

ROUNDING = "rounding"
"""The level of the waterfall, and the rule."""

ROUNDING_TITLE = N_("Rounding")


def rounding_line(cadence: Cadence, change: Fraction, location: Location) -> OpenLine:
    """Return the line of what rounding the total of a cadence changes."""
    step = Step(ROUNDING, ROUNDING, location, ALWAYS, Operation.SHARE_OF_ROUNDING, ZERO, ZERO, change)
    kind = LineKind.SURCHARGE if change > 0 else LineKind.DISCOUNT
    suffix = "" if cadence is Cadence.ONE_TIME else f":{cadence}"
    title = Text({"en": ROUNDING_TITLE}, "en")
    return OpenLine(f"{ROUNDING}{suffix}", kind, title, cadence, (step,), tags.of_cadence(cadence), item=ROUNDING)
