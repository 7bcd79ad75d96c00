"""A solver made of solvers of parts."""

from configurator.program.nodes import Or, Program, Term
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.port import Assumptions, Best, Bound, Counted, Possible, Satisfiable, Solver, Unsatisfiable
from configurator.solving.split import MOST_JOINS, SplitSolver
from tests.solving.suite import has, of, small

LOADED: list[tuple[str, ...]] = []


def load(program: Program) -> Solver:
    LOADED.append(tuple(variable.name for variable in program.variables))
    return BruteForceSolver(program)


def split(program: Program) -> SplitSolver:
    LOADED.clear()
    return SplitSolver(program, load)


PAIR = small(Or((has(0, 1), has(2, 1))))


def test_each_part_has_a_solver_of_its_own() -> None:
    split(PAIR)
    assert [("v0", "v2"), ("v1",)] == LOADED


def test_answers_of_parts_are_put_together() -> None:
    solver = split(PAIR)
    assert Counted(15, exact=True) == solver.count()
    assert Best((0, 2, 1), -1, proved=True) == solver.least((Term(0, 1), Term(1, -1), Term(2, 1)))
    assert Satisfiable((1, 2, 0)) == solver.complete((has(0, 1), has(1, 2)))


def test_one_part_without_a_solution_leaves_nothing_to_the_others() -> None:
    solver, given = split(PAIR), Assumptions({1: of(9)})
    assert Unsatisfiable() == solver.solve(given)
    assert Possible((of(), of(), of()), (of(), of(), of())) == solver.possible(given)


def test_a_sum_over_parts_joins_them_once() -> None:
    solver = split(PAIR)
    given = Assumptions(also=(Bound((Term(0, 1), Term(1, 1)), low=4),))
    for _ in range(3):
        assert Counted(1 + 0, exact=True) == solver.count(Assumptions({2: of(1)}, also=given.also))
    assert [("v0", "v2"), ("v1",), ("v0", "v1", "v2")] == LOADED


def test_a_sum_within_a_part_joins_nothing() -> None:
    solver = split(PAIR)
    solver.solve(Assumptions(also=(Bound((Term(0, 1), Term(2, 1)), low=4),)))
    assert 2 == len(LOADED)


def test_joins_used_long_ago_are_forgotten() -> None:
    solver = split(small(sizes=(2,) * 12))
    for place in range(11):
        solver.solve(Assumptions(also=(Bound((Term(place, 1), Term(place + 1, 1)), low=1),)))
    assert MOST_JOINS == len(solver._joined)


def test_what_was_asked_just_before_is_not_asked_again() -> None:
    solver = split(PAIR)
    asked = [each.solver for each in solver._parts]
    first = solver.possible(Assumptions({1: of(1)}))
    counts: list[int] = []
    for number, each in enumerate(asked):
        real = each.possible

        def possible(*args: object, number: int = number, real: object = real, **named: object) -> object:
            counts.append(number)
            return real(*args, **named)  # type: ignore[operator]

        each.possible = possible  # type: ignore[method-assign, assignment]
    assert first == solver.possible(Assumptions({1: of(1)}))
    assert [] == counts
    solver.possible(Assumptions({1: of(1), 0: of(1)}))
    assert 1 == len(counts)
