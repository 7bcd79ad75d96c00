"""Products, quotients, floors and remainders are exact under every budget, or refused."""

from collections.abc import Callable
from fractions import Fraction
from operator import add, floordiv, mod, mul, sub, truediv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language.tree import ArithmeticOperator
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.definitions import CannotCompile
from configurator.program.compile.lowered import LoweredNumber, ValueWeight
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Product
from configurator.program.semantics import holds
from tests.examples import share
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.making import FAR, ONE, TWO, amount, making, plain, worlds

PYTHON: dict[ArithmeticOperator, Callable[[Fraction, Fraction], Fraction | int]] = {
    ArithmeticOperator.ADD: add,
    ArithmeticOperator.SUBTRACT: sub,
    ArithmeticOperator.MULTIPLY: mul,
    ArithmeticOperator.DIVIDE: truediv,
    ArithmeticOperator.FLOOR_DIVIDE: floordiv,
    ArithmeticOperator.REMAINDER: mod,
}
fractions = st.fractions(-3, 3, max_denominator=2)


@st.composite
def numbers(draw: st.DrawFn) -> LoweredNumber:
    total = LoweredNumber(draw(fractions))
    for variable in draw(st.sets(st.sampled_from((ONE, TWO, FAR)), max_size=2)):
        total = total.plus(plain(variable, draw(fractions)), making().logic)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@settings(max_examples=share(50))
@given(numbers(), st.sampled_from(tuple(ArithmeticOperator)), numbers())
def test_the_result_is_that_of_fractions_and_undefined_where_they_divide_by_zero(
    budgets: dict[str, int], left: LoweredNumber, operator: ArithmeticOperator, right: LoweredNumber
) -> None:
    made = making()
    try:
        with limits(budgets):
            result = calculated(left, operator, right, made)
    except CannotCompile:
        assert budgets
        return
    for values in worlds(made, ONE, TWO, FAR):
        one, other = amount(left, made, values), amount(right, made, values)
        divides = operator in tuple(ArithmeticOperator)[3:]
        assert (divides and other == 0) is holds(result.undefined, values)
        if not divides or other:
            assert PYTHON[operator](one, other) == amount(result, made, values)


def test_a_product_of_sums_is_tabulated_term_by_term_where_that_is_smaller() -> None:
    made = making()
    one = plain(ONE).plus(plain(FAR), made.logic)
    result = calculated(one, ArithmeticOperator.MULTIPLY, plain(TWO, 1, 1), made)
    assert {(ONE, TWO), (TWO, FAR)} == set(result.joints)


def test_a_result_is_absent_where_either_operand_is() -> None:
    made = making()
    away = Literal(ONE, IntSet.of((2,)))
    result = calculated(LoweredNumber(Fraction(1), absent=away), ArithmeticOperator.MULTIPLY, plain(TWO), made)
    assert away == result.absent


def test_a_product_too_large_to_be_listed_stays_a_product_of_two_variables() -> None:
    made = making()
    made.logic.domains[ONE] = made.logic.domains[TWO] = IntSet.between(0, 10_000)
    result = calculated(plain(ONE, 2), ArithmeticOperator.MULTIPLY, plain(TWO, 1, 3), made)
    offset, product = made.variables[-2:]
    assert {len(made.variables) - 1: ValueWeight(Fraction(2))} == dict(result.weights)
    assert IntSet.between(3, 10_003) == offset.domain
    assert IntSet.between(0, 10_000 * 10_003) == product.domain
    assert Product(len(made.variables) - 1, ONE, len(made.variables) - 2) == made.constraints[-1].formula


def test_a_square_too_large_to_be_listed_multiplies_two_equal_variables() -> None:
    made = making()
    made.logic.domains[ONE] = IntSet.between(0, 2_001)
    calculated(plain(ONE), ArithmeticOperator.MULTIPLY, plain(ONE), made)
    assert Product(len(made.variables) - 1, ONE, len(made.variables) - 2) == made.constraints[-1].formula


def test_a_quotient_of_too_many_numbers_is_refused() -> None:
    made = making()
    wide = IntSet.between(0, 10_000)
    made.logic.domains[ONE] = made.logic.domains[TWO] = wide
    with pytest.raises(CannotCompile, match="100,020,001 ways"):
        calculated(plain(ONE), ArithmeticOperator.DIVIDE, plain(TWO), made)
