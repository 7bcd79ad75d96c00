import pytest
from hypothesis import given

from configurator.budget import UNLIMITED, Budget
from configurator.errors import Undecided
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Or, Program, ProgramConstraint, Variable
from configurator.session.consistency import ChosenLiterals, find_conflict, narrowed_by
from configurator.solving.engines import BruteForceEngine
from configurator.solving.port import Assumptions, Satisfiable, Solve, Solver, Unsatisfiable
from tests.session.programs import programs, wanted

ONE = IntSet.of((1,))
ZERO = IntSet.of((0,))


def _program(*pairs: tuple[int, int], variables: int = 6) -> Program:
    """Return a program of booleans in which the two of each pair exclude each other."""
    domain = IntSet.between(0, 1)
    constraints = (ProgramConstraint(f"not_{a}_{b}", Or((Literal(a, ZERO), Literal(b, ZERO))), True) for a, b in pairs)
    return Program(tuple(Variable(f"v{place}", domain) for place in range(variables)), tuple(constraints))


def _all_wanted(program: Program) -> ChosenLiterals:
    return {variable.name: Literal(place, ONE) for place, variable in enumerate(program.variables)}


def _solve(solver: Solver, choices: ChosenLiterals, paths: tuple[str, ...], kept: tuple[str, ...]) -> object:
    named = {constraint.name for constraint in solver.program.constraints if constraint.named}
    given = Assumptions(narrowed_by(choices[path] for path in paths), frozenset(named - set(kept)))
    return type(solver.ask(Solve(given), UNLIMITED))


def test_two_excluding_choices_and_their_law_are_the_conflict() -> None:
    program = _program((1, 4), (2, 3))
    found = find_conflict(BruteForceEngine().load(program), {"v4": Literal(4, ONE), "v1": Literal(1, ONE)})
    assert found is not None
    assert (found.choices, found.constraints, found.minimal) == (("v4", "v1"), ("not_1_4",), True)


def test_of_two_conflicts_the_one_of_earlier_choices_is_shown() -> None:
    program = _program((0, 1), (4, 5))
    found = find_conflict(BruteForceEngine().load(program), _all_wanted(program))
    assert found is not None
    assert found.choices == ("v0", "v1")


def test_choices_that_go_together_have_no_conflict() -> None:
    assert find_conflict(BruteForceEngine().load(_program((0, 1))), {"v0": Literal(0, ONE)}) is None


def test_a_spent_budget_is_undecided_and_never_a_no() -> None:
    program = _program((0, 1))
    with pytest.raises(Undecided, match="allow more time"):
        find_conflict(BruteForceEngine().load(program), _all_wanted(program), budget=Budget(lambda: 2.0, deadline=1.0))


@pytest.mark.slow
@given(programs(), wanted())
def test_a_conflict_is_unsatisfiable_and_any_part_of_it_is_not(program: Program, choices: ChosenLiterals) -> None:
    solver = BruteForceEngine().load(program)
    everything = tuple(constraint.name for constraint in program.constraints if constraint.named)
    found = find_conflict(solver, choices)
    if found is None:
        assert _solve(solver, choices, tuple(choices), everything) is Satisfiable
        return
    paths, laws = found.choices, found.constraints
    unbuildable = _solve(solver, choices, (), ()) is Unsatisfiable
    assert _solve(solver, choices, paths, laws) is Unsatisfiable
    for left_out in paths:
        assert _solve(solver, choices, tuple(path for path in paths if path != left_out), laws) is Satisfiable
    for left_out in laws:
        assert _solve(solver, choices, paths, tuple(law for law in laws if law != left_out)) is Satisfiable
    assert found.minimal
    assert not unbuildable or (paths, laws) == ((), ())
