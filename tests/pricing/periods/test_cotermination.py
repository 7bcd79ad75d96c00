"""Subscriptions that end together."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.cotermination import CommonEnd, Subscription, align

YEAR = Subscription("year", Period(date(2025, 1, 1), date(2026, 1, 1)), Fraction(365))
HALF = Subscription("half", Period(date(2025, 1, 1), date(2025, 7, 1)), Fraction(362))
ON = date(2025, 6, 1)


def test_the_latest_end_is_charged_for_the_days_added() -> None:
    found = align([YEAR, HALF], ON)
    assert [("year", YEAR.paid_for.end, 0), ("half", YEAR.paid_for.end, Fraction(2 * 184))] == [
        (each.id, each.end, each.difference) for each in found
    ]


def test_the_earliest_end_gives_the_unused_days_back() -> None:
    assert [Fraction(-184), Fraction(0)] == [each.difference for each in align([YEAR, HALF], ON, CommonEnd.EARLIEST)]


def test_each_may_keep_its_end_and_none_may_end_in_the_past() -> None:
    assert [YEAR.paid_for.end, HALF.paid_for.end] == [each.end for each in align([YEAR, HALF], ON, CommonEnd.KEEP)]
    assert () == align([], ON)
    with pytest.raises(InvalidRequest, match="cannot end together"):
        align([YEAR], ON, date(2025, 5, 31))


def test_going_there_and_back_costs_nothing() -> None:
    there = align([HALF], ON, date(2025, 12, 1))[0]
    longer = Subscription("half", Period(HALF.paid_for.start, there.end), HALF.amount + there.difference)
    assert -there.difference == align([longer], ON, HALF.paid_for.end)[0].difference
