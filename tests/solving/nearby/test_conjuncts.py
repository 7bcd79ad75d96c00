"""Law: the clauses of a formula hold together just where it does."""

from itertools import product

from hypothesis import given, settings

from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Or, Program, Variable
from configurator.solving.nearby.conjuncts import MOST_CLAUSES, clauses_of
from tests.solving.programs import formulas
from tests.solving.suite import has, of

VARIABLES = [Variable(f"v{place}", IntSet.between(-1, 2)) for place in range(3)]


@settings(max_examples=60)
@given(formula=formulas(VARIABLES))
def test_clauses_hold_together_just_where_the_formula_does(formula: object) -> None:
    clauses = clauses_of(formula)  # type: ignore[arg-type]
    for values in product(*(variable.domain for variable in VARIABLES)):
        together = all(any(holds(part, values) for part in clause) for clause in clauses)
        assert holds(formula, values) is together  # type: ignore[arg-type]


def test_a_disjunction_of_large_conjunctions_keeps_them_whole() -> None:
    large = And(tuple(has(place, 0) for place in range(5)))
    assert 5 * 5 > MOST_CLAUSES
    assert [(large, large)] == clauses_of(Or((large, large)))


def test_what_a_row_bars_is_a_clause() -> None:
    program = Program(tuple(VARIABLES), ())
    clauses = clauses_of(Or((has(0, 1), And((has(1, 0), has(2, 0))))))
    assert 2 == len(clauses)
    assert of(1) == clauses[0][0].values & program.variables[0].domain  # type: ignore[union-attr]
