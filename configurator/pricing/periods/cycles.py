"""Billing cycles: the billed periods of a subscription, and its share of each.

Cycles begin on the billing day of a month. The days before the first cycle, and after the last whole one, are partial
cycles, measured against the length of their cycle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import Rounding
from configurator.pricing.limits import MOST_CYCLES
from configurator.pricing.periods.calendar import Period, add_months, on_day
from configurator.pricing.periods.day_count import ACTUAL_DAYS, Basis, share
from configurator.pricing.periods.proration import rounded_share


class Before(StrEnum):
    """How the cycle before the first billing day is found, to measure a leading part by.

    `anchored` (the default) keeps the billing day: before 28 February of day 31 comes 31 January. `same_day` steps
    back from the clamped date, to 28 January.
    """

    ANCHORED = "anchored"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Cycle:
    """The billed part of one cycle: the `billed` days, and the `whole` cycle."""

    billed: Period
    whole: Period

    def share(self, basis: Basis = ACTUAL_DAYS) -> Fraction:
        """Return how much of the cycle is billed."""
        return share(self.billed, self.whole, basis)


def first_billing_day(start: date, months: int, billing_day: int) -> date:
    """Return the day from `start` on that a cycle begins: the billing day of its month, or of one cycle later."""
    day = on_day(start.year, start.month, billing_day)
    return day if day >= start else add_months(day, months, billing_day)


def cycles(
    start: date, months: int, billing_day: int, *, end: date | None = None, before: Before = Before.ANCHORED
) -> Iterator[Cycle]:
    """Yield the cycles of a subscription, without end where it has none. Raises InvalidRequest beyond MOST_CYCLES."""
    if months < 1:
        raise InvalidRequest(f"a billing cycle is at least one month long, not {months}", field="months")
    if not 1 <= billing_day <= 31:
        raise InvalidRequest(f"a billing day is a day of the month, 1 to 31, not {billing_day}", field="billing_day")
    first = first_billing_day(start, months, billing_day)
    if first > start:
        anchor = billing_day if before is Before.ANCHORED else None
        yield from _cut(Cycle(Period(start, first), Period(add_months(first, -months, anchor), first)), end)
    for number in range(MOST_CYCLES):
        begin = add_months(first, number * months, billing_day)
        if end is not None and begin >= end:
            return
        whole = Period(begin, add_months(first, (number + 1) * months, billing_day))
        yield from _cut(Cycle(whole, whole), end)
    raise InvalidRequest(f"more than {MOST_CYCLES} billing cycles were asked for", field="end")


class Moment(StrEnum):
    """When a cycle is billed: on its first day, or once it is over."""

    IN_ADVANCE = "in_advance"
    IN_ARREARS = "in_arrears"


def billed_by(
    target: date,
    start: date,
    months: int,
    billing_day: int,
    *,
    end: date | None = None,
    before: Before = Before.ANCHORED,
    moment: Moment = Moment.IN_ADVANCE,
) -> Iterator[Cycle]:
    """Yield the cycles that are billed by a target day."""
    for cycle in cycles(start, months, billing_day, end=end, before=before):
        if target < (cycle.billed.start if moment is Moment.IN_ADVANCE else cycle.billed.end):
            return
        yield cycle


def number_of(cycles: Iterator[Cycle], *, places: int | None = None, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Add up how many cycles are billed; with `places` every share is rounded half up first, as some peers do."""
    shares = (cycle.share(basis) for cycle in cycles)
    if places is None:
        return sum(shares, Fraction(0))
    return sum((rounded_share(each, places, Rounding.HALF_UP) for each in shares), Fraction(0))


def _cut(cycle: Cycle, end: date | None) -> Iterator[Cycle]:
    """Yield the part of a cycle before an end; nothing if it ends before the cycle starts."""
    last = cycle.billed.end if end is None else min(end, cycle.billed.end)
    if last > cycle.billed.start:
        yield Cycle(Period(cycle.billed.start, last), cycle.whole)
