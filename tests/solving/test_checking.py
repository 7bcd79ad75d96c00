"""A witness that is none is caught."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.checking import CheckedSolver, WrongAnswer, verify
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Core,
    Satisfiable,
    Solution,
    Unsatisfiable,
    Verdict,
)
from tests.solving.suite import has, small

PROGRAM = small(has(0, 1, 2), has(1, 0))


class Liar(BruteForceSolver):
    """Gives one answer to everything."""

    def __init__(self, program: Program, answer: Solution) -> None:
        super().__init__(program)
        self.answer = answer

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return Satisfiable(self.answer)

    def least(self, objective: object, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Best:
        return Best(self.answer, 5, proved=True)


def test_an_honest_witness_passes() -> None:
    assert Satisfiable((2, 0, 1)) == CheckedSolver(Liar(PROGRAM, (2, 0, 1))).solve()


@pytest.mark.parametrize("witness", [(0, 0, 0), (1, 1, 0), (1, 0, 9)])
def test_a_false_witness_is_refused(witness: Solution) -> None:
    with pytest.raises(WrongAnswer, match="not a solution"):
        CheckedSolver(Liar(PROGRAM, witness)).solve()


def test_a_false_cost_is_refused() -> None:
    with pytest.raises(WrongAnswer, match="costs 1, not 5"):
        CheckedSolver(Liar(PROGRAM, (1, 0, 0))).least((Term(0, 1),))


def test_a_law_set_aside_may_be_broken() -> None:
    verify(PROGRAM, Assumptions(without=frozenset({"law0"})), (0, 0, 0))


class Refuser(BruteForceSolver):
    """Finds a conflict of one kind everywhere."""

    def __init__(self, program: Program, core: Core) -> None:
        super().__init__(program)
        self.core = core

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        return Unsatisfiable(self.core)


CLASHING = Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])})


def test_a_true_conflict_passes() -> None:
    core = Core(frozenset({0}), frozenset({"law0"}))
    assert Unsatisfiable() == CheckedSolver(Refuser(PROGRAM, core), BruteForceSolver).solve(CLASHING)


@pytest.mark.parametrize(
    "core", [Core(frozenset({1})), Core(frozenset({0}), frozenset({"law1"})), Core(frozenset({0, 2}))]
)
def test_a_false_conflict_is_refused(core: Core) -> None:
    with pytest.raises(WrongAnswer, match="not a conflict"):
        CheckedSolver(Refuser(PROGRAM, core), BruteForceSolver).solve(CLASHING)
