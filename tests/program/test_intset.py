"""Laws of sets of integers: they are sets, whatever their intervals."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import EMPTY, IntSet

small = st.sets(st.integers(-6, 6))


@given(small, small)
def test_operations_are_those_of_sets(one: set[int], other: set[int]) -> None:
    left, right = IntSet.of(one), IntSet.of(other)
    expected = (one | other, one & other, one - other)
    assert expected == (set(left | right), set(left & right), set(left - right))


@given(small)
def test_equal_sets_have_equal_intervals(values: set[int]) -> None:
    assert IntSet.of(sorted(values, reverse=True)) == IntSet.union(IntSet.of((value,)) for value in values)


@given(small, st.integers(-8, 8))
def test_size_and_membership_are_those_of_the_set(values: set[int], probe: int) -> None:
    found = IntSet.of(values)
    assert (len(values), probe in values, bool(values)) == (len(found), probe in found, bool(found))


def test_a_million_numbers_are_one_interval() -> None:
    assert IntSet.between(0, 1_000_000).intervals == ((0, 1_000_000),)


def test_between_is_empty_where_the_ends_are_crossed() -> None:
    assert IntSet.between(3, 2) == EMPTY


def test_sets_of_many_intervals_are_cut_in_one_walk() -> None:
    even = IntSet.of(range(0, 100_000, 2))
    thirds = IntSet.of(range(0, 100_000, 3))
    assert len(range(0, 100_000, 6)) == len(even & thirds)
    assert len(even) - len(even & thirds) == len(even - thirds)
