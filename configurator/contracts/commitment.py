"""Commitments: what is paid for whether it is used or not, and what use beyond it costs."""

from dataclasses import dataclass
from fractions import Fraction

from configurator.errors import InvalidRequest

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Split:
    """A quantity against a commitment: what lies within it, what lies above, and what lacks to it."""

    within: Fraction
    above: Fraction
    lacking: Fraction

    @property
    def committed(self) -> Fraction:
        """What is paid for as committed, used or not."""
        return self.within + self.lacking


def split(used: Fraction, committed: Fraction) -> Split:
    """Hold a used quantity against a commitment; none of the three parts is negative."""
    if used < 0 or committed < 0:
        raise InvalidRequest("neither use nor a commitment is negative", field="quantity")
    return Split(min(used, committed), max(NOTHING, used - committed), max(NOTHING, committed - used))


def invoiced(used: Fraction, committed: Fraction, minimum: Fraction = NOTHING) -> Fraction:
    """Return `max(actual, committed, minimum contractual)`, the capacity that is invoiced."""
    return max(used, committed, minimum)


def share_of(percent: Fraction, requested: Fraction) -> Fraction:
    """Return the commitment that is a percentage of what was requested: 70 % of 500 GB are 350 GB."""
    return requested * percent / 100
