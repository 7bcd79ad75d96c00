"""The meaning of every node, on values small enough to see."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Variable,
)
from configurator.program.semantics import fulfilment, holds, is_solution, violated

A0, A1, B0, B1 = (Literal(variable, IntSet.of((value,))) for variable in (0, 1) for value in (0, 1))
SUM = (Term(0, 2), Term(1, 3, ((1, -5),)))


@pytest.mark.parametrize(
    ("formula", "satisfied_by"),
    [
        (Truth(True), {(0, 0), (0, 1), (1, 0), (1, 1)}),
        (Truth(False), set()),
        (A1, {(1, 0), (1, 1)}),
        (Not(A1), {(0, 0), (0, 1)}),
        (And((A1, B0)), {(1, 0)}),
        (Or((A1, B1)), {(1, 0), (0, 1), (1, 1)}),
        (Same(A1, B1), {(0, 0), (1, 1)}),
        (Linear(SUM, -4, None), {(0, 0), (1, 0), (1, 1)}),
        (Linear(SUM, None, 0), {(0, 0), (0, 1), (1, 1)}),
        (Table((0, 1), ((IntSet.of((1,)), IntSet.between(0, 1)),)), {(1, 0), (1, 1)}),
        (Table((0, 1), ((IntSet.of((1,)), IntSet.of((0,))),), allowed=False), {(0, 0), (0, 1), (1, 1)}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_formula_holds_for_exactly_these_values(formula: Formula, satisfied_by: set[tuple[int, int]]) -> None:
    every = [(one, other) for one in (0, 1) for other in (0, 1)]
    assert satisfied_by == {values for values in every if holds(formula, values)}


def test_violated_constraints_are_told_in_the_order_of_the_program() -> None:
    laws = (
        ProgramConstraint("a", A1, named=True),
        ProgramConstraint("b", B0, named=True),
        ProgramConstraint("c", B1, named=False),
    )
    program = Program((Variable("x", IntSet.between(0, 1)), Variable("y", IntSet.between(0, 1))), laws)
    assert tuple(law.name for law in violated(program, (0, 0))) == ("a", "c")


def test_a_solution_has_every_value_in_its_domain() -> None:
    program = Program((Variable("x", IntSet.between(0, 1)),), ())
    assert (is_solution(program, (1,)), is_solution(program, (2,)), is_solution(program, ())) == (True, False, False)


def test_wishes_are_fulfilled_in_their_order() -> None:
    wishes = (Literal(0, IntSet.of((1,))), Literal(1, IntSet.of((2,))), Lowest(1))
    assert (1, 0, -3) == fulfilment(wishes, (1, 3, 4))
