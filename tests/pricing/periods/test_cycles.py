"""Billing cycles."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.limits import MOST_CYCLES
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.cycles import (
    Before,
    Moment,
    billed_by,
    cycles,
    first_billing_day,
    number_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
MONTHS = st.sampled_from([1, 3, 6, 12])


def day(text: str) -> date:
    return date.fromisoformat(text)


@given(DAYS, MONTHS, st.integers(1, 31), st.integers(1, 1500))
def test_billed_days_follow_one_another_from_start_to_end(start: date, months: int, billing: int, days: int) -> None:
    end = start + timedelta(days)
    found = tuple(cycles(start, months, billing, end=end))
    assert (start, end) == (found[0].billed.start, found[-1].billed.end)
    assert all(one.billed.end == two.billed.start for one, two in pairwise(found))
    assert all(one.whole.end == two.whole.start for one, two in pairwise(found))
    assert all(0 < cycle.share() <= 1 for cycle in found)


@given(DAYS, MONTHS, st.integers(1, 31), st.sampled_from(Before))
def test_only_the_first_and_the_last_cycle_are_parts(start: date, months: int, billing: int, before: Before) -> None:
    found = islice(cycles(start, months, billing, before=before), 1, 6)
    assert [1] * 5 == [cycle.share() for cycle in found]


@given(DAYS, MONTHS, st.integers(1, 31), st.integers(0, 1500))
def test_arrears_bill_what_advance_billed_before(start: date, months: int, billing: int, days: int) -> None:
    target = start + timedelta(days)
    advance = tuple(billed_by(target, start, months, billing))
    arrears = tuple(billed_by(target, start, months, billing, moment=Moment.IN_ARREARS))
    assert advance[: len(arrears)] == arrears
    assert 1 == len(advance) - len(arrears)


@pytest.mark.parametrize(
    ("start", "months", "billing", "end", "target", "expected"),
    [
        ("2011-01-01", 12, 15, "2013-04-27", "2012-02-26", "2.038356164"),
        ("2011-01-01", 12, 15, "2012-01-27", "2012-01-27", "1.071143049"),
        ("2011-02-24", 3, 10, None, "2011-03-06", "0.842696629"),
        ("2010-06-17", 1, 17, "2010-07-25", "2010-07-18", "1.258064516"),
        ("2012-01-30", 1, 30, None, "2012-03-01", "2"),
        ("2011-02-14", 1, 31, None, "2011-02-27", "0.5"),
    ],
)
def test_parts_of_cycles_are_measured_against_their_cycle(
    start: str, months: int, billing: int, end: str | None, target: str, expected: str
) -> None:
    found = billed_by(day(target), day(start), months, billing, end=None if end is None else day(end))
    assert Fraction(expected) == number_of(found, places=9)


def test_the_cycle_before_a_clamped_day_is_a_convention() -> None:
    shares = [next(iter(cycles(day("2011-02-14"), 1, 31, before=before))).share() for before in Before]
    assert [Fraction(14, 28), Fraction(14, 31)] == shares


def test_a_cycle_begins_on_the_billing_day_of_its_month_or_one_cycle_later() -> None:
    assert day("2011-02-28") == first_billing_day(day("2011-02-14"), 1, 31)
    assert day("2011-12-04") == first_billing_day(day("2010-12-15"), 12, 4)
    first = next(iter(cycles(day("2011-02-01"), 1, 1)))
    assert Period(day("2011-02-01"), day("2011-03-01")) == first.billed == first.whole


def test_no_number_of_cycles_hangs() -> None:
    with pytest.raises(InvalidRequest, match="at least one month"):
        next(iter(cycles(day("2011-02-01"), 0, 1)))
    with pytest.raises(InvalidRequest, match="1 to 31"):
        next(iter(cycles(day("2011-02-01"), 1, 0)))
    with pytest.raises(InvalidRequest, match=f"more than {MOST_CYCLES}"):
        number_of(cycles(day("1000-02-01"), 1, 1, end=day("9000-01-01")))


def test_nothing_is_billed_before_the_start() -> None:
    assert [] == list(billed_by(day("2011-01-31"), day("2011-02-01"), 1, 1))
    assert 0 == number_of(cycles(day("2011-02-01"), 1, 1, end=day("2011-02-01")))
