"""Determined variables: exact, made once, named after their law."""

from fractions import Fraction

import pytest

from configurator.program.compile.definitions import CannotCompile, Definitions
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.intset import IntSet
from configurator.program.limits import TABULATED_COMBINATIONS
from configurator.program.nodes import And, Formula, Literal, Or, Term
from tests.program.compile.making import FAR, ONE, TWO, amount, making, plain, worlds

EITHER = Or((Literal(ONE, IntSet.of((1,))), Literal(TWO, IntSet.of((1,)))))


def sum_of(made: Definitions) -> LoweredNumber:
    return plain(ONE, Fraction(1, 2), 7).plus(plain(TWO, -3), made.logic).plus(plain(FAR, 2), made.logic)


def test_a_sum_on_one_variable_is_the_sum() -> None:
    made = making()
    single = made.sum_of(sum_of(made))
    assert len(single.variables) == 1
    for values in worlds(made, ONE, TWO, FAR):
        assert amount(sum_of(made), made, values) == amount(single, made, values)


def test_a_number_chosen_by_a_condition_is_it_or_nothing() -> None:
    made = making()
    chosen = made.chosen(sum_of(made), EITHER)
    for values in worlds(made, ONE, TWO, FAR):
        expected = amount(sum_of(made), made, values) if 1 in (values[ONE], values[TWO]) else 0
        assert expected == amount(chosen, made, values)


def test_the_floor_of_a_sum_is_the_greatest_integer_not_above_it() -> None:
    made = making()
    floor = made.floor_of(sum_of(made))
    for values in worlds(made, ONE, TWO, FAR):
        assert amount(sum_of(made), made, values) // 1 == values[floor]


def test_a_joint_becomes_one_variable_in_steps_of_its_greatest_common_divisor() -> None:
    made = making()
    joint = tuple(Fraction(-one * two, 2) for one in range(3) for two in range(4))
    weights = made.held_as_weights(LoweredNumber(joints={(ONE, TWO): joint}))
    ((variable, weight),) = weights.items()
    assert (Fraction(-1, 2), IntSet.of((0, 1, 2, 3, 4, 6))) == (weight.slope, made.logic.domains[variable])
    for values in worlds(made, ONE, TWO):
        assert values[ONE] * values[TWO] == values[variable]


def test_the_truth_of_a_formula_and_of_its_opposite_share_one_variable() -> None:
    made = making()
    both: list[Formula] = [made.truth_of(EITHER), made.truth_of(made.logic.negation(EITHER))]
    assert [Literal(6, IntSet.of((1,))), Literal(6, IntSet.of((0,)))] == both


def test_the_truth_of_a_literal_is_itself() -> None:
    literal = Literal(ONE, IntSet.of((1,)))
    assert literal == making().truth_of(literal)


def test_what_is_asked_for_again_is_not_made_again() -> None:
    made = making()
    first = (made.sum_of(sum_of(made)), made.chosen(sum_of(made), EITHER), made.floor_of(sum_of(made)))
    again = (made.sum_of(sum_of(made)), made.chosen(sum_of(made), EITHER), made.floor_of(sum_of(made)))
    assert first == again
    assert [variable.name for variable in made.variables if variable.determined] == ["law#1", "law#2", "law#3"]


def test_names_count_on_within_their_law() -> None:
    made = making()
    made.truth_of(EITHER)
    made.law = "other"
    made.truth_of(And(EITHER.parts))
    made.law = "law"
    made.sum_of(sum_of(made))
    assert [variable.name for variable in made.variables if variable.determined] == ["law#1", "other#1", "law#2"]


def test_few_sums_are_found_exactly_and_many_within_an_interval() -> None:
    made = making()
    assert IntSet.of((0, 5, 10, 15, 20, 25)) == made.reach((Term(ONE, 5), Term(TWO, 5)))
    far = tuple(Term(FAR, weight) for weight in (1, 41, 1681, 68921))
    assert len(made.reach(far).intervals) == 1
    assert (made.reach(far).low, made.reach(far).high) == (-9 * 70644, 9 * 70644)


def test_more_combinations_than_can_be_listed_are_refused() -> None:
    with pytest.raises(CannotCompile, match="10,001 ways"):
        making().look_at(TABULATED_COMBINATIONS + 1)


def test_all_that_is_listed_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.program.compile.definitions.CATALOG_COMBINATIONS", 10)
    made = making()
    made.look_at(6)
    with pytest.raises(CannotCompile):
        made.look_at(6)
