"""A word chosen by a condition."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.compile.definitions import CannotCompile
from configurator.program.compile.values import Words
from configurator.program.compile.wordchoice import word_choice
from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula, Literal, Or
from tests.program.compile.making import ONE, TWO, making, worlds

ONES, TWOS = Words(ONE, {0: "u", 1: "v", 2: "u"}), Words(TWO, {0: "v", 1: "w", 2: "u", 3: "v"})
words = st.sampled_from((ONES, TWOS, Words(constant="u"), Words(constant="x")))
conditions = st.sampled_from(
    (TRUE, FALSE, Literal(ONE, IntSet.of((1,))), Or((Literal(ONE, IntSet.of((1,))), Literal(TWO, IntSet.of((2,))))))
)


def word(chosen: Words, values: dict[int, int]) -> str:
    return chosen.constant if chosen.variable is None else chosen.by_value[values[chosen.variable]]


@settings(deadline=None)
@given(conditions, words, words)
def test_the_word_is_that_of_the_branch_taken(condition: Formula, then: Words, otherwise: Words) -> None:
    made = making()
    chosen = word_choice(condition, then, otherwise, made)
    for values in worlds(made, ONE, TWO):
        assert word(then if holds(condition, values) else otherwise, values) == word(chosen, values)


def test_too_many_combinations_are_refused() -> None:
    made = making()
    made.logic.domains[ONE] = made.logic.domains[TWO] = IntSet.between(0, 200)
    with pytest.raises(CannotCompile):
        word_choice(Literal(ONE, IntSet.of((1,))), ONES, TWOS, made)
