"""A wrong answer of any kind is caught before it is given."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.errors import WrongAnswer
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Lowest, Or, Program, Term
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.engines import engine_named
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    Core,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    LeastCosts,
    Minimise,
    MinimiseThrough,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solution,
    SolutionCount,
    Solutions,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.queries import nothing_possible
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.suite import has, small

PROGRAM = small(has(0, 1, 2), has(1, 0))


class Liar(BruteForceSolver):
    """Gives one answer to everything."""

    def __init__(self, program: Program, answer: Solution) -> None:
        super().__init__(program)
        self.witness = answer

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        return Optimum(self.witness, 5, proved=True) if isinstance(query, Minimise) else Satisfiable(self.witness)


def test_an_honest_witness_passes() -> None:
    assert Satisfiable((2, 0, 1)) == CheckedSolver(Liar(PROGRAM, (2, 0, 1))).ask(Solve(), UNLIMITED)


@pytest.mark.parametrize("witness", [(0, 0, 0), (1, 1, 0), (1, 0, 9)])
def test_a_false_witness_is_refused(witness: Solution) -> None:
    with pytest.raises(WrongAnswer, match="not a solution"):
        CheckedSolver(Liar(PROGRAM, witness)).ask(Solve(), UNLIMITED)


def test_a_false_cost_is_refused() -> None:
    with pytest.raises(WrongAnswer, match="costs 1, not 5"):
        CheckedSolver(Liar(PROGRAM, (1, 0, 0))).ask(Minimise((Term(0, 1),)), UNLIMITED)


class Refuser(BruteForceSolver):
    """Finds a conflict of one kind everywhere."""

    def __init__(self, program: Program, core: Core) -> None:
        super().__init__(program)
        self.core = core

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        return Unsatisfiable(self.core)


CLASHING = Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])})


def test_a_true_conflict_passes() -> None:
    core = Core(frozenset({0}), frozenset({"law0"}))
    assert Unsatisfiable() == CheckedSolver(Refuser(PROGRAM, core), BruteForceSolver).ask(Solve(CLASHING), UNLIMITED)


@pytest.mark.parametrize(
    "core", [Core(frozenset({1})), Core(frozenset({0}), frozenset({"law1"})), Core(frozenset({0, 2}))]
)
def test_a_false_conflict_is_refused(core: Core) -> None:
    with pytest.raises(WrongAnswer, match="not a conflict"):
        CheckedSolver(Refuser(PROGRAM, core), BruteForceSolver).ask(Solve(CLASHING), UNLIMITED)


class Forger(BruteForceSolver):
    """Answers as it should, but for the answers to one kind of query, which are forged."""

    def __init__(self, forged: type[AnyQuery], change: Callable[[Any], Any]) -> None:
        super().__init__(PRICED)
        self.forged, self.change = forged, change

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        answer = super().answer(query, budget)
        forged: Answer = self.change(answer) if isinstance(query, self.forged) else answer
        return forged


PRICED = small(Or((has(0, 1), has(1, 1))), sizes=(3, 2, 2))
COST = (Term(0, 5), Term(1, 3))
WISHES = (Lowest(0), Lowest(1), Lowest(2))
BOTH_HELD = Assumptions({0: IntSet.of([0]), 1: IntSet.of([1])})


def every_question(solver: Solver) -> None:
    solver.ask(Solve(Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])})), UNLIMITED)
    solver.ask(FindDomains(BOTH_HELD), UNLIMITED)
    solver.ask(CountSolutions(), UNLIMITED)
    solver.ask(Minimise(COST), UNLIMITED)
    solver.ask(Complete(WISHES), UNLIMITED)
    solver.ask(MinimiseThrough(COST), UNLIMITED)
    solver.ask(RankSolutions(COST, number=2), UNLIMITED)
    solver.ask(RankSolutions(COST, number=99), UNLIMITED)
    solver.ask(SampleSolutions(number=3, seed=1), UNLIMITED)
    solver.ask(FindAlternatives(BOTH_HELD), UNLIMITED)


FORGERIES: dict[str, tuple[type[AnyQuery], Callable[[Any], Any]]] = {
    "a solution where there is none": (Solve, lambda _: Satisfiable((0, 0, 0))),
    "no solution where there is one": (Solve, lambda _: Unsatisfiable()),
    "a value too many": (
        FindDomains,
        lambda found: ValidDomains((IntSet.of([0, 2]), *found.values[1:]), found.undecided),
    ),
    "a value too few": (FindDomains, lambda found: ValidDomains((*found.values[:2], IntSet.of([0])), found.undecided)),
    "nothing possible": (FindDomains, lambda found: nothing_possible(len(found.values))),
    "a count too high": (CountSolutions, lambda found: SolutionCount(found.number + 1, exact=True)),
    "a count too low": (CountSolutions, lambda found: SolutionCount(found.number - 1, exact=True)),
    "a bound too high": (CountSolutions, lambda found: SolutionCount(found.number + 1, exact=False)),
    "no least where there is one": (Minimise, lambda _: Unsatisfiable()),
    "a least that is not": (Minimise, lambda _: Optimum((1, 0, 0), 5, proved=True)),
    "a completion that could be better": (Complete, lambda _: Satisfiable((0, 1, 1))),
    "a completion that is none": (Complete, lambda _: Satisfiable((0, 0, 0))),
    "a price too low": (MinimiseThrough, lambda found: LeastCosts(({0: 3, 1: 4}, *found.costs[1:]), found.undecided)),
    "a price too high": (
        MinimiseThrough,
        lambda found: LeastCosts(({0: 3, 1: 6, 2: 13}, *found.costs[1:]), found.undecided),
    ),
    "a price of nothing": (
        MinimiseThrough,
        lambda found: LeastCosts(({0: 3, 1: 5}, *found.costs[1:]), found.undecided),
    ),
    "no prices": (MinimiseThrough, lambda found: LeastCosts(({},) * 3, (EMPTY,) * 3)),
    "the cheapest left out": (RankSolutions, lambda found: Solutions(found.solutions[1:], found.complete)),
    "the cheapest in disorder": (RankSolutions, lambda found: Solutions(found.solutions[::-1], found.complete)),
    "one of them twice": (RankSolutions, lambda found: Solutions(found.solutions[:1] * 2, found.complete)),
    "a sample of none": (SampleSolutions, lambda _: Solutions((), complete=True)),
    "a sample too small": (SampleSolutions, lambda found: Solutions(found.solutions[1:], complete=True)),
    "a false sample": (SampleSolutions, lambda _: Solutions(((0, 0, 0),) * 3, complete=True)),
    "an alternative that is none": (
        FindAlternatives,
        lambda found: ValidDomains((found.values[0], IntSet.of([0, 1]), found.values[2]), found.undecided),
    ),
    "an alternative left out": (
        FindAlternatives,
        lambda found: ValidDomains((IntSet.of([0]), *found.values[1:]), found.undecided),
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
    assert plain.ask(FindDomains(), UNLIMITED) == solver.ask(FindDomains(), UNLIMITED)
    assert plain.ask(MinimiseThrough(COST), UNLIMITED) == solver.ask(MinimiseThrough(COST), UNLIMITED)
    assert plain.ask(FindAlternatives(BOTH_HELD), UNLIMITED) == solver.ask(FindAlternatives(BOTH_HELD), UNLIMITED)
    assert plain.ask(CountSolutions(), UNLIMITED) == solver.ask(CountSolutions(), UNLIMITED)


def test_what_a_wrong_answer_was_asked_is_told() -> None:
    given = replace(BOTH_HELD, without=frozenset({"law0"}))
    with pytest.raises(WrongAnswer, match=r"there is v0 = 0, v1 = 1, v2 = 0; asked v0 in 0, v1 in 1, without law0"):
        CheckedSolver(Forger(Solve, lambda _: Unsatisfiable()), BruteForceSolver).ask(Solve(given), UNLIMITED)


def undecided(program: Program) -> Solver:
    return BruteForceSolver(program, most_steps=0)


def test_what_is_not_confirmed_in_time_is_undecided() -> None:
    solver = CheckedSolver(BruteForceSolver(PRICED), undecided)
    assert Unknown() == solver.ask(Solve(Assumptions({0: IntSet.of([0]), 1: IntSet.of([0])})), UNLIMITED)
    assert Unknown() == solver.ask(Complete((has(0, 0), Lowest(1), Lowest(2))), UNLIMITED)
    assert Optimum((0, 1, 0), 3, proved=False) == replace_witness(solver.ask(Minimise(COST), UNLIMITED))
    assert (IntSet.of([1]), EMPTY) == (
        solver.ask(FindDomains(BOTH_HELD), UNLIMITED).values[1],
        solver.ask(FindDomains(BOTH_HELD), UNLIMITED).undecided[1],
    )
    none = Assumptions({0: IntSet.of([0, 2]), 1: IntSet.of([0])})
    assert none.narrowed[0] == solver.ask(FindDomains(none), UNLIMITED).undecided[0]
    assert all(not costs for costs in solver.ask(MinimiseThrough(COST), UNLIMITED).costs)
    assert not solver.ask(RankSolutions(COST, number=2), UNLIMITED).complete


def replace_witness(best: object) -> object:
    """Return the answer with the first of equally good witnesses."""
    return replace(best, witness=(0, 1, 0)) if isinstance(best, Optimum) else best
