"""Comparisons become formulas that hold exactly where they should."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.language.evaluate import COMPARISON
from configurator.language.tree import ComparisonOperator
from configurator.program.compile.comparisons import compared, compared_with_zero, mirrored, tabulated
from configurator.program.compile.lowered import LoweredCondition, LoweredNumber, LoweredWords, ValueWeight
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Literal, Table, Truth
from configurator.program.semantics import holds
from tests.examples import share
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.making import FAR, ONE, TWO, amount, making, plain, worlds

operators = st.sampled_from(tuple(ComparisonOperator))
fractions = st.fractions(-6, 6, max_denominator=4)
weights = st.builds(ValueWeight, fractions, st.dictionaries(st.integers(-3, 3), fractions, max_size=2))


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@settings(max_examples=share(50))
@given(st.dictionaries(st.sampled_from((ONE, TWO, FAR)), weights), fractions, operators)
def test_a_number_compared_with_zero_holds_where_it_does(
    budgets: dict[str, int], listed: dict[int, ValueWeight], constant: Fraction, operator: ComparisonOperator
) -> None:
    made, number = making(), LoweredNumber(constant, listed)
    with limits(budgets):
        formula = compared_with_zero(number, operator, made)
    for values in worlds(made, ONE, TWO, FAR):
        assert COMPARISON[operator](amount(number, made, values), 0) is holds(formula, values)


@settings(max_examples=share(50))
@given(operators, fractions, fractions)
def test_a_mirrored_operator_says_the_same_from_the_other_side(
    operator: ComparisonOperator, one: Fraction, other: Fraction
) -> None:
    assert COMPARISON[operator](one, other) is COMPARISON[mirrored(operator)](other, one)


@settings(max_examples=share(50))
@given(st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_table_holds_for_the_fitting_combinations(fitting: list[bool]) -> None:
    made = making()
    formula = tabulated((ONE, TWO), fitting, made)
    assert fitting == [holds(formula, values) for values in worlds(made, ONE, TWO)]


@pytest.mark.parametrize(
    ("expected", "number"),
    [
        (Truth, LoweredNumber(Fraction(3))),
        (Literal, plain(FAR, 2, -5)),
        (Table, plain(ONE).plus(plain(TWO, -1), making().logic)),
        (Linear, plain(ONE).plus(plain(TWO, -1), making().logic).plus(plain(FAR), making().logic)),
    ],
)
def test_the_smallest_form_is_taken(expected: type[Formula], number: LoweredNumber) -> None:
    assert expected is type(compared_with_zero(number, ComparisonOperator.LESS, making()))


ONES, TWOS = LoweredWords(ONE, {0: "u", 1: "v", 2: "u"}), LoweredWords(TWO, {0: "v", 1: "w", 2: "u", 3: "v"})


@settings(max_examples=share(50))
@given(
    operators,
    st.sampled_from((ONES, TWOS, LoweredWords(constant="u"))),
    st.sampled_from((ONES, TWOS, LoweredWords(constant="v"))),
)
def test_words_compare_as_they_are(operator: ComparisonOperator, left: LoweredWords, right: LoweredWords) -> None:
    made = making()
    formula = compared(left, operator, right, made).truth

    def word(words: LoweredWords, values: dict[int, int]) -> str:
        return words.constant if words.variable is None else words.by_value[values[words.variable]]

    for values in worlds(made, ONE, TWO):
        assert COMPARISON[operator](word(left, values), word(right, values)) is holds(formula, values)


def test_truths_are_equal_where_both_hold_or_neither() -> None:
    made = making()
    left, right = LoweredCondition(Literal(ONE, IntSet.of((1,)))), LoweredCondition(Literal(TWO, IntSet.of((1,))))
    for operator, same in ((ComparisonOperator.EQUAL, True), (ComparisonOperator.DIFFERENT, False)):
        formula = compared(left, operator, right, made).truth
        for values in worlds(made, ONE, TWO):
            assert (((values[ONE] == 1) is (values[TWO] == 1)) is same) is holds(formula, values)


def test_a_comparison_is_absent_where_either_side_is() -> None:
    made = making()
    away = Literal(ONE, IntSet.of((2,)))
    found = compared(LoweredNumber(absent=away), ComparisonOperator.LESS, plain(FAR), made)
    assert away == found.absent
