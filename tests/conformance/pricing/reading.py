"""What may be read of a price; nothing is computed here."""

from collections.abc import Sequence

from configurator.pricing.lines import Priced
from tests.conformance.pricing.asked import Answer


def total(phases: Sequence[Priced]) -> Answer:
    """Return what is due once."""
    return phases[-1].totals.one_time.fraction
