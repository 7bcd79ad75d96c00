from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.session.conflict import minimal_conflict


def _failing_with(*cores: set[int]):  # type: ignore[no-untyped-def]
    return lambda parts: any(core <= set(parts) for core in cores)


def test_one_bad_pair_is_found_among_many() -> None:
    assert minimal_conflict(range(100), _failing_with({97, 3})) == (3, 97)


def test_what_fails_alone_has_an_empty_conflict() -> None:
    assert minimal_conflict((1, 2), lambda parts: True) == ()


def test_among_several_conflicts_the_one_of_earlier_parts_is_shown() -> None:
    assert minimal_conflict(range(10), _failing_with({8, 9}, {1, 2})) == (1, 2)


def test_a_conflict_of_two_among_a_thousand_takes_few_questions() -> None:
    asked: list[Sequence[int]] = []

    def fails(parts: Sequence[int]) -> bool:
        asked.append(parts)
        return {100, 900} <= set(parts)

    minimal_conflict(range(1000), fails)
    assert len(asked) < 60


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6))
def test_a_conflict_fails_and_no_part_of_it_does(cores: list[set[int]]) -> None:
    fails = _failing_with(*cores)
    found = minimal_conflict(range(10), fails)
    assert fails(found)
    assert not any(fails([other for other in found if other != part]) for part in found)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6), st.integers(0, 9))
def test_an_unsure_oracle_still_yields_something_that_fails(cores: list[set[int]], blind: int) -> None:
    fails = _failing_with(*cores)
    found = minimal_conflict(range(10), lambda parts: len(parts) != blind and fails(parts))
    assert fails(found)
