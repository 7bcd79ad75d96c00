"""Co-termination: aligning subscriptions with different end dates, with the resulting charges and credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.day_count import ACTUAL_DAYS, Basis
from configurator.pricing.periods.proration import prorated


class CommonEnd(StrEnum):
    """Which end all subscriptions take: the latest (the default: nothing is given back), the earliest, or their own."""

    LATEST = "latest"
    EARLIEST = "earliest"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription: its id, the paid period, and the amount paid."""

    id: str
    paid_for: Period
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Aligned:
    """A subscription with its new end, and the exact difference: a charge for added days, negative for a credit."""

    id: str
    end: date
    difference: Fraction


def common_end(subscriptions: Sequence[Subscription], wish: CommonEnd | date) -> date | None:
    """Return the end that all take; None where each keeps its own."""
    ends = [each.paid_for.end for each in subscriptions]
    if not ends:
        return None
    match wish:
        case date():
            return wish
        case CommonEnd.LATEST:
            return max(ends)
        case CommonEnd.EARLIEST:
            return min(ends)
        case CommonEnd.KEEP:
            return None
        case _:
            assert_never(wish)


def align(
    subscriptions: Sequence[Subscription],
    on: date,
    wish: CommonEnd | date = CommonEnd.LATEST,
    basis: Basis = ACTUAL_DAYS,
) -> tuple[Aligned, ...]:
    """Align subscriptions to one end. Days after the old end are charged at its rate, days before it credited.

    A common end before `on`, the day of the change, raises InvalidRequest: used days are not refunded.
    """
    end = common_end(subscriptions, wish)
    if end is not None and end < on:
        raise InvalidRequest(f"subscriptions cannot end together on {end}, before the change on {on}", field="end")
    return tuple(_aligned(each, end or each.paid_for.end, basis) for each in subscriptions)


def _aligned(subscription: Subscription, end: date, basis: Basis) -> Aligned:
    paid = subscription.paid_for
    if end >= paid.end:
        return Aligned(subscription.id, end, prorated(subscription.amount, Period(paid.end, end), paid, basis))
    return Aligned(subscription.id, end, -prorated(subscription.amount, Period(end, paid.end), paid, basis))
