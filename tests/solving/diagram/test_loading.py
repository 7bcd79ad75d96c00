"""A solver as warm as can be had, and one that takes over when it is ready."""

from collections.abc import Callable
from pathlib import Path

import pytest

from configurator.budget import UNLIMITED, Budget
from configurator.program.nodes import Program
from configurator.solving.diagram import loading as loading_module
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.diagram.loading import DeferredSolver, Loading, SwitchingSolver, in_a_thread
from configurator.solving.diagram.saving import DiagramStore
from configurator.solving.port import CountSolutions, SolutionCount, Solve, Solver
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.diagram.shop import EITHER, asked, pair
from tests.solving.diagram.test_compiling import chain

WORK: list[Callable[[], None]] = []


def later(work: Callable[[], None]) -> None:
    """Remember work, to be done when the test says so."""
    WORK.append(work)


def test_what_compiles_at_once_is_kept_and_taken_again(tmp_path: Path) -> None:
    loading = Loading(BruteForceSolver, DiagramStore(tmp_path))
    assert isinstance(loading.solver(pair(EITHER), "digest"), DiagramSolver)
    assert 1 == len(list(tmp_path.iterdir()))
    assert SolutionCount(5, exact=True) == loading.solver(pair(EITHER), "digest").ask(CountSolutions(), UNLIMITED)


@pytest.mark.slow
def test_what_takes_long_is_compiled_while_another_engine_answers(tmp_path: Path) -> None:
    WORK.clear()
    program = chain(1500)
    loading = Loading(BruteForceSolver, DiagramStore(tmp_path), CompileLimits(), later)
    solver = loading.solver(program, "digest")
    assert isinstance(solver, SwitchingSolver)
    assert not solver.ready
    assert ["-first.diagram"] == [file.name[64:] for file in tmp_path.iterdir()]
    WORK.pop()()
    assert solver.ready
    assert SolutionCount(3 * 2**1499, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    assert isinstance(loading.solver(program, "digest"), DiagramSolver)


@pytest.mark.slow
def test_what_does_not_compile_is_not_tried_again_with_the_same_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_module, "AT_ONCE", CompileLimits(work=1))
    loading, program = Loading(BruteForceSolver, DiagramStore(tmp_path)), chain(1500)
    first = loading.solver(program, "digest")
    assert isinstance(first, DeferredSolver)
    first._compile(UNLIMITED)
    assert ["-deferred.diagram", "-first.diagram"] == sorted(file.name[64:] for file in tmp_path.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(loading_module, "compiled", None)
        assert not isinstance(loading.solver(program, "digest"), DeferredSolver)
    beside = Loading(BruteForceSolver, DiagramStore(tmp_path), CompileLimits(), _joined)
    assert SolutionCount(3 * 2**1499, exact=True) == beside.solver(program, "digest").ask(CountSolutions(), UNLIMITED)
    assert isinstance(loading.solver(program, "digest"), DiagramSolver)


def test_what_does_not_compile_in_time_is_not_stored(tmp_path: Path) -> None:
    loading = Loading(BruteForceSolver, DiagramStore(tmp_path))
    spent = Budget(Clock(0.0), deadline=0.0)
    assert loading._better(chain(1500), "key", (), {}, CompileLimits(work=1, budget=spent)) is None
    assert [] == list(tmp_path.iterdir())


def test_what_does_not_compile_in_a_moment_is_searched_first() -> None:
    solver = Loading(BruteForceSolver).solver(chain(1500))
    assert isinstance(solver, DeferredSolver)


def test_a_solver_that_is_ready_takes_over_and_none_does_not() -> None:
    WORK.clear()

    def made() -> Solver:
        return asked(pair())

    first = BruteForceSolver(pair(EITHER))
    solver = SwitchingSolver(first, made, later)
    assert first.program is solver.program
    assert SolutionCount(5, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    WORK.pop()()
    assert SolutionCount(9, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    staying = SwitchingSolver(first, lambda: None, later)
    WORK.pop()()
    assert staying.ready
    assert first.ask(Solve(), UNLIMITED) == staying.ask(Solve(), UNLIMITED)


class Clock:
    """A clock that every look moves on by so many seconds."""

    def __init__(self, step: float) -> None:
        self.time, self.step = 0.0, step

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def deferred(*made: tuple[Solver | None, bool]) -> tuple[DeferredSolver, list[Budget]]:
    """Return a solver that gets these better ones in turn, and the budgets of its attempts."""
    budgets: list[Budget] = []

    def make(budget: Budget) -> tuple[Solver | None, bool]:
        budgets.append(budget)
        return made[len(budgets) - 1]

    return DeferredSolver(BruteForceSolver(pair(EITHER)), make), budgets


def test_searches_answer_until_they_took_as_long_as_compiling() -> None:
    solver, budgets = deferred((asked(pair(EITHER)), False))
    slow = Budget(Clock(0.4))
    assert not solver.in_passes(Solve())
    for attempts in (0, 0, 0, 1, 1):
        solver.ask(Solve(), slow)
        assert attempts == len(budgets)
    assert solver.in_passes(Solve())


def test_counts_are_compiled_for_at_once_where_there_is_time() -> None:
    solver, budgets = deferred((asked(pair(EITHER)), False))
    hurried = Budget(lambda: 0.0, deadline=0.5)
    assert SolutionCount(5, exact=True) == solver.ask(CountSolutions(), hurried)
    assert [] == budgets
    assert SolutionCount(5, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    assert [UNLIMITED] == budgets


def test_compiling_that_ended_too_early_is_tried_again_and_in_vain_only_once() -> None:
    solver, budgets = deferred((None, True), (None, False))
    for _ in range(3):
        assert SolutionCount(5, exact=True) == solver.ask(CountSolutions(), UNLIMITED)
    assert [UNLIMITED, UNLIMITED] == budgets


def test_a_thread_does_the_work() -> None:
    solver = SwitchingSolver(BruteForceSolver(pair(EITHER)), lambda: asked(pair(EITHER)), _joined)
    assert solver.ready


def _joined(work: Callable[[], None]) -> None:
    in_a_thread(work).join()


def test_a_program_of_nothing_loads() -> None:
    assert SolutionCount(1, exact=True) == Loading(BruteForceSolver).solver(Program((), ())).ask(
        CountSolutions(), UNLIMITED
    )
