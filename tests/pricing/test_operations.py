"""The arithmetic of operations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.operations import EXACT, Operation, outcome, summed


@pytest.mark.parametrize(
    ("operation", "before", "base", "operand", "expected"),
    [
        (Operation.ADD, 3, 0, 4, 7),
        (Operation.TIMES, 3, 2, 4, 11),
        (Operation.PERCENT, 3, 50, 10, 8),
        (Operation.MULTIPLY, 3, 0, 4, 12),
        (Operation.AT_LEAST, 3, 0, 4, 4),
        (Operation.AT_LEAST, 3, 2, 4, 3),
        (Operation.AT_MOST, 9, 0, 4, 4),
        (Operation.AT_MOST, 9, 3, 4, 1),
        (Operation.AT_MOST, 9, 7, 4, 0),
        (Operation.OVERAGE, 7, 5, 2, 9),
        (Operation.OVERAGE, 3, 5, 2, 3),
        (Operation.BEYOND, 7, 5, 2, 4),
        (Operation.BEYOND, 3, 5, 2, 0),
        (Operation.BILLED_BEFORE, 7, 0, -5, 2),
        (Operation.ROUND, 7, 0, 5, 7),
    ],
)
def test_an_operation_does_what_it_says(
    operation: Operation, before: int, base: int, operand: int, expected: int
) -> None:
    assert expected == outcome(EXACT, operation, Fraction(before), Fraction(base), Fraction(operand))


@given(st.lists(st.fractions(max_denominator=10**6)))
def test_sums_are_exact(amounts: list[Fraction]) -> None:
    assert sum(amounts, Fraction(0)) == summed(amounts)
