from itertools import combinations

from hypothesis import given, settings

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Program
from configurator.session.changes import fewest_changes
from configurator.session.oracle import Wanted, narrowed_by
from configurator.solving.engines import BruteForceEngine
from configurator.solving.port import Assumptions, Satisfiable, Solve, Solver
from tests.session.programs import programs, wanted

HARD = {0: IntSet.of((2,))}


def _smallest_by_trying(solver: Solver, choices: Wanted) -> set[frozenset[str]]:
    """Return all sets of choices of the least size that must go, found by trying every set."""
    for size in range(len(choices) + 1):
        found = {
            frozenset(gone)
            for gone in combinations(choices, size)
            if isinstance(
                solver.ask(Solve(Assumptions(narrowed_by(_kept(choices, gone), HARD))), UNLIMITED), Satisfiable
            )
        }
        if found:
            return found
    return set()


def _kept(choices: Wanted, gone: tuple[str, ...]) -> list[Literal]:
    return [literal for path, literal in choices.items() if path not in gone]


@settings(deadline=None, max_examples=100)
@given(programs(), wanted())
def test_the_sets_of_changes_are_all_the_smallest_ones_and_each_works(program: Program, choices: Wanted) -> None:
    solver = BruteForceEngine().load(program)
    choices = {path: literal for path, literal in choices.items() if literal.variable != 0}
    found = [
        frozenset(path for path, literal in choices.items() if solution[literal.variable] not in literal.values)
        for solution in fewest_changes(solver, tuple(choices.values()), HARD, program.wishes)
    ]
    assert len(set(found)) == len(found)
    assert _smallest_by_trying(solver, choices) == set(found)
