"""All translations, by the model that they are for."""

from typing import Final

from tests.conformance.pricing.asked import Translations
from tests.conformance.pricing.families import (
    allocation,
    bands,
    calendar,
    capacity,
    changes,
    commitments,
    levels,
    percentages,
    plain,
    prepaid,
    proration,
    rerating,
    rounding,
    spend,
    tiers,
)

FAMILIES: Final[tuple[Translations, ...]] = (
    allocation.TRANSLATIONS,
    bands.TRANSLATIONS,
    calendar.TRANSLATIONS,
    capacity.TRANSLATIONS,
    changes.TRANSLATIONS,
    commitments.TRANSLATIONS,
    levels.TRANSLATIONS,
    percentages.TRANSLATIONS,
    plain.TRANSLATIONS,
    prepaid.TRANSLATIONS,
    proration.TRANSLATIONS,
    rerating.TRANSLATIONS,
    rounding.TRANSLATIONS,
    spend.TRANSLATIONS,
    tiers.TRANSLATIONS,
)

TRANSLATIONS: Final[Translations] = {model: found for family in FAMILIES for model, found in family.items()}
