"""The completions with all values of a variable, found at once, are those found for each value alone."""

from collections.abc import Iterable
from random import Random

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program import wish_digits
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Program, Wish
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.engines import engine_named
from configurator.solving.kinds.kinds_solver import KindsSolver
from configurator.solving.port import AlikeCompletions, Assumptions, Bound, Complete, Satisfiable, Solution, Solver
from configurator.solving.subprograms import subprograms_of
from tests.solving.kinds.parts import parts_program
from tests.solving.kinds.test_kinds_solver import given_of, refuse

SPENT = Budget(lambda: 1.0, 0.0)


def wishes_of(seed: int, program: Program) -> tuple[Wish, ...]:
    """Return random defaults, each a wish for one or several values, and then the lowest value of everything."""
    random = Random(seed)
    wishes: list[Wish] = []
    for place in random.sample(range(len(program.variables)), len(program.variables)):
        domain = list(program.variables[place].domain)
        for _ in range(random.randint(0, 2)):
            wanted = IntSet.of(random.sample(domain, random.randint(1, len(domain))))
            wishes.insert(random.randint(0, len(wishes)), Literal(place, wanted))
        wishes.append(Lowest(place))
    return tuple(wishes)


def by_value(variable: int, alike: Iterable[AlikeCompletions]) -> dict[int, Solution]:
    """Return the completion with every value."""
    return {
        value: (*each.solution[:variable], value, *each.solution[variable + 1 :])
        for each in alike
        for value in each.values
    }


def one_by_one(solver: Solver, wishes: tuple[Wish, ...], given: Assumptions, variable: int) -> dict[int, Solution]:
    """Return the same, every value asked about alone."""
    results = {}
    for value in solver.program.variables[variable].domain & given.narrowed.get(
        variable, solver.program.variables[variable].domain
    ):
        alone = Assumptions({**given.narrowed, variable: IntSet.of([value])}, given.without)
        verdict = solver.ask(Complete(wishes, alone), UNLIMITED)
        if isinstance(verdict, Satisfiable):
            results[value] = verdict.witness
    return results


@pytest.mark.parametrize("figures", [2**55, 40])
@pytest.mark.parametrize("seed", range(20))
def test_every_value_has_the_completion_that_it_has_alone(
    seed: int, figures: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wish_digits, "WISH_NUMBERS", figures)
    program = parts_program(seed, parts=12)
    solver, other = KindsSolver(program, refuse), DecomposedSolver(program, CpSatSolver)
    for turn in range(3):
        given, wishes = given_of(31 * seed + turn, program), wishes_of(17 * seed + turn, program)
        together = solver.alike_completions(wishes, given, range(len(program.variables)), UNLIMITED)
        for variable, alike in together.items():
            assert one_by_one(other, wishes, given, variable) == by_value(variable, alike)
        assert together or not isinstance(other.ask(Complete(wishes, given), UNLIMITED), Satisfiable)


@pytest.mark.parametrize("seed", range(8))
def test_components_are_completed_beside_those_asked_about(seed: int) -> None:
    program = parts_program(seed, variables=6, parts=8, laws=2)
    solver = engine_named("kinds").load(program)
    assert isinstance(solver, DecomposedSolver)
    assert len(subprograms_of(program)) > 1
    for turn in range(3):
        given, wishes = given_of(13 * seed + turn, program), wishes_of(11 * seed + turn, program)
        for of in ((1,), range(len(program.variables))):
            for variable, alike in solver.alike_completions(wishes, given, of, UNLIMITED).items():
                assert one_by_one(solver, wishes, given, variable) == by_value(variable, alike)


def test_values_with_the_same_completion_share_it() -> None:
    program = parts_program(3, parts=60)
    found = KindsSolver(program, refuse).alike_completions(program.wishes, Assumptions(), [1], UNLIMITED)[1]
    assert len(found) < len(program.variables[1].domain) / 4


def test_bounded_sums_and_an_ended_budget_are_left_to_other_queries() -> None:
    program = parts_program(1)
    solver = KindsSolver(program, refuse)
    assert solver.alike_completions(program.wishes, Assumptions(also=(Bound((), high=1),)), [0], UNLIMITED) == {}
    assert solver.alike_completions(program.wishes, Assumptions(), [0], SPENT) == {}
