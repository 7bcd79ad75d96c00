"""All translations, by the model that they are for."""

from typing import Final

from tests.conformance.pricing.asked import Translations
from tests.conformance.pricing.families import (
    allocation,
    calendar,
    capacity,
    changes,
    levels,
    prepaid,
    proration,
    rounding,
)

FAMILIES: Final[tuple[Translations, ...]] = (
    allocation.TRANSLATIONS,
    calendar.TRANSLATIONS,
    capacity.TRANSLATIONS,
    changes.TRANSLATIONS,
    levels.TRANSLATIONS,
    prepaid.TRANSLATIONS,
    proration.TRANSLATIONS,
    rounding.TRANSLATIONS,
)

TRANSLATIONS: Final[Translations] = {model: found for family in FAMILIES for model, found in family.items()}
