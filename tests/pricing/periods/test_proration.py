"""What parts of periods cost."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.periods.allocation import CarriedResidue, HeaviestFirst, Largest, LastTakesRest, Rule
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.day_count import ActualDays, Basis, FixedMonths, Seconds
from configurator.pricing.periods.proration import prorated, rounded_share, split

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


def test_a_share_may_be_rounded_before_it_is_used() -> None:
    assert Fraction(741935484, 10**9) == rounded_share(Fraction(23, 31), 9)
