"""Lists of different lengths in one array."""

from itertools import pairwise

import numpy as np
import pytest

from configurator.solving.diagram.compile_budget import CompilationTooLarge
from configurator.solving.diagram.packing import ListPool, Ragged, grouped

THREE = Ragged.of([[4, 5], [], [6]])


def told(lists: Ragged) -> list[list[int]]:
    borders = lists.borders.tolist()
    return [lists.items[first:end].tolist() for first, end in pairwise(borders)]


def test_lists_are_taken_in_any_order() -> None:
    assert [[6], [4, 5], [6], []] == told(THREE.taken(np.array([2, 0, 2, 1])))
    assert [] == told(THREE.taken(np.zeros(0, np.int64)))


def test_lists_are_joined_and_grouped() -> None:
    both = Ragged.joined([THREE, Ragged.of([[7]])])
    assert [[4, 5], [], [6], [7]] == told(both)
    assert [[4, 5], [6, 7]] == told(grouped(both, 2))


def test_a_pool_puts_lists_for_numbers() -> None:
    pool = ListPool(5, most=3000)
    pool.put(np.array([1, 3]), Ragged.of([[10, 11], []]))
    pool.put(np.array([2]), Ragged.of([list(range(2000))]))
    numbers, others = np.array([3, 0, 1, -1, 4]), np.array([9, 9, 9, 8, -1])
    assert [[], [9], [10, 11], [8], []] == told(pool.replaced(numbers, others))
    assert [list(range(2000))] == told(pool.replaced(np.array([2]), np.array([0])))


def test_a_pool_holds_no_more_than_it_may() -> None:
    pool = ListPool(5, most=4)
    pool.put(np.array([1]), Ragged.of([[10, 11]]))
    with pytest.raises(CompilationTooLarge):
        pool.replaced(np.array([1, 1, 1]), np.array([9, 9, 9]))
    with pytest.raises(CompilationTooLarge):
        pool.put(np.array([2]), Ragged.of([[1, 2, 3]]))
