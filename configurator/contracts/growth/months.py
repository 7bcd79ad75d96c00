"""The months of a plan: when each begins, how long it is, and when what falls due in it is billed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.contracts.capacity import Capacity, Stretch, unit_minutes_over_rights
from configurator.contracts.model import Offer, OverRights
from configurator.pricing.periods.calendar import Period, add_months, midnight, time_zone


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a plan. `starts` and `ends` are the numbers of the months in which its begin and end are billed."""

    number: int
    period: Period
    starts: int
    ends: int

    def weight(self, rule: OverRights, zone: str) -> int:
        """Return what one unit comes to that is over the rights all month, in minutes or in days."""
        if rule.days:
            return self.period.days
        where = time_zone(zone)
        start, end = midnight(self.period.start, where), midnight(self.period.end, where)
        stretch = Stretch(start, end, Capacity(active=Fraction(1)))
        return int(unit_minutes_over_rights([stretch], rule.resolution))


def months_of(offer: Offer, start: date, months: int) -> tuple[Month, ...]:
    """Return the months of a plan; what is billed by the quarter is billed when it is over."""
    every = offer.billed_every
    days = [add_months(start, number, start.day) for number in range(months + 1)]
    return tuple(
        Month(
            number,
            Period(days[number], days[number + 1]),
            -(-number // every) * every,
            -(-(number + 1) // every) * every,
        )
        for number in range(months)
    )
