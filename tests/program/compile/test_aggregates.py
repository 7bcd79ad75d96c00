"""Aggregates of elements that may be skipped."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language.evaluate import COMPARISON
from configurator.language.tree import AggregateFunction, ComparisonOperator
from configurator.program.compile.aggregates import (
    AggregateElement,
    SkippableNumber,
    bounded_extreme,
    compared_with_all,
    compared_with_any,
    extreme,
    folded,
)
from configurator.program.compile.lowered import LoweredCondition, LoweredNumber
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Literal
from configurator.program.semantics import holds
from tests.examples import share
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.making import FAR, ONE, TWO, amount, making, plain, worlds

ELEMENTS = [
    SkippableNumber(plain(ONE, Fraction(3, 2)), FALSE),
    SkippableNumber(plain(ONE, 1, 1), Literal(ONE, IntSet.of((2,)))),
    SkippableNumber(plain(TWO, -2, 3), Literal(TWO, IntSet.of((0, 1)))),
    SkippableNumber(plain(FAR), Literal(ONE, IntSet.of((0, 1)))),
    SkippableNumber(plain(FAR).plus(plain(TWO), making().logic), Literal(TWO, IntSet.of((3,)))),
    SkippableNumber(plain(TWO), TRUE),
]
elements = st.lists(st.sampled_from(ELEMENTS), max_size=4)


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@pytest.mark.parametrize(("function", "python"), [(AggregateFunction.MIN, min), (AggregateFunction.MAX, max)])
@settings(max_examples=share(50))
@given(chosen=elements)
def test_the_extreme_is_that_of_what_is_not_skipped(
    budgets: dict[str, int],
    function: AggregateFunction,
    python: Callable[[list[Fraction]], Fraction],
    chosen: list[SkippableNumber],
) -> None:
    made = making()
    with limits(budgets):
        found = extreme(function, chosen, made)
    for values in worlds(made, ONE, TWO, FAR):
        present = [amount(each.number, made, values) for each in chosen if not holds(each.skipped, values)]
        assert (not present) is holds(found.absent, values)
        if present:
            assert python(present) == amount(found, made, values)


@pytest.mark.parametrize("python", [all, any])
@settings(max_examples=share(50))
@given(elements, st.sampled_from(tuple(ComparisonOperator)))
def test_a_bound_is_compared_with_every_or_any_element_that_is_not_skipped(
    python: Callable[[list[bool]], bool],
    chosen: list[SkippableNumber],
    operator: ComparisonOperator,
) -> None:
    made, bound = making(), plain(TWO, 1, Fraction(1, 2))
    formula = (compared_with_all if python is all else compared_with_any)(chosen, operator, bound, made)
    for values in worlds(made, ONE, TWO, FAR):
        present = [amount(each.number, made, values) for each in chosen if not holds(each.skipped, values)]
        expected = python([COMPARISON[operator](each, amount(bound, made, values)) for each in present])
        assert expected is holds(formula, values)


ONE_IS_1, TWO_IS_0 = Literal(ONE, IntSet.of((1,))), Literal(TWO, IntSet.of((0,)))
ABSENT_TWO = LoweredNumber(weights=plain(TWO).weights, absent=TWO_IS_0)
NUMBERS = [
    AggregateElement(TRUE, plain(ONE)),
    AggregateElement(ONE_IS_1, plain(TWO)),
    AggregateElement(TRUE, ABSENT_TWO),
]
TRUTHS = [
    AggregateElement(ONE_IS_1, LoweredCondition(TWO_IS_0)),
    AggregateElement(TRUE, LoweredCondition(ONE_IS_1, TWO_IS_0)),
]


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
    assert isinstance(found, LoweredNumber)
    for values in worlds(made, ONE, TWO):
        assert PYTHON[function](present(values)) == amount(found, made, values)


def test_a_count_is_of_the_true_ones() -> None:
    made = making()
    found = folded(AggregateFunction.COUNT, TRUTHS, made)
    assert isinstance(found, LoweredNumber)
    for values in worlds(made, ONE, TWO):
        assert sum(true(values)) == amount(found, made, values)


@pytest.mark.parametrize("function", ["all", "any"])
def test_truths_are_folded_over_what_takes_part(function: str) -> None:
    made = making()
    found = folded(AggregateFunction(function), TRUTHS, made)
    assert isinstance(found, LoweredCondition)
    for values in worlds(made, ONE, TWO):
        assert {"all": all, "any": any}[function](true(values)) is holds(found.truth, values)


@pytest.mark.parametrize("function", ["min", "max"])
@pytest.mark.parametrize("operator", [ComparisonOperator.LESS, ComparisonOperator.AT_LEAST])
def test_a_bounded_extreme_needs_no_variable(function: str, operator: ComparisonOperator) -> None:
    made = making()
    found = bounded_extreme(AggregateFunction(function), NUMBERS, operator, LoweredNumber(Fraction(2)), made)
    assert made.constraints == []
    for values in worlds(made, ONE, TWO):
        extreme = PYTHON[function](present(values))
        expected = extreme < 2 if operator is ComparisonOperator.LESS else extreme >= 2
        assert expected is holds(found.truth, values)


def test_only_the_least_of_nothing_is_absent() -> None:
    made = making()
    nothing = [AggregateElement(FALSE, plain(ONE))]
    assert folded(AggregateFunction.MIN, nothing, made).absent == TRUE
    assert folded(AggregateFunction.SUM, nothing, made).absent == FALSE
