"""What does not compile for every choice is compiled for what is chosen."""

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Lowest, Program, Same
from configurator.solving.clusters.limits import NARROWED_CLUSTERS_FAILED, NARROWED_CLUSTERS_KEPT
from configurator.solving.clusters.narrowed_clusters import NarrowedClusters
from configurator.solving.port import (
    Assumptions,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    Solve,
    Solver,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.suite import has, of, small

PROGRAM = small(Same(has(0, 1), has(2, 1)))


class Compiled(BruteForceSolver):
    """A solver that says it takes passes."""

    def in_passes(self, query: object) -> bool:
        return True


def narrowed(made: list[Program], *, fails: bool = False) -> NarrowedClusters:
    """Return a solver whose compiled forms are noted; its total is the first variable."""

    def make(program: Program, _: Budget) -> Solver | None:
        made.append(program)
        return None if fails else Compiled(program)

    return NarrowedClusters(PROGRAM, frozenset((0,)), make, BruteForceSolver)


def test_a_chosen_total_is_compiled_for_once_and_other_choices_with_it() -> None:
    made: list[Program] = []
    solver = narrowed(made)
    for given in (Assumptions({0: of(1)}), Assumptions({0: of(1), 1: of(2)}), Assumptions({0: of(1)})):
        assert BruteForceSolver(PROGRAM).ask(FindDomains(given), UNLIMITED) == solver.ask(FindDomains(given), UNLIMITED)
    assert [of(1)] == [program.variables[0].domain for program in made]
    assert solver.in_passes(Solve(Assumptions({0: of(1)})))
    assert not solver.in_passes(Solve())


def test_without_a_chosen_total_the_other_solver_answers() -> None:
    made: list[Program] = []
    solver = narrowed(made)
    given = Assumptions({1: of(2)})
    assert BruteForceSolver(PROGRAM).ask(CountSolutions(given), UNLIMITED) == solver.ask(
        CountSolutions(given), UNLIMITED
    )
    assert [] == made


def test_alternatives_of_the_total_are_those_of_the_program() -> None:
    given = Assumptions({0: of(1), 2: of(1)})
    expected = BruteForceSolver(PROGRAM).ask(FindAlternatives(given), UNLIMITED)
    assert expected == narrowed([]).ask(FindAlternatives(given), UNLIMITED)


def test_what_does_not_compile_is_tried_once_and_a_few_times_in_a_row() -> None:
    made: list[Program] = []
    solver = narrowed(made, fails=True)
    for values in (of(1), of(1), of(0), of(2), of(0, 1)):
        given = Assumptions({0: values})
        expected = BruteForceSolver(PROGRAM).ask(CountSolutions(given), UNLIMITED)
        assert expected == solver.ask(CountSolutions(given), UNLIMITED)
    assert NARROWED_CLUSTERS_FAILED == len(made)


def test_few_forms_are_kept() -> None:
    made: list[Program] = []
    solver = narrowed(made)
    sets = [of(1), of(0), of(2), of(0, 1), of(0, 2)][: NARROWED_CLUSTERS_KEPT + 1]
    for values in (*sets, of(1)):
        solver.ask(CountSolutions(Assumptions({0: values})), UNLIMITED)
    assert 2 == sum(program.variables[0].domain == of(1) for program in made)


def test_a_single_solution_uses_a_form_and_asks_for_none() -> None:
    made: list[Program] = []
    solver, complete = narrowed(made), Complete((Lowest(2),), Assumptions({0: of(1)}))
    expected = BruteForceSolver(PROGRAM).ask(complete, UNLIMITED)
    assert expected == solver.ask(complete, UNLIMITED)
    assert [] == made
    solver.ask(FindDomains(complete.given), UNLIMITED)
    assert expected == solver.ask(complete, UNLIMITED)
    assert 1 == len(made)
