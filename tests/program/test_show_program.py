"""How a program reads."""

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
from tests.program.show_program import show_formula, show_program, show_set

X, Y = Literal(0, IntSet.of((1, 2, 3, 7))), Literal(1, IntSet.of((0,)))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        ("true", Truth(True)),
        ("false", Truth(False)),
        ("x in {1..3, 7}", X),
        ("not (y in {0})", Not(Y)),
        ("x in {1..3, 7} and (y in {0} or x in {1..3, 7})", And((X, Or((Y, X))))),
        ("(x in {1..3, 7}) iff (y in {0})", Same(X, Y)),
        ("2 <= x + -3*y <= 5", Linear((Term(0, 1), Term(1, -3)), 2, 5)),
        ("x{0: 4, 1: 5} + 2*y{3: 0} == 6", Linear((Term(0, 0, ((0, 4), (1, 5))), Term(1, 2, ((3, 0),))), 6, 6)),
        ("(x, y) among [{1} {0..1} | {2} {0}]", Table((0, 1), (
            (IntSet.of((1,)), IntSet.between(0, 1)), (IntSet.of((2,)), IntSet.of((0,)))))),
        ("(x) not among [{1}]", Table((0,), ((IntSet.of((1,)),),), allowed=False)),
    ],
)  # fmt: skip
def test_a_formula_reads(expected: str, formula: Formula) -> None:
    assert expected == show_formula(formula, ["x", "y"])


def test_the_empty_set_reads_as_empty_braces() -> None:
    assert show_set(IntSet()) == "{}"


def test_a_program_reads_line_by_line() -> None:
    variables = (Variable("x", IntSet.between(0, 7)), Variable("y", IntSet.between(0, 1), determined=True))
    laws = (ProgramConstraint("y", Same(X, Y), named=False), ProgramConstraint("law", X, named=True))
    expected = """\
x in {0..7}
y in {0..1}  (determined)
y (x in {1..3, 7}) iff (y in {0})
[law] x in {1..3, 7}
wish x in {1..3, 7}
wish lowest x
"""
    assert expected == show_program(Program(variables, laws, (X, Lowest(0))))
