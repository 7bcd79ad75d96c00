"""The periods of a charge: which days they have, on which one they are billed, and how much of one a part is."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import assert_never

from configurator.contracts.model import ChargePeriod, DayCount
from configurator.money import ONE
from configurator.pricing.periods.calendar import ONE_DAY, Period
from configurator.pricing.periods.cycles import Cycle, Moment, cycles
from configurator.pricing.periods.day_count import FixedMonths, count, share

MONTH_DAYS = 30


def cycles_of(period: ChargePeriod, start: date, billing_day: int, end: date) -> Iterator[Cycle]:
    """Yield the periods of a charge from `start` until the day before `end`, whole or in part.

    Periods of the calendar begin on the first of a month, quarter, half-year or year; others on the billing day, the
    first of them on the first billing day.
    """
    if not period.calendar:
        yield from cycles(start, period.months, billing_day, end=end)
        return
    first = date(start.year, (start.month - 1) // period.months * period.months + 1, 1)
    for cycle in cycles(first, period.months, 1, end=end):
        if cycle.billed.end > start:
            yield Cycle(Period(max(start, cycle.billed.start), cycle.billed.end), cycle.whole)


def billing_day_of(period: ChargePeriod, cycle: Cycle) -> date:
    """Return the day of its period on which a cycle is billed: the first one, or the last."""
    return cycle.billed.start if period.moment is Moment.IN_ADVANCE else cycle.billed.end - ONE_DAY


def share_of(period: ChargePeriod, cycle: Cycle) -> Fraction:
    """Return how much of its period a cycle is, by the day count of the charge; a whole one is 1."""
    if cycle.billed == cycle.whole:
        return ONE
    match period.day_count:
        case DayCount.ACTUAL_ACTUAL:
            return share(cycle.billed, cycle.whole)
        case DayCount.ACTUAL_30:
            days = MONTH_DAYS * period.months
            return Fraction(min(cycle.billed.days, days), days)
        case DayCount.THIRTY_360:
            days = count(cycle.billed.start, cycle.billed.end, FixedMonths(MONTH_DAYS))
            return Fraction(days, MONTH_DAYS * period.months)
        case _:
            assert_never(period.day_count)
