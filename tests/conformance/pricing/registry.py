"""All translations, by the model that they are for."""

from typing import Final

from tests.conformance.pricing.asked import Translations
from tests.conformance.pricing.families import rounding

FAMILIES: Final[tuple[Translations, ...]] = (rounding.TRANSLATIONS,)

TRANSLATIONS: Final[Translations] = {model: found for family in FAMILIES for model, found in family.items()}
