"""Law: what a wrapper does not change it passes on, whatever the query and whatever the answer holds."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Lowest, Or, Program, Term
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.diagram.loading import HiddenVariablesSolver, SwitchingSolver
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
    SolutionCount,
    Solutions,
    Solve,
    Solver,
    Unsatisfiable,
    ValidDomains,
)
from tests.solving.suite import has, of, small

PROGRAM = small(Or((has(0, 1), has(1, 1))), sizes=(2, 2))
GIVEN, COST = Assumptions({0: of(0, 1)}), (Term(0, 5), Term(1, 3))
DOMAINS = ValidDomains((of(0, 1), of(1)), (of(), of(0)))
ANSWERS: dict[str, tuple[AnyQuery, Answer]] = {
    "a solution": (Solve(GIVEN), Satisfiable((0, 1))),
    "none, and why": (Solve(GIVEN), Unsatisfiable(Core(frozenset({0}), frozenset({"law0"})))),
    "domains": (FindDomains(GIVEN), DOMAINS),
    "alternatives": (FindAlternatives(), DOMAINS),
    "a count that is a bound": (CountSolutions(GIVEN), SolutionCount(2, exact=False)),
    "an optimum with its bound": (Minimise(COST, GIVEN), Optimum((0, 1), 3, proved=False, bound=1)),
    "least costs": (MinimiseThrough(COST, GIVEN), LeastCosts(({0: 3, 1: 5}, {0: 5, 1: 3}), (of(), of()))),
    "the cheapest, and perhaps more": (RankSolutions(COST, GIVEN, number=2), Solutions(((0, 1),), complete=False)),
    "a sample cut short": (SampleSolutions(GIVEN, number=2, seed=1), Solutions(((0, 1),), complete=False)),
    "a completion": (Complete((Lowest(0), Lowest(1)), GIVEN), Satisfiable((0, 1))),
}


class FixedAnswer(Solver):
    """Gives one answer to everything."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @property
    def program(self) -> Program:
        return PROGRAM

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        return self._answer


WRAPPERS: dict[str, Callable[[Solver], Solver]] = {
    "hidden variables": lambda inner: HiddenVariablesSolver(inner, (), lambda: inner),
    "switching": lambda inner: SwitchingSolver(inner, lambda: None, lambda work: None),
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("kind", ANSWERS)
def test_what_a_wrapper_does_not_change_it_passes_on(wrapper: str, kind: str) -> None:
    query, answer = ANSWERS[kind]
    passed = WRAPPERS[wrapper](FixedAnswer(answer)).answer(query, UNLIMITED)
    assert _every_field(answer) == _every_field(passed)


@pytest.mark.parametrize(
    "kind", ["a solution", "none, and why", "a count that is a bound", "an optimum with its bound"]
)
def test_one_component_and_a_check_that_nothing_speaks_against_change_nothing(kind: str) -> None:
    query, answer = ANSWERS[kind]
    for wrapped in (DecomposedSolver(PROGRAM, lambda _: FixedAnswer(answer)), CheckedSolver(FixedAnswer(answer))):
        assert _every_field(answer) == _every_field(wrapped.answer(query, UNLIMITED))


def _every_field(answer: Answer) -> list[object]:
    """Return all fields, those that equality leaves out as well."""
    return [type(answer), *(getattr(answer, each.name) for each in fields(answer))]
