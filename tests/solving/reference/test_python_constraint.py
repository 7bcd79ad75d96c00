"""The other oracle asks functions, never text, and stops when it is told."""

from unittest.mock import patch

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.program.intset import IntSet
from configurator.program.nodes import Or, Program, Variable
from configurator.solving.limits import ENUMERATED_VALUES
from configurator.solving.port import FREE, Solve, Unknown
from configurator.solving.reference.python_constraint import PythonConstraintSolver
from tests.solving.suite import has, small


def test_all_solutions_are_found() -> None:
    solver = PythonConstraintSolver(small(Or((has(0, 1), has(1, 1))), sizes=(2, 2)))
    assert {(0, 1), (1, 0), (1, 1)} == set(solver.solutions(FREE, BudgetMeter(UNLIMITED)))


def test_the_library_is_given_functions_only() -> None:
    with patch("constraint.Problem.addConstraint") as added:
        list(PythonConstraintSolver(small(has(0, 1), has(1, 1))).solutions(FREE, BudgetMeter(UNLIMITED)))
    assert [True, True] == [callable(call.args[0]) for call in added.call_args_list]


def test_domains_too_large_to_list_are_undecided() -> None:
    wide = Program((Variable("a", IntSet.between(0, ENUMERATED_VALUES)),), ())
    assert Unknown() == PythonConstraintSolver(wide).ask(Solve(), UNLIMITED)


def test_looks_at_constraints_count_as_work() -> None:
    hard = small(*(Or((has(place, 2), has(place + 1, 2))) for place in range(9)), sizes=(3,) * 10)
    assert Unknown() == PythonConstraintSolver(hard, most_steps=5).ask(Solve(), UNLIMITED)
