"""The least and greatest of elements of which some are skipped."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language.tree import AggregateFunction, ComparisonOperator
from configurator.program.compile.comparisons import OPERATORS
from configurator.program.compile.extremes import Element, compared_with_all, compared_with_any, extreme
from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Literal
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.making import FAR, ONE, TWO, amount, making, plain, worlds

ELEMENTS = [
    Element(plain(ONE, Fraction(3, 2)), FALSE),
    Element(plain(ONE, 1, 1), Literal(ONE, IntSet.of((2,)))),
    Element(plain(TWO, -2, 3), Literal(TWO, IntSet.of((0, 1)))),
    Element(plain(FAR), Literal(ONE, IntSet.of((0, 1)))),
    Element(plain(FAR).plus(plain(TWO), making().logic), Literal(TWO, IntSet.of((3,)))),
    Element(plain(TWO), TRUE),
]
elements = st.lists(st.sampled_from(ELEMENTS), max_size=4)


@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@pytest.mark.parametrize(("function", "python"), [(AggregateFunction.MIN, min), (AggregateFunction.MAX, max)])
@settings(deadline=None, max_examples=50)
@given(chosen=elements)
def test_the_extreme_is_that_of_what_is_not_skipped(
    budgets: dict[str, int],
    function: AggregateFunction,
    python: Callable[[list[Fraction]], Fraction],
    chosen: list[Element],
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
@settings(deadline=None, max_examples=50)
@given(elements, st.sampled_from(tuple(ComparisonOperator)))
def test_a_bound_is_compared_with_every_or_any_element_that_is_not_skipped(
    python: Callable[[list[bool]], bool],
    chosen: list[Element],
    operator: ComparisonOperator,
) -> None:
    made, bound = making(), plain(TWO, 1, Fraction(1, 2))
    formula = (compared_with_all if python is all else compared_with_any)(chosen, operator, bound, made)
    for values in worlds(made, ONE, TWO, FAR):
        present = [amount(each.number, made, values) for each in chosen if not holds(each.skipped, values)]
        expected = python([OPERATORS[operator](each, amount(bound, made, values)) for each in present])
        assert expected is holds(formula, values)
