"""The oracle tries everything, in order, and refuses what is too much."""

from configurator.budget import UNLIMITED, BudgetMeter
from configurator.program.intset import IntSet
from configurator.program.nodes import Or, Program, Variable
from configurator.solving.port import FREE, CountSolutions, SolutionCount, Solve, Unknown
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.suite import has, small


def test_solutions_come_in_the_order_of_their_values() -> None:
    solver = BruteForceSolver(small(Or((has(0, 1), has(1, 1))), sizes=(2, 2)))
    assert [(0, 1), (1, 0), (1, 1)] == list(solver.solutions(FREE, BudgetMeter(UNLIMITED)))


def test_a_formula_is_looked_at_as_soon_as_it_can_be() -> None:
    meter = BudgetMeter(UNLIMITED)
    assert [] == list(BruteForceSolver(small(has(0, 9), sizes=(2,) * 30)).solutions(FREE, meter))
    assert 3 == meter.steps


def test_too_much_work_is_undecided() -> None:
    wide = Program((Variable("a", IntSet.between(0, 10**9)),), small(has(0, 10**9)).constraints)
    solver = BruteForceSolver(wide, most_steps=1000)
    assert Unknown() == solver.ask(Solve(), UNLIMITED)
    assert SolutionCount(0, exact=False) == solver.ask(CountSolutions(), UNLIMITED)
