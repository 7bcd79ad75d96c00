"""Questions asked as several simpler ones: the same answers as by passes, whatever the engine."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Variable
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.port import (
    Assumptions,
    FindAlternatives,
    LeastCosts,
    MinimiseThrough,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solutions,
    Solve,
)
from configurator.solving.queries import cost_of
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.examples import share
from tests.solving.programs import assumptions, objectives, programs
from tests.solving.suite import loaded, of, small

PRICES = (Term(0, 5), Term(1, 0, ((0, 1), (1, 9), (2, 2))))
OVER = Budget(now=lambda: 1.0, deadline=0.5)
FEW = programs(wide_domains=False)
several_engines = pytest.mark.parametrize("engine", ["compiled", "cp_sat"])
few = settings(max_examples=share(40))


@pytest.mark.slow
@several_engines
@few
@given(data=st.data())
def test_engines_agree_on_the_least_cost_through_every_value(engine: str, data: st.DataObject) -> None:
    program = data.draw(FEW)
    under, objective = data.draw(assumptions(program)), data.draw(objectives(program))
    some = data.draw(st.none() | st.sets(st.integers(0, len(program.variables) - 1)))
    expected = loaded("brute_force", program).ask(MinimiseThrough(objective, under, of=some), UNLIMITED)
    assert expected == loaded(engine, program).ask(MinimiseThrough(objective, under, of=some), UNLIMITED)


@pytest.mark.slow
@several_engines
@few
@given(data=st.data())
def test_engines_agree_on_what_the_cheapest_cost(engine: str, data: st.DataObject) -> None:
    program = data.draw(FEW)
    under, objective = data.draw(assumptions(program)), data.draw(objectives(program))
    expected = loaded("brute_force", program).ask(RankSolutions(objective, under, number=5), UNLIMITED)
    found = loaded(engine, program).ask(RankSolutions(objective, under, number=5), UNLIMITED)
    assert expected.complete and found.complete
    costs = [[cost_of(objective, solution) for solution in each.solutions] for each in (expected, found)]
    assert costs[0] == costs[1]
    free = [place for place, variable in enumerate(program.variables) if not variable.determined]
    assert len(found.solutions) == len({tuple(solution[place] for place in free) for solution in found.solutions})


@pytest.mark.slow
@several_engines
@few
@given(data=st.data())
def test_engines_agree_on_the_alternatives(engine: str, data: st.DataObject) -> None:
    program = data.draw(FEW)
    under = data.draw(assumptions(program))
    assert loaded("brute_force", program).ask(FindAlternatives(under), UNLIMITED) == loaded(engine, program).ask(
        FindAlternatives(under), UNLIMITED
    )


@pytest.mark.parametrize("engine", ["brute_force", "compiled", "cp_sat"])
def test_every_solution_is_drawn_as_often(engine: str) -> None:
    drawn = loaded(engine, small(sizes=(2, 2))).ask(SampleSolutions(number=200, seed=5), UNLIMITED).solutions
    assert all(30 < drawn.count(solution) < 70 for solution in ((0, 0), (0, 1), (1, 0), (1, 1)))


def test_a_wide_domain_is_drawn_from_by_halves() -> None:
    solver = loaded("cp_sat", Program((Variable("length", IntSet.between(1, 10**9)),), ()))
    drawn = {solution[0] for solution in solver.ask(SampleSolutions(number=3, seed=1), UNLIMITED).solutions}
    assert 3 == len(drawn)
    assert all(1 <= value <= 10**9 for value in drawn)


def test_without_time_nothing_is_certain() -> None:
    solver = BruteForceSolver(small(sizes=(3, 3)))
    assert Solutions((), complete=False) == solver.ask(RankSolutions(PRICES, number=2), OVER)
    assert Solutions((), complete=False) == solver.ask(SampleSolutions(number=2, seed=1), OVER)
    assert LeastCosts(({}, {}), (of(0, 1, 2), of(0, 1, 2))) == solver.ask(MinimiseThrough(PRICES), OVER)


def test_without_a_solution_there_is_nothing_to_tell() -> None:
    solver = BruteForceSolver(small(sizes=(3, 3)))
    none = Assumptions({0: of(9)})
    assert LeastCosts(({}, {}), (EMPTY, EMPTY)) == solver.ask(MinimiseThrough(PRICES, none), UNLIMITED)
    assert Solutions((), complete=True) == solver.ask(RankSolutions(PRICES, none, number=2), UNLIMITED)
    assert Solutions((), complete=True) == solver.ask(SampleSolutions(none, number=2, seed=1), UNLIMITED)


def test_more_values_than_can_be_listed_stay_untold() -> None:
    wide = IntSet.between(0, 20_000)
    solver = loaded("compiled", Program((Variable("length", wide), Variable("b", of(0, 1))), ()))
    assert LeastCosts(({}, {0: 0, 1: 4}), (wide, EMPTY)) == solver.ask(MinimiseThrough((Term(1, 4),)), UNLIMITED)


@pytest.mark.slow
@several_engines
@few
@given(data=st.data())
def test_alternatives_of_some_variables_are_those_among_all(engine: str, data: st.DataObject) -> None:
    program = data.draw(FEW)
    under = data.draw(assumptions(program))
    some_of = data.draw(st.sets(st.integers(0, len(program.variables) - 1)))
    solver = loaded(engine, program)
    if not isinstance(solver.ask(Solve(under), UNLIMITED), Satisfiable):
        return
    every, some = (
        solver.ask(FindAlternatives(under), UNLIMITED),
        solver.ask(FindAlternatives(under, of=sorted(some_of)), UNLIMITED),
    )
    for place in some_of:
        if not program.variables[place].determined or place in under.narrowed:
            assert (every.values[place], every.undecided[place]) == (some.values[place], some.undecided[place])


def test_when_the_time_is_over_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[Term]] = []
    monkeypatch.setattr(CpSatSolver, "_minimum", lambda self, objective, given, budget: asked.append(objective))
    found = CpSatSolver(small(sizes=(3, 3))).ask(MinimiseThrough(PRICES), OVER)
    assert ([], LeastCosts(({}, {}), (of(0, 1, 2), of(0, 1, 2)))) == (asked, found)
