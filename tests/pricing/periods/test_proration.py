"""What parts of periods cost."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.periods.allocation import CarriedResidue, HeaviestFirst, Largest, LastTakesRest, Rule
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.day_count import ActualDays, Basis, End, FixedMonths, Seconds, period_of
from configurator.pricing.periods.proration import (
    over_months,
    prorated,
    prorated_days,
    rounded_share,
    share_by_month,
    split,
    weighted,
)

CENT = Fraction(1, 100)
BASES: st.SearchStrategy[Basis] = st.sampled_from([ActualDays(), FixedMonths(30), Seconds()])
RULES: st.SearchStrategy[Rule] = st.sampled_from([Largest(), HeaviestFirst(), LastTakesRest(), CarriedResidue()])


def cut(start: date, lengths: list[int]) -> list[Period]:
    parts = []
    for length in lengths:
        parts.append(Period(start, start + timedelta(length)))
        start = parts[-1].end
    return parts


LENGTHS = st.lists(st.integers(1, 90), min_size=1, max_size=8)


@given(st.integers(-(10**9), 10**9), st.dates(date(2000, 1, 1), date(2050, 1, 1)), LENGTHS, BASES)
def test_prorated_parts_of_a_period_sum_to_the_whole(units: int, start: date, lengths: list[int], basis: Basis) -> None:
    parts = cut(start, [length + 2 for length in lengths])
    whole = Period(parts[0].start, parts[-1].end)
    assert Fraction(units, 100) == sum(prorated(Fraction(units, 100), part, whole, basis) for part in parts)


@given(st.integers(-(10**9), 10**9), st.dates(date(2000, 1, 1), date(2050, 1, 1)), LENGTHS, RULES)
def test_rounded_parts_of_a_period_sum_to_the_whole_too(
    units: int, start: date, lengths: list[int], rule: Rule
) -> None:
    parts = split(Fraction(units, 100), cut(start, lengths), CENT, rule=rule)
    assert Fraction(units, 100) == sum(parts)
    assert all((part / CENT).denominator == 1 for part in parts)


def test_each_month_is_measured_against_its_own_length() -> None:
    across = period_of(date(2015, 1, 25), date(2015, 2, 2), End.INCLUSIVE)
    assert Fraction(7, 31) + Fraction(2, 28) == share_by_month(across)
    months = period_of(date(2023, 4, 8), date(2023, 6, 30), End.INCLUSIVE)
    assert Fraction(3950) * (2 + Fraction(23, 30)) == over_months(Fraction(3950), months)


def test_days_may_have_been_counted_elsewhere() -> None:
    assert Fraction(90 * 40000, 91) == prorated_days(Fraction(40000), 90, 91)


def test_quantities_count_by_the_share_of_the_period_that_they_were_there() -> None:
    found = weighted([(Fraction(12), Fraction(6, 31)), (Fraction(12), Fraction(6, 31))], Fraction(5))
    assert 5 + Fraction(144, 31) == found


def test_a_share_may_be_rounded_before_it_is_used() -> None:
    assert Fraction(741935484, 10**9) == rounded_share(Fraction(23, 31), 9)
