"""The best under a ceiling: the same as trying everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.nodes import Or, Program, ProgramConstraint, Term, Variable
from configurator.solving.diagram.bounded_sums import pareto_points
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.port import Assumptions, Bound, Minimise, Optimum, Solver, Unsatisfiable
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.examples import share
from tests.solving.diagram.shop import whole
from tests.solving.programs import objectives, programs
from tests.solving.suite import has, of, small


def never(program: Program) -> Solver:
    raise AssertionError("passes should have answered")


@pytest.mark.slow
@settings(max_examples=share(60))
@given(data=st.data())
def test_the_best_under_a_ceiling_is_the_best_of_all_under_it(data: st.DataObject) -> None:
    program = data.draw(programs(wide_domains=False))
    spending, objective = data.draw(objectives(program)), data.draw(objectives(program))
    under = Assumptions(also=(Bound(spending, high=data.draw(st.integers(-10, 10))),))
    expected = BruteForceSolver(program).ask(Minimise(objective, under), UNLIMITED)
    found = DiagramSolver(whole(program), never).ask(Minimise(objective, under), UNLIMITED)
    assert type(expected) is type(found)
    if isinstance(expected, Optimum) and isinstance(found, Optimum):
        assert (expected.cost, True) == (found.cost, found.proved)


def test_a_budget_over_many_parts_buys_the_most() -> None:
    count = 40
    variables = tuple(Variable(f"v{place}", of(0, 1)) for place in range(count))
    laws = tuple(
        ProgramConstraint("", Or((has(place, 0), has(place + 1, 0))), named=True) for place in range(count - 1)
    )
    price = tuple(Term(place, 3 + place % 5) for place in range(count))
    worth = tuple(Term(place, -(place % 7)) for place in range(count))
    solver = DiagramSolver(whole(Program(variables, laws)), never)
    costs = []
    for high in (0, 10, 30, 60, 1000):
        best = solver.ask(Minimise(worth, Assumptions(also=(Bound(price, high=high),))), UNLIMITED)
        assert isinstance(best, Optimum)
        assert sum(term.coefficient * best.witness[term.variable] for term in price) <= high
        costs.append(best.cost)
    assert sorted(costs, reverse=True) == costs
    assert costs[0] == 0 > costs[1]
    assert Unsatisfiable() == solver.ask(Minimise(worth, Assumptions(also=(Bound(price, high=-1),))), UNLIMITED)


def test_trades_that_others_beat_are_forgotten() -> None:
    found = pareto_points(np.array([3, 1, 2, 2]), np.array([5, 9, 9, 6]))
    assert ([1, 2, 3], [9, 6, 5]) == (found.spent.tolist(), found.paid.tolist())


def test_what_is_yet_to_come_may_bring_a_trade_under_the_ceiling() -> None:
    sides = [
        Or((has(0, value), has(left, value), has(right, value))) for value in (0, 1) for left, right in ((1, 3), (2, 4))
    ]
    negative, dear = (Term(0, -2), Term(2, -1), Term(3, -1)), (Term(1, 2), Term(2, 9), Term(3, 7), Term(4, 5))
    solver = DiagramSolver(whole(small(*sides, sizes=(2, 3, 3, 3, 3))), never)
    best = solver.ask(Minimise(dear, Assumptions(also=(Bound(negative, high=-5),))), UNLIMITED)
    assert isinstance(best, Optimum)
    assert ((1, 0, 1, 2, 0), 23) == (best.witness, best.cost)
