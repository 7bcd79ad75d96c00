"""Numbers and words that depend on a condition."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.compile import compile_catalog
from configurator.program.compile.conditionals import gated, masked, number_of, seen_from, word_choice
from configurator.program.compile.definitions import CannotCompile
from configurator.program.compile.lowered import LoweredNumber, LoweredWords, ValueWeight
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import And, Formula, Literal, Or, Table, leaves_in
from configurator.program.semantics import holds
from tests.catalog.loading import loaded
from tests.examples import share
from tests.program.compile.budgets import BUDGETS, limits
from tests.program.compile.making import CELLS, FAR, LOAD_1, LOAD_2, ONE, TWO, amount, making, plain, worlds

LITERALS = [
    Literal(ONE, IntSet.of((1,))),
    Literal(TWO, IntSet.of((0, 3))),
    Literal(FAR, IntSet.between(-5, 9)),
]
conditions = st.one_of(
    st.sampled_from(LITERALS),
    st.sampled_from([And(tuple(LITERALS)), Or(tuple(LITERALS)), Or((LITERALS[0], And(tuple(LITERALS[1:]))))]),
)


@st.composite
def numbers(draw: st.DrawFn) -> LoweredNumber:
    joint = tuple(Fraction(draw(st.integers(-2, 2))) for _ in range(12))
    total = LoweredNumber(Fraction(draw(st.integers(-2, 2))), joints={(ONE, TWO): joint} if any(joint) else {})
    for variable in draw(st.sets(st.sampled_from((ONE, TWO, FAR)))):
        total = total.plus(plain(variable, draw(st.integers(-2, 2))), making().logic)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("budgets", BUDGETS.values(), ids=BUDGETS)
@settings(max_examples=share(50))
@given(numbers(), conditions)
def test_a_gated_number_is_the_number_or_zero(
    budgets: dict[str, int], number: LoweredNumber, condition: Formula
) -> None:
    made = making()
    with limits(budgets):
        found = gated(number, condition, made)
    for values in worlds(made, ONE, TWO, FAR):
        expected = amount(number, made, values) if holds(condition, values) else 0
        assert expected == amount(found, made, values)


def test_what_a_slot_adds_is_gated_by_its_own_absent_value() -> None:
    made = making()
    present = Literal(CELLS, IntSet.between(1, 2))
    assert {LOAD_1: ValueWeight(Fraction(2), {3: Fraction(0)})} == gated(plain(LOAD_1, 2), present, made).weights
    assert made.constraints == []


def test_a_constant_is_gated_by_the_count() -> None:
    present = Literal(CELLS, IntSet.between(2, 2))
    assert {CELLS: ValueWeight(listed={2: Fraction(7)})} == gated(LoweredNumber(Fraction(7)), present, making()).weights


def test_nothing_stays_nothing() -> None:
    made = making()
    assert LoweredNumber() == gated(LoweredNumber(), Or(tuple(LITERALS)), made)
    assert made.constraints == []


def test_presence_is_seen_from_all_variables_of_the_slot() -> None:
    logic = making().logic
    present = Literal(CELLS, IntSet.between(1, 2))
    assert Literal(LOAD_1, IntSet.between(0, 2)) == seen_from(present, (LOAD_1, ONE), logic)
    assert Literal(LOAD_1, IntSet.of((3,))) == seen_from(logic.negation(present), (LOAD_1, ONE), logic)
    assert None is seen_from(present, (LOAD_2, ONE), logic)


def test_amounts_are_masked_where_the_condition_fails() -> None:
    logic = making().logic
    amounts = tuple(map(Fraction, (5, 6, 7)))
    assert masked(amounts, LITERALS[0], (ONE,), logic) == tuple(map(Fraction, (0, 6, 0)))
    assert amounts == masked(amounts, TRUE, (ONE,), logic)


def test_amounts_take_the_smallest_form() -> None:
    logic = making().logic
    same = (Fraction(2),) * 3
    assert LoweredNumber(Fraction(2)) == number_of((ONE,), same, logic)
    assert number_of((ONE,), (*same[1:], Fraction(0)), logic).variables == (ONE,)


ONES, TWOS = LoweredWords(ONE, {0: "u", 1: "v", 2: "u"}), LoweredWords(TWO, {0: "v", 1: "w", 2: "u", 3: "v"})
words = st.sampled_from((ONES, TWOS, LoweredWords(constant="u"), LoweredWords(constant="x")))
word_conditions = st.sampled_from(
    (TRUE, FALSE, Literal(ONE, IntSet.of((1,))), Or((Literal(ONE, IntSet.of((1,))), Literal(TWO, IntSet.of((2,))))))
)


def word(chosen: LoweredWords, values: dict[int, int]) -> str:
    return chosen.constant if chosen.variable is None else chosen.by_value[values[chosen.variable]]


@given(word_conditions, words, words)
def test_the_word_is_that_of_the_branch_taken(condition: Formula, then: LoweredWords, otherwise: LoweredWords) -> None:
    made = making()
    chosen = word_choice(condition, then, otherwise, made)
    for values in worlds(made, ONE, TWO):
        assert word(then if holds(condition, values) else otherwise, values) == word(chosen, values)


def test_too_many_combinations_are_refused() -> None:
    made = making()
    made.logic.domains[ONE] = made.logic.domains[TWO] = IntSet.between(0, 200)
    with pytest.raises(CannotCompile):
        word_choice(Literal(ONE, IntSet.of((1,))), ONES, TWOS, made)


def test_a_long_chain_of_conditionals_does_not_tabulate_all_its_conditions_together() -> None:
    choice = "0"
    for number in range(40):
        choice = f"({number} if x{number % 12} else {choice})"
    switches = "".join(f"  x{number}: {{type: boolean}}\n" for number in range(12))
    text = f"features:\n{switches}  t: {{type: integer, range: 0..60}}\n"
    catalog, problems = loaded(text + f'constraints:\n  law: {{require: "t == {choice}", because: So.}}\n')
    assert catalog is not None, problems
    compiled, problems = compile_catalog(catalog)
    assert compiled is not None, problems
    rows = [
        len(table.rows)
        for one in compiled.program.constraints
        for table in leaves_in(one.formula)
        if isinstance(table, Table)
    ]
    assert max(rows) <= 2_000
