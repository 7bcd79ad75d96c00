"""Numbers as exact functions of variables."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.compile.lowered import (
    Joint,
    LoweredCondition,
    LoweredNumber,
    LoweredWords,
    ValueWeight,
    total_of,
)
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from tests.examples import share
from tests.program.compile.making import CELLS, LOAD_1, ONE, TWO, amount, making, plain, worlds

fractions = st.fractions(-4, 4, max_denominator=3)
weights = st.builds(ValueWeight, fractions, st.dictionaries(st.integers(0, 3), fractions, max_size=2))
JOINTS = st.lists(fractions, min_size=12, max_size=12).map(tuple)


@st.composite
def numbers(draw: st.DrawFn) -> LoweredNumber:
    joints: dict[tuple[int, ...], Joint] = {(ONE, TWO): draw(JOINTS)} if draw(st.booleans()) else {}
    return LoweredNumber(draw(fractions), draw(st.dictionaries(st.sampled_from((ONE, TWO)), weights)), joints)


@pytest.mark.slow
@settings(max_examples=share(50))
@given(numbers(), numbers(), fractions)
def test_sums_and_multiples_are_exact(one: LoweredNumber, other: LoweredNumber, factor: Fraction) -> None:
    made = making()
    total = one.plus(other.times(factor), made.logic)
    for values in worlds(made, ONE, TWO):
        expected = amount(one, made, values) + factor * amount(other, made, values)
        assert expected == amount(total, made, values)


@settings(max_examples=share(50))
@given(numbers())
def test_the_parts_of_a_number_sum_to_it(number: LoweredNumber) -> None:
    made = making()
    whole = total_of(number.parts(), made.logic)
    for values in worlds(made, ONE, TWO):
        assert amount(number, made, values) == amount(whole, made, values)


@settings(max_examples=share(50))
@given(numbers())
def test_a_number_is_listed_over_all_combinations_with_the_last_variable_turning_fastest(number: LoweredNumber) -> None:
    made = making()
    expected = tuple(amount(number, made, values) for values in worlds(made, ONE, TWO))
    assert expected == number.over((ONE, TWO), made.logic)


def test_what_adds_nothing_is_forgotten() -> None:
    logic = making().logic
    assert LoweredNumber(Fraction(3)) == plain(ONE, 2, 3).plus(plain(ONE, -2), logic)


def test_a_condition_holds_where_it_is_present_and_true() -> None:
    logic = making().logic
    present = Literal(CELLS, IntSet.between(1, 2))
    condition = LoweredCondition(Literal(LOAD_1, IntSet.of((0, 3))), logic.negation(present))
    assert Literal(LOAD_1, IntSet.of((0,))) == condition.holds(logic)
    assert Literal(LOAD_1, IntSet.of((1, 2, 3))) == condition.fails(logic)


def test_words_know_the_values_that_stand_for_them() -> None:
    assert IntSet.of((0, 2)) == LoweredWords(ONE, {0: "u", 1: "v", 2: "u"}).having("u")
