"""Formulas become clauses with exactly as many solutions, auxiliary truths included."""

from itertools import product

import pytest

from configurator.exchange.dimacs.cnf_builder import CnfBuilder
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Term, Truth
from configurator.program.semantics import holds

ONE, TWO = IntSet.of((1,)), IntSet.of((1, 2))
A, B = Literal(0, ONE), Literal(1, TWO)
FORMULAS: tuple[Formula, ...] = (
    Truth(True),
    Truth(False),
    A,
    B,
    Not(B),
    And((A, B)),
    Or((A, B)),
    Or((Not(A), And((B, Literal(2, ONE))))),
    Same(A, B),
    Same(Or((A, B)), Literal(2, ONE)),
    Table((0, 1), ((ONE, TWO), (IntSet.of((0,)), IntSet.of((0,))))),
    Table((0, 1), ((ONE, TWO), (IntSet.of((0,)), IntSet.of((0,)))), allowed=False),
    Table((1, 2), ((TWO, IntSet.of((0, 1))),)),
    Linear((Term(0, 2), Term(1, 1), Term(2, -1)), 1, 2),
    Linear((Term(1, 0, ((0, 5), (1, 3), (2, 5))), Term(2, 4)), None, 7),
    Not(Linear((Term(1, 1), Term(2, 1)), 2, None)),
    Or((Linear((Term(1, 3), Term(2, 1)), 4, None), A)),
    Linear((Term(1, 1),), None, None),
)


def _models(clauses: CnfBuilder) -> int:
    found = 0
    for values in product((False, True), repeat=len(clauses.names)):
        found += all(any(values[abs(each) - 1] is (each > 0) for each in clause) for clause in clauses.clauses)
    return found


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_formula_has_as_many_solutions_as_its_clauses(formula: Formula) -> None:
    clauses = CnfBuilder()
    clauses.truth("a")
    clauses.choice({0: "b=0", 1: "b=1", 2: "b=2"})
    clauses.truth("c")
    clauses.require(formula)
    expected = sum(holds(formula, values) for values in product((0, 1), (0, 1, 2), (0, 1)))
    assert expected == _models(clauses)


def test_what_is_said_twice_is_named_once() -> None:
    clauses = CnfBuilder()
    for name in "abc":
        clauses.truth(name)
    both = And((A, Literal(1, ONE)))
    assert clauses.literal(both) == clauses.literal(And((Literal(1, ONE), A)))
    assert clauses.literal(Same(A, both)) == clauses.literal(Same(both, A))
