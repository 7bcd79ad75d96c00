"""All values in one row: masks and sets are two ways to say the same."""

import numpy as np

from configurator.program.intset import EMPTY, IntSet
from configurator.solving.local_search.domains import NumberedValues
from configurator.solving.local_search.layout import Layout

LAYOUT = Layout(
    [NumberedValues(IntSet.between(0, 2)), NumberedValues(IntSet.of([5])), NumberedValues(IntSet.of([1, 4, 9]))]
)


def test_a_solution_is_where_its_values_stand() -> None:
    positions = np.array([2, 3, 5], dtype=np.int32)
    assert (2, 5, 4) == LAYOUT.solution(positions)
    assert positions.tolist() == LAYOUT.positions((2, 5, 4)).tolist()


def test_narrowed_variables_keep_their_values_and_the_others_all() -> None:
    mask = LAYOUT.mask({2: IntSet.of([1, 9])})
    assert (IntSet.between(0, 2), IntSet.of([5]), IntSet.of([1, 9])) == LAYOUT.sets(mask)


def test_sets_may_be_empty() -> None:
    mask = LAYOUT.of([1])
    assert (EMPTY, IntSet.of([5]), EMPTY) == LAYOUT.sets(mask)
    assert LAYOUT.lacks(mask)
    assert not LAYOUT.lacks(LAYOUT.mask({}))


def test_no_variables_have_no_sets() -> None:
    assert () == Layout([]).sets(Layout([]).mask({}))
