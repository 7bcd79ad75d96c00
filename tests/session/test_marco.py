"""Every minimal conflict and every minimal correction, against trying out all subsets."""

from itertools import chain, combinations
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.session.marco import Clash, Correction, Numbers, Unsure, everything_minimal

SIZE = 6
clauses = st.lists(st.frozensets(st.integers(0, SIZE - 1), max_size=4), max_size=6)


def subsets() -> list[Numbers]:
    sizes = (combinations(range(SIZE), size) for size in range(SIZE + 1))
    return [frozenset(found) for found in chain.from_iterable(sizes)]


@settings(max_examples=200)
@given(clauses)
def test_each_minimal_conflict_and_correction_is_found_once(known: list[Numbers]) -> None:
    def fails(parts: Numbers) -> Numbers | Literal[False]:
        return next((clause for clause in known if clause <= parts), False)

    everything = frozenset(range(SIZE))
    failing = [found for found in subsets() if fails(found) is not False]
    clashes = {found for found in failing if not any(other < found for other in failing)}
    mending = [found for found in subsets() if fails(everything - found) is False]
    corrections = {found for found in mending if found and not any(other < found for other in mending)}
    found = list(everything_minimal(SIZE, fails))
    assert len(found) == len(set(found))
    assert clashes == {each.parts for each in found if isinstance(each, Clash)}
    assert corrections == {each.parts for each in found if isinstance(each, Correction)}


def test_what_holds_has_neither() -> None:
    assert [] == list(everything_minimal(3, lambda parts: False))


def test_what_fails_without_any_part_is_one_empty_conflict() -> None:
    assert [Clash(frozenset())] == list(everything_minimal(3, lambda parts: parts))


def test_smaller_numbers_are_rather_kept() -> None:
    found = list(everything_minimal(3, lambda parts: parts if len(parts) > 1 else False))
    corrections = [each.parts for each in found if isinstance(each, Correction)]
    assert frozenset({1, 2}) == corrections[0]


def test_what_was_not_found_out_in_time_ends_it_unsure() -> None:
    asked = iter([True, False, True, None])

    def fails(parts: Numbers) -> Numbers | Literal[False] | None:
        answer = next(asked, None)
        return parts if answer else False if answer is False else None

    found = list(everything_minimal(3, fails))
    assert Unsure() == found[-1]
