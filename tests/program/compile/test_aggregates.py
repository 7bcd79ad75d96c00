"""What aggregates make of elements that are counted in, left out, or absent."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from configurator.language.tree import AggregateFunction, ComparisonOperator
from configurator.program.compile.aggregates import Given, bounded_extreme, folded
from configurator.program.compile.values import Condition, Number
from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Literal
from tests.program.compile.making import ONE, TWO, amount, making, plain, worlds

ONE_IS_1, TWO_IS_0 = Literal(ONE, IntSet.of((1,))), Literal(TWO, IntSet.of((0,)))
ABSENT_TWO = Number(weights=plain(TWO).weights, absent=TWO_IS_0)
NUMBERS = [Given(TRUE, plain(ONE)), Given(ONE_IS_1, plain(TWO)), Given(TRUE, ABSENT_TWO)]
TRUTHS = [Given(ONE_IS_1, Condition(TWO_IS_0)), Given(TRUE, Condition(ONE_IS_1, TWO_IS_0))]


def present(values: dict[int, int]) -> list[int]:
    """The numbers above that take part."""
    return [
        values[ONE],
        *([values[TWO]] if values[ONE] == 1 else []),
        *([values[TWO]] if values[TWO] else []),
    ]


def true(values: dict[int, int]) -> list[bool]:
    """The truths above that take part."""
    return [
        *([values[TWO] == 0] if values[ONE] == 1 else []),
        *([values[ONE] == 1] if values[TWO] else []),
    ]


PYTHON: dict[str, Callable[[list[int]], int]] = {"sum": sum, "min": min, "max": max}


@pytest.mark.parametrize("function", ["sum", "min", "max"])
def test_numbers_are_folded_over_what_takes_part(function: str) -> None:
    made = making()
    found = folded(AggregateFunction(function), NUMBERS, made)
    assert isinstance(found, Number)
    for values in worlds(made, ONE, TWO):
        assert PYTHON[function](present(values)) == amount(found, made, values)


def test_a_count_is_of_the_true_ones() -> None:
    made = making()
    found = folded(AggregateFunction.COUNT, TRUTHS, made)
    assert isinstance(found, Number)
    for values in worlds(made, ONE, TWO):
        assert sum(true(values)) == amount(found, made, values)


@pytest.mark.parametrize("function", ["all", "any"])
def test_truths_are_folded_over_what_takes_part(function: str) -> None:
    made = making()
    found = folded(AggregateFunction(function), TRUTHS, made)
    assert isinstance(found, Condition)
    for values in worlds(made, ONE, TWO):
        assert {"all": all, "any": any}[function](true(values)) is holds(found.truth, values)


@pytest.mark.parametrize("function", ["min", "max"])
@pytest.mark.parametrize("operator", [ComparisonOperator.LESS, ComparisonOperator.AT_LEAST])
def test_a_bounded_extreme_needs_no_variable(function: str, operator: ComparisonOperator) -> None:
    made = making()
    found = bounded_extreme(AggregateFunction(function), NUMBERS, operator, Number(Fraction(2)), made)
    assert made.constraints == []
    for values in worlds(made, ONE, TWO):
        extreme = PYTHON[function](present(values))
        expected = extreme < 2 if operator is ComparisonOperator.LESS else extreme >= 2
        assert expected is holds(found.truth, values)


def test_only_the_least_of_nothing_is_absent() -> None:
    made = making()
    nothing = [Given(FALSE, plain(ONE))]
    assert folded(AggregateFunction.MIN, nothing, made).absent == TRUE
    assert folded(AggregateFunction.SUM, nothing, made).absent == FALSE
