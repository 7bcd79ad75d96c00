"""Law: every engine gives the answers that trying everything gives."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.program.nodes import Program
from configurator.solving.answers import cost_of
from configurator.solving.checking import CheckedSolver
from configurator.solving.cp_sat.solver import CpSatSolver
from configurator.solving.engines import engine_named
from configurator.solving.port import Best, Satisfiable, Solver
from configurator.solving.split import SplitSolver
from tests.solving.programs import assumptions, objectives, pinning_wishes, programs

relaxed = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
others = pytest.mark.parametrize("engine", ["cp_sat", "cp_sat without descents", "python_constraint"])


def loaded(engine: str, program: Program) -> Solver:
    if engine == "cp_sat without descents":
        return SplitSolver(program, partial(CpSatSolver, dives=False))
    return engine_named(engine).load(program)


def solvers(engine: str, program: Program) -> tuple[Solver, Solver]:
    return CheckedSolver(loaded("brute_force", program)), CheckedSolver(loaded(engine, program))


@others
@relaxed
@given(data=st.data())
def test_engines_agree_whether_there_is_a_solution(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    oracle, solver = solvers(engine, program)
    assert type(oracle.solve(under)) is type(solver.solve(under))


@others
@relaxed
@given(data=st.data())
def test_engines_agree_on_what_is_possible(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    of = data.draw(st.none() | st.sets(st.integers(0, len(program.variables) - 1)))
    oracle, solver = solvers(engine, program)
    assert oracle.possible(under, of=of) == solver.possible(under, of=of)


@others
@relaxed
@given(data=st.data())
def test_engines_agree_on_the_count(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    at_most = data.draw(st.none() | st.integers(0, 30))
    oracle, solver = solvers(engine, program)
    assert oracle.count(under, at_most=at_most) == solver.count(under, at_most=at_most)


@others
@relaxed
@given(data=st.data())
def test_engines_agree_on_the_least_cost(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    objective = data.draw(objectives(program))
    oracle, solver = solvers(engine, program)
    expected, actual = oracle.least(objective, under), solver.least(objective, under)
    if isinstance(expected, Best):
        assert isinstance(actual, Best)
        assert (expected.cost, expected.proved) == (actual.cost, actual.proved)
        assert cost_of(objective, actual.witness) == expected.cost
    else:
        assert expected == actual


@others
@relaxed
@given(data=st.data())
def test_engines_agree_on_the_completion(engine: str, data: st.DataObject) -> None:
    program = data.draw(programs())
    under = data.draw(assumptions(program))
    wishes = data.draw(pinning_wishes(program))
    oracle, solver = solvers(engine, program)
    assert oracle.complete(wishes, under) == solver.complete(wishes, under)


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_satisfiable_answer_brings_a_real_witness(data: st.DataObject) -> None:
    program = data.draw(programs())
    verdict = CheckedSolver(engine_named().load(program)).solve()
    assert not isinstance(verdict, Satisfiable) or len(verdict.witness) == len(program.variables)
