"""A wrong answer of any kind is caught before it is given."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from configurator.errors import WrongAnswer
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Lowest, Or, Program, Term
from configurator.solving.answers import nothing_possible
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.checking import CheckedSolver
from configurator.solving.engines import engine_named
from configurator.solving.forwarding import Forwarding
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Core,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solution,
    Solver,
    Through,
    Unknown,
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


class Forger(Forwarding):
    """Answers as another solver does, but for one answer that is forged."""

    def __init__(self, forged: str, change: Callable[[Any], Any]) -> None:
        self.solver, self.forged, self.change = BruteForceSolver(PRICED), forged, change

    @property
    def asked(self) -> Solver:
        return self.solver

    def __getattribute__(self, name: str) -> Any:
        own = super().__getattribute__
        if name != own("__dict__").get("forged"):
            return own(name)
        return lambda *args, **options: own("change")(getattr(own("solver"), name)(*args, **options))


PRICED = small(Or((has(0, 1), has(1, 1))), sizes=(3, 2, 2))
COST = (Term(0, 5), Term(1, 3))
WISHES = (Lowest(0), Lowest(1), Lowest(2))
BOTH_HELD = Assumptions({0: IntSet.of([0]), 1: IntSet.of([1])})


def every_question(solver: Solver) -> None:
    solver.solve(Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])}))
    solver.possible(BOTH_HELD)
    solver.count()
    solver.least(COST)
    solver.complete(WISHES)
    solver.through(COST)
    solver.cheapest(COST, number=2)
    solver.cheapest(COST, number=99)
    solver.sample(number=3, seed=1)
    solver.alternatives(BOTH_HELD)


FORGERIES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a solution where there is none": ("solve", lambda _: Satisfiable((0, 0, 0))),
    "no solution where there is one": ("solve", lambda _: Unsatisfiable()),
    "a value too many": ("possible", lambda found: Possible((IntSet.of([0, 2]), *found.values[1:]), found.undecided)),
    "a value too few": ("possible", lambda found: Possible((*found.values[:2], IntSet.of([0])), found.undecided)),
    "nothing possible": ("possible", lambda found: nothing_possible(len(found.values))),
    "a count too high": ("count", lambda found: Counted(found.number + 1, exact=True)),
    "a count too low": ("count", lambda found: Counted(found.number - 1, exact=True)),
    "a bound too high": ("count", lambda found: Counted(found.number + 1, exact=False)),
    "no least where there is one": ("least", lambda _: Unsatisfiable()),
    "a least that is not": ("least", lambda _: Best((1, 0, 0), 5, proved=True)),
    "a completion that could be better": ("complete", lambda _: Satisfiable((0, 1, 1))),
    "a completion that is none": ("complete", lambda _: Satisfiable((0, 0, 0))),
    "a price too low": ("through", lambda found: Through(({0: 3, 1: 4}, *found.costs[1:]), found.undecided)),
    "a price too high": ("through", lambda found: Through(({0: 3, 1: 6, 2: 13}, *found.costs[1:]), found.undecided)),
    "a price of nothing": ("through", lambda found: Through(({0: 3, 1: 5}, *found.costs[1:]), found.undecided)),
    "no prices": ("through", lambda found: Through(({},) * 3, (EMPTY,) * 3)),
    "the cheapest left out": ("cheapest", lambda found: Several(found.solutions[1:], found.complete)),
    "the cheapest in disorder": ("cheapest", lambda found: Several(found.solutions[::-1], found.complete)),
    "one of them twice": ("cheapest", lambda found: Several(found.solutions[:1] * 2, found.complete)),
    "a sample of none": ("sample", lambda _: Several((), complete=True)),
    "a sample too small": ("sample", lambda found: Several(found.solutions[1:], complete=True)),
    "a false sample": ("sample", lambda _: Several(((0, 0, 0),) * 3, complete=True)),
    "an alternative that is none": (
        "alternatives",
        lambda found: Possible((found.values[0], IntSet.of([0, 1]), found.values[2]), found.undecided),
    ),
    "an alternative left out": (
        "alternatives",
        lambda found: Possible((IntSet.of([0]), *found.values[1:]), found.undecided),
    ),
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_a_wrong_answer_of_any_kind_is_refused(forged: str) -> None:
    with pytest.raises(WrongAnswer):
        every_question(CheckedSolver(Forger(*FORGERIES[forged]), BruteForceSolver))


@pytest.mark.parametrize("name", ["compiled", "sat", "cp_sat"])
def test_right_answers_are_handed_on_as_they_are(name: str) -> None:
    solver, plain = engine_named(name, checked=True).load(PRICED), engine_named(name).load(PRICED)
    every_question(solver)
    assert plain.possible() == solver.possible()
    assert plain.through(COST) == solver.through(COST)
    assert plain.alternatives(BOTH_HELD) == solver.alternatives(BOTH_HELD)
    assert plain.count() == solver.count()


def test_what_a_wrong_answer_was_asked_is_told() -> None:
    given = replace(BOTH_HELD, without=frozenset({"law0"}))
    with pytest.raises(WrongAnswer, match=r"there is v0 = 0, v1 = 1, v2 = 0; asked v0 in 0, v1 in 1, without law0"):
        CheckedSolver(Forger("solve", lambda _: Unsatisfiable()), BruteForceSolver).solve(given)


def undecided(program: Program) -> Solver:
    return BruteForceSolver(program, most_steps=0)


def test_what_is_not_confirmed_in_time_is_undecided() -> None:
    solver = CheckedSolver(BruteForceSolver(PRICED), undecided)
    assert Unknown() == solver.solve(Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])}))
    assert Unknown() == solver.complete((has(0, 0), Lowest(1), Lowest(2)))
    assert Best((0, 1, 0), 3, proved=False) == replace_witness(solver.least(COST))
    assert (IntSet.of([1]), EMPTY) == (solver.possible(BOTH_HELD).values[1], solver.possible(BOTH_HELD).undecided[1])
    none = Assumptions({0: IntSet.of([0, 2]), 1: IntSet.of([0])})
    assert none.narrowed[0] == solver.possible(none).undecided[0]
    assert all(not costs for costs in solver.through(COST).costs)
    assert not solver.cheapest(COST, number=2).complete


def replace_witness(best: object) -> object:
    """Return the answer with the first of equally good witnesses."""
    return replace(best, witness=(0, 1, 0)) if isinstance(best, Best) else best
