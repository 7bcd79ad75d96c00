"""Every minimal conflict and every minimal correction, against trying out all subsets."""

from collections.abc import Callable, Sequence
from itertools import chain, combinations
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.session.conflict_enumeration import (
    Inconclusive,
    MinimalConflict,
    MinimalCorrection,
    Numbers,
    enumerate_minimal,
    minimal_conflict,
)
from tests.examples import share

SIZE = 6
clauses = st.lists(st.frozensets(st.integers(0, SIZE - 1), max_size=4), max_size=6)


def subsets() -> list[Numbers]:
    sizes = (combinations(range(SIZE), size) for size in range(SIZE + 1))
    return [frozenset(found) for found in chain.from_iterable(sizes)]


@settings(max_examples=share(200))
@given(clauses)
def test_each_minimal_conflict_and_correction_is_found_once(known: list[Numbers]) -> None:
    def fails(parts: Numbers) -> Numbers | Literal[False]:
        return next((clause for clause in known if clause <= parts), False)

    everything = frozenset(range(SIZE))
    failing = [found for found in subsets() if fails(found) is not False]
    clashes = {found for found in failing if not any(other < found for other in failing)}
    mending = [found for found in subsets() if fails(everything - found) is False]
    corrections = {found for found in mending if found and not any(other < found for other in mending)}
    found = list(enumerate_minimal(SIZE, fails))
    assert len(found) == len(set(found))
    assert clashes == {each.parts for each in found if isinstance(each, MinimalConflict)}
    assert corrections == {each.parts for each in found if isinstance(each, MinimalCorrection)}


def test_what_holds_has_neither() -> None:
    assert [] == list(enumerate_minimal(3, lambda parts: False))


def test_what_fails_without_any_part_is_one_empty_conflict() -> None:
    assert [MinimalConflict(frozenset())] == list(enumerate_minimal(3, lambda parts: parts))


def test_smaller_numbers_are_rather_kept() -> None:
    found = list(enumerate_minimal(3, lambda parts: parts if len(parts) > 1 else False))
    corrections = [each.parts for each in found if isinstance(each, MinimalCorrection)]
    assert frozenset({1, 2}) == corrections[0]


def test_what_was_not_found_out_in_time_ends_it_unsure() -> None:
    asked = iter([True, False, True, None])

    def fails(parts: Numbers) -> Numbers | Literal[False] | None:
        answer = next(asked, None)
        return parts if answer else False if answer is False else None

    found = list(enumerate_minimal(3, fails))
    assert Inconclusive() == found[-1]


def _failing_with(*cores: set[int]) -> Callable[[Sequence[int]], Sequence[int] | None]:
    """Return a question that names no less than it was asked."""
    return lambda parts: parts if any(core <= set(parts) for core in cores) else None


def test_one_bad_pair_is_found_among_many() -> None:
    assert minimal_conflict(range(100), _failing_with({97, 3})) == (3, 97)


def test_what_fails_alone_has_an_empty_conflict() -> None:
    assert minimal_conflict((1, 2), lambda parts: ()) == ()


def test_among_several_conflicts_the_one_of_earlier_parts_is_shown() -> None:
    assert minimal_conflict(range(10), _failing_with({8, 9}, {1, 2})) == (1, 2)


def test_a_conflict_of_two_among_a_thousand_takes_few_questions() -> None:
    asked: list[Sequence[int]] = []

    def fails(parts: Sequence[int]) -> Sequence[int] | None:
        asked.append(parts)
        return parts if {100, 900} <= set(parts) else None

    minimal_conflict(range(1000), fails)
    assert len(asked) < 60


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6))
def test_a_conflict_fails_and_no_part_of_it_does(cores: list[set[int]]) -> None:
    fails = _failing_with(*cores)
    found = minimal_conflict(range(10), fails)
    assert fails(found)
    assert not any(fails([other for other in found if other != part]) for part in found)


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6), st.integers(0, 9))
def test_an_unsure_oracle_still_yields_something_that_fails(cores: list[set[int]], blind: int) -> None:
    fails = _failing_with(*cores)
    found = minimal_conflict(range(10), lambda parts: fails(parts) if len(parts) != blind else None)
    assert fails(found)


@pytest.mark.slow
@settings(max_examples=share(200))
@given(st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_which_conflicts_answers_name_changes_nothing(cores: list[set[int]], chance: Random) -> None:
    def naming(parts: Sequence[int]) -> set[int] | None:
        """Name some conflict, perhaps with more that does not matter."""
        inside = [core for core in cores if core <= set(parts)]
        return chance.choice(inside) | {part for part in parts if chance.random() < 0.2} if inside else None

    expected = _by_deletion(range(10), cores)
    assert expected == minimal_conflict(range(10), naming)
    assert expected == minimal_conflict(range(10), naming, known=naming(range(10)))
    assert expected == minimal_conflict(range(10), _failing_with(*cores))


def _by_deletion(parts: Sequence[int], cores: list[set[int]]) -> tuple[int, ...]:
    """Return the preferred conflict in the plain way: give up every part that can be, the last one first."""
    left = list(parts)
    for part in reversed(parts):
        if any(core <= set(left) - {part} for core in cores):
            left.remove(part)
    return tuple(left)


def test_conflicts_that_are_named_exactly_take_a_question_for_each_part() -> None:
    asked: list[Sequence[int]] = []

    def fails(parts: Sequence[int]) -> set[int] | None:
        asked.append(parts)
        return {100, 500, 900} if {100, 500, 900} <= set(parts) else None

    assert (100, 500, 900) == minimal_conflict(range(1000), fails)
    assert len(asked) <= 1 + 3 * 2
