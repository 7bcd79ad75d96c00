"""How often an amount is due; totals are a vector over this."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction


class Cadence(StrEnum):
    """Once, or again in every period."""

    ONE_TIME = "one_time"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """The length of one period; 0 for one-time charges."""
        return _MONTHS[self]


_MONTHS = {Cadence.ONE_TIME: 0, Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}


def compared(sums: Mapping[Cadence, Fraction], months: int | None) -> Fraction:
    """Return the number that ranks: the one-time amount plus the recurring ones over a horizon of months."""
    recurring = (amount * weight(cadence, months) for cadence, amount in sums.items())
    return sum(recurring, Fraction(0))


def weight(cadence: Cadence, months: int | None) -> Fraction:
    """Return how often an amount of a cadence counts in the number that ranks."""
    if cadence is Cadence.ONE_TIME:
        return Fraction(1)
    return Fraction(months or 0, cadence.months)
