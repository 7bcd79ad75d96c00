"""CP-SAT is asked what descents leave open, and nothing else."""

from collections.abc import Iterator
from unittest.mock import Mock, patch

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Linear, Or, Program, ProgramConstraint, Term, Variable
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.cp_sat.integer_encoding import CpSatModel
from configurator.solving.cp_sat.running import run
from configurator.solving.local_search.limits import BITSET_VALUES
from configurator.solving.port import (
    Complete,
    FindDomains,
    Minimise,
    Optimum,
    Satisfiable,
    Solve,
    Unknown,
    ValidDomains,
)
from tests.clocks import ticking
from tests.solving.suite import NO_BACKTRACKS, has, of, small

EASY = small(Or((has(0, 1), has(1, 1))), has(2, 0, 1))


@pytest.fixture
def runs() -> Iterator[Mock]:
    with patch("configurator.solving.cp_sat.cp_sat_solver.run", side_effect=run) as counted:
        yield counted


def test_easy_questions_never_reach_cp_sat(runs: Mock) -> None:
    solver = CpSatSolver(EASY)
    solver.ask(Solve(), UNLIMITED)
    solver.ask(FindDomains(), UNLIMITED)
    solver.ask(Minimise((Term(0, 1), Term(2, -1))), UNLIMITED)
    solver.ask(Complete((has(0, 2), has(1, 1))), UNLIMITED)
    assert 0 == runs.call_count


def test_what_descents_lose_is_asked_of_cp_sat(runs: Mock) -> None:
    odd = Linear(tuple(Term(place, 2) for place in range(3)), 3, 3)
    solver = CpSatSolver(small(Or((odd, has(0, 2))), has(0, 0, 1)), backtracks=NO_BACKTRACKS)
    assert ValidDomains((EMPTY,) * 3, (EMPTY,) * 3) == solver.ask(FindDomains(), UNLIMITED)
    assert 0 < runs.call_count


def test_a_domain_beyond_bits_is_told_in_few_runs(runs: Mock) -> None:
    wide = IntSet.between(0, 40 * BITSET_VALUES)
    law = ProgramConstraint("law", Or((has(1, 0), Linear((Term(0, 1),), None, 7))), named=True)
    solver = CpSatSolver(Program((Variable("length", wide), Variable("b", of(0, 1))), (law,)))
    assert ValidDomains((wide, of(0, 1)), (EMPTY, EMPTY)) == solver.ask(FindDomains(), UNLIMITED)
    assert 4 > runs.call_count


def test_the_model_is_built_once_for_all_questions() -> None:
    solver = CpSatSolver(EASY, backtracks=None)
    with patch("configurator.solving.cp_sat.cp_sat_solver.CpSatModel", side_effect=CpSatModel) as built:
        for _ in range(3):
            solver.ask(Solve(), UNLIMITED)
            solver.ask(Minimise((Term(0, 1),)), UNLIMITED)
    assert 1 == built.call_count


def test_the_best_of_both_is_kept() -> None:
    solver = CpSatSolver(EASY, backtracks=NO_BACKTRACKS)
    best = solver.ask(Minimise((Term(0, 3), Term(1, 2))), UNLIMITED)
    assert isinstance(best, Optimum)
    assert (2, True) == (best.cost, best.proved)


def test_wishes_are_granted_without_descents_too() -> None:
    solver = CpSatSolver(EASY, backtracks=None)
    assert Satisfiable((2, 1, 1)) == solver.ask(Complete((has(0, 2), has(2, 1), has(1, 1))), UNLIMITED)


def test_a_model_that_is_not_built_in_time_leaves_what_descents_have_seen(runs: Mock) -> None:
    budget = Budget(ticking(1.0)).at_most(30)
    odd = Linear(tuple(Term(place, 2) for place in range(3)), 3, 3)
    many = tuple(Or((odd, has(0, place % 3))) for place in range(40))
    for query in (Solve(), Minimise((Term(0, 1),)), Complete((has(0, 2),))):
        assert Unknown() == CpSatSolver(small(*many), backtracks=None).ask(query, budget)
    assert ValidDomains((EMPTY,) * 3, (of(0, 1, 2),) * 3) == CpSatSolver(small(*many), backtracks=None).ask(
        FindDomains(), budget
    )
    assert 0 == runs.call_count
