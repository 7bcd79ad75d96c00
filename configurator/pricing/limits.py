"""Limits of pricing, each with what happens beyond."""

from fractions import Fraction
from typing import Final

# ── books as they are written ─────────────────────────────────────────────────────────────────────────────────────────

MOST_PLACES: Final = 18
"""Decimal places that a book may round to; a book with more is refused."""

ITEM_HINTS: Final = 20
"""Unknown items of a price table for which the nearest known one is looked for; further ones are reported without it,
as in a table for another catalog all are unknown."""

MOST_READINGS: Final = 100_000
"""Readings of one series; a longer one is refused."""

MOST_LETTERS: Final = 600
"""Letters of the key of a reading; a longer one is refused."""

# ── checks of books ───────────────────────────────────────────────────────────────────────────────────────────────────

CONDITION_COMBINATIONS: Final = 5_000
"""Combinations of values that one condition is tried with; a condition over more is taken to be right."""

BOOK_TRIALS: Final = 200_000
"""Combinations that the conditions of one book are tried with; conditions after that are taken to be right."""

JUST_ABOVE: Final = Fraction(1, 10**9)
"""How far above a bound the quantity is whose cost is compared with that at the bound."""

FAR_QUANTITY: Final = 10**6
"""A quantity far beyond the last bound: where a tier has a negative price, the sum falls below zero there."""

# ── prices ────────────────────────────────────────────────────────────────────────────────────────────────────────────

MOST_QUANTITY: Final = 10**9
"""Pieces of one item; an item of more is refused."""

MOST_PIECES: Final = 64
"""Lines kept of one list price that reads nothing else, by path and quantity; beyond, all of them are forgotten."""

MOST_SINGLE_BITS: Final = 32
"""Products of a mask that are taken off it one by one; more are read off its digits."""

# ── periods and texts ─────────────────────────────────────────────────────────────────────────────────────────────────

MOST_CYCLES: Final = 12_000
"""Billing cycles of one request, the months of a thousand years; a request for more is refused."""

MOST_PARTS: Final = 12
"""Windows, groups or events that a sentence names one by one; further ones are counted."""

# ── ranges, best builds and fronts ────────────────────────────────────────────────────────────────────────────────────

MOST_COMPARED: Final = 24
"""Parts of no fixed price that are compared to find the dearest; with more, any of them may be waived."""

MOST_BENDS: Final = 200
"""Pieces of a function of a quantity; with more, it is bounded by its least and greatest value."""

MOST_VALUES: Final = 10_000
"""Values of a sum over which a function of it is tabulated; with more, it is known within bounds."""

MOST_COMBINATIONS: Final = 2_000
"""Combinations of attributes, and of these with amounts, that a charge is tabulated over; with more, it is composed
step by step or known within bounds."""

MOST_SCENARIOS: Final = 128
"""Combinations of amounts that depend on the configuration over which a charge is tabulated; with more, it is
composed step by step."""

MOST_FIGURES: Final = 64
"""Distinct values of one amount; a charge with an amount of more is composed step by step."""

COARSE: Final = 10**6
"""Parts of a unit that weights are rounded outward to where sums leave 64 bits; fewer where these leave them too."""

MOST_LISTED: Final = 10_000
"""Values of a variable whose weights are rounded one by one; with more, the price is not searched."""
