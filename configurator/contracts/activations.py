"""Capacity switched on for days: what was requested, and what was kept longer than that.

A day is recorded at the start of every 24 hours; a unit that is not returned in time is owed for the days that it is
kept, at the same rate.
"""

from dataclasses import dataclass
from fractions import Fraction

from configurator.errors import InvalidRequest

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Activation:
    """Units requested for so many days, and kept for some more."""

    units: Fraction
    requested_days: Fraction
    extra_days: Fraction = NOTHING

    def __post_init__(self) -> None:
        if self.units < 0 or self.requested_days < 0 or self.extra_days < 0:
            raise InvalidRequest("units and days of an activation are not negative", field="activation")

    @property
    def requested(self) -> Fraction:
        """Unit-days that were asked for; they are billed even where a unit is returned early."""
        return self.units * self.requested_days

    @property
    def unreturned(self) -> Fraction:
        """Unit-days beyond those."""
        return self.units * self.extra_days

    @property
    def unit_days(self) -> Fraction:
        """What is billed in all."""
        return self.requested + self.unreturned
