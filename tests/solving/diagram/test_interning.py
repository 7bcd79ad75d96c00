"""Equal things get one number."""

from unittest.mock import patch

import numpy as np
import pytest

from configurator.solving.diagram import interning
from configurator.solving.diagram.interning import numbered, unique_lists, unique_rows, unique_states

ITEMS, STARTS = np.array([1, 2, 3, 1, 2, 3, 1, 2]), np.array([0, 2, 3, 5, 6])


def test_lists_are_equal_item_by_item() -> None:
    first, number = unique_lists(ITEMS, STARTS)
    assert number[0] == number[2] == number[4]
    assert number[1] == number[3]
    assert 2 == len(first) == len(set(number.tolist()))


def test_hashes_that_meet_do_not_make_lists_equal() -> None:
    with patch.object(interning, "_mixed", lambda items: np.zeros(len(items), np.uint64)):
        first, number = unique_lists(ITEMS, STARTS)
        assert ([0, 1], [0, 1, 0, 1, 0]) == (first.tolist(), number.tolist())
        rows = np.array([[1, 2], [2, 1], [1, 2]], np.int32)
        assert 2 == len(unique_states(rows)[0])


def test_no_lists_have_no_numbers() -> None:
    nothing = np.zeros(0, np.int64)
    assert 0 == len(unique_lists(nothing, nothing)[0])


def test_rows_are_equal_column_by_column() -> None:
    _, number = unique_rows(np.array([[0, 1], [1, 0], [0, 1]]))
    assert number[0] == number[2] != number[1]


def test_rows_of_no_columns_are_all_the_same() -> None:
    first, number = unique_states(np.zeros((4, 0), np.int32))
    assert ([0], [0, 0, 0, 0]) == (first.tolist(), number.tolist())
    assert 0 == len(unique_states(np.zeros((0, 3), np.int32))[0]) == len(unique_states(np.zeros((0, 0), np.int32))[0])


def test_columns_of_any_size_make_one_number() -> None:
    wide = np.array([0, 2**40, 0])
    first, number = numbered([wide, wide, np.array([1, 1, 1])], [2**41, 2**41, 2])
    assert number[0] == number[2] != number[1]
    assert 2 == len(first)
    with pytest.raises(OverflowError):
        numbered([wide, np.array([0, 1, 2])], [2**62, 2**63])
