"""How much the room `quoting` takes on before it refuses, stops or reports that it stopped."""

from typing import Final

LONGEST_SHOWN: Final = 200
"""Characters of a value shown in a difference; the rest is truncated."""

MOST_ITEMS: Final = 1000
"""Items of one quote; one with more is refused."""

MOST_UNITS: Final = 2**63 - 1
"""Units of its currency's smallest coin, or of its last decimal place, in an amount of a quote; more are refused."""

MOST_PLACES: Final = 18
"""Decimal places of an amount of a quote; one with more is refused."""

MOST_REVISIONS: Final = 10**6
"""Revisions of one quote; a later one is refused."""

MOST_BODY_BYTES: Final = 64_000_000
"""Bytes of a quote's body, a thousand items of a thousand lines; a larger one is refused."""

MOST_DIFFERENCES: Final = 100
"""Differences that one check lists; later ones are left out."""
