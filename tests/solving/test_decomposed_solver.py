"""A solver made of solvers of parts."""

from collections.abc import Callable

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Or, Program, Term
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.limits import JOINED_COMPONENTS_CACHED
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Bound,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Optimum,
    Satisfiable,
    SolutionCount,
    Solve,
    Solver,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.suite import has, of, small

Answers = Callable[[AnyQuery, Budget], Answer]

LOADED: list[tuple[str, ...]] = []


def load(program: Program) -> Solver:
    LOADED.append(tuple(variable.name for variable in program.variables))
    return BruteForceSolver(program)


def split(program: Program) -> DecomposedSolver:
    LOADED.clear()
    return DecomposedSolver(program, load)


PAIR = small(Or((has(0, 1), has(2, 1))))


def test_each_part_has_a_solver_of_its_own() -> None:
    split(PAIR)
    assert [("v0", "v2"), ("v1",)] == LOADED


def test_answers_of_parts_are_put_together() -> None:
    solver = split(PAIR)
    assert SolutionCount(15, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    assert Optimum((0, 2, 1), -1, proved=True) == solver.ask(Minimise((Term(0, 1), Term(1, -1), Term(2, 1))), UNLIMITED)
    assert Satisfiable((1, 2, 0)) == solver.ask(Complete((has(0, 1), has(1, 2))), UNLIMITED)


def test_one_part_without_a_solution_leaves_nothing_to_the_others() -> None:
    solver, given = split(PAIR), Assumptions({1: of(9)})
    assert Unsatisfiable() == solver.ask(Solve(given), UNLIMITED)
    assert ValidDomains((of(), of(), of()), (of(), of(), of())) == solver.ask(FindDomains(given), UNLIMITED)


def test_a_sum_over_parts_joins_them_once() -> None:
    solver = split(PAIR)
    given = Assumptions(also=(Bound((Term(0, 1), Term(1, 1)), low=4),))
    for _ in range(3):
        assert SolutionCount(1 + 0, exact=True) == solver.ask(
            CountSolutions(Assumptions({2: of(1)}, also=given.also)), UNLIMITED
        )
    assert [("v0", "v2"), ("v1",), ("v0", "v1", "v2")] == LOADED


def test_a_sum_within_a_part_joins_nothing() -> None:
    solver = split(PAIR)
    solver.ask(Solve(Assumptions(also=(Bound((Term(0, 1), Term(2, 1)), low=4),))), UNLIMITED)
    assert 2 == len(LOADED)


def test_joins_used_long_ago_are_forgotten() -> None:
    solver = split(small(sizes=(2,) * 12))
    for place in range(11):
        solver.ask(Solve(Assumptions(also=(Bound((Term(place, 1), Term(place + 1, 1)), low=1),))), UNLIMITED)
    assert JOINED_COMPONENTS_CACHED == len(solver._joined)


def test_what_was_asked_just_before_is_not_asked_again() -> None:
    solver = split(PAIR)
    asked = [each.solver for each in solver._parts]
    first = solver.ask(FindDomains(Assumptions({1: of(1)})), UNLIMITED)
    counts: list[int] = []
    for number, each in enumerate(asked):
        real = each.answer

        def answer(query: AnyQuery, budget: Budget, number: int = number, real: Answers = real) -> Answer:
            counts.append(number)
            return real(query, budget)

        each.answer = answer  # type: ignore[method-assign]
    assert first == solver.ask(FindDomains(Assumptions({1: of(1)})), UNLIMITED)
    assert [] == counts
    solver.ask(FindDomains(Assumptions({1: of(1), 0: of(1)})), UNLIMITED)
    assert 1 == len(counts)
