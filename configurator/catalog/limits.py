"""Limits of the catalog room, each with what happens beyond."""

from typing import Final

LONGEST_PATH: Final = 1000
"""Characters of a path to a feature; a longer one is refused."""

MOST_PROBLEMS_OF_A_KIND: Final = 100
"""Problems of one kind reported per file; a last one notes that there are more."""

MOST_STEPS: Final = 10**15
"""Steps from the lowest to the highest number of a feature; more are a problem of the catalog."""

MOST_CODED_NUMBERS: Final = 1000
"""Numbers of a feature that a segment of a product code spells; more are a problem of the catalog."""

MOST_INCLUDES: Final = 200
"""Libraries that one catalog includes, directly or through others; more are a problem of the catalog."""

MOST_UNITS: Final = 500
"""Units that a catalog declares; more are a problem of the catalog."""

MOST_BITS: Final = 256
"""Bits of a given integer, and of the numerator and denominator of a unit's factor; more are refused."""

LONGEST_QUANTITY: Final = 60
"""Characters of a quantity given as text; a longer text is not read as one."""

MOST_CODE_STATES: Final = 200_000
"""States of two product codes spelled side by side that are compared; beyond, the search for equal codes ends."""

MOST_INSTANCES: Final = 20_000
"""Instances of a member in one configuration, over all levels; more are a problem of the catalog."""

LONGEST_CODE: Final = 500
"""Characters of a product code that is read; a longer one is refused."""

MOST_CODE_READINGS: Final = 10_000
"""Readings of one product code that are tried; a code of more is refused."""
