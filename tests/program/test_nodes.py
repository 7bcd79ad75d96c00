"""Nodes know which variables they mention, and what a value weighs."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    Same,
    Table,
    Term,
    Truth,
    Variable,
    variables_in,
)

ONE = IntSet.of((1,))


@pytest.mark.parametrize(
    ("formula", "variables"),
    [
        (Truth(True), []),
        (Literal(3, ONE), [3]),
        (Not(Literal(3, ONE)), [3]),
        (And((Literal(1, ONE), Or((Literal(2, ONE), Literal(1, ONE))))), [1, 2, 1]),
        (Same(Literal(1, ONE), Literal(2, ONE)), [1, 2]),
        (Linear((Term(4, 2), Term(5, 1)), 0, None), [4, 5]),
        (Table((6, 7), ((ONE, ONE),)), [6, 7]),
    ],
)
def test_a_formula_mentions_its_variables(formula: Formula, variables: list[int]) -> None:
    assert variables == list(variables_in(formula))


def test_a_listed_value_weighs_what_is_listed_and_another_by_the_coefficient() -> None:
    term = Term(0, 3, ((2, 100),))
    assert [3, 100, 9] == [term.weigh(value) for value in (1, 2, 3)]


def test_variables_are_numbered_by_their_position() -> None:
    program = Program((Variable("a", ONE), Variable("b", ONE)), ())
    assert {"a": 0, "b": 1} == program.index_of()
