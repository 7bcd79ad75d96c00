"""Engines by name."""

import pytest

from configurator.budget import UNLIMITED
from configurator.errors import InvalidRequest
from configurator.program.intset import IntSet
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.engines import DEFAULT, ENGINES, engine_named
from configurator.solving.port import Assumptions, Solve, Unsatisfiable
from tests.solving.suite import has, small


@pytest.mark.parametrize("name", ["compiled", "kinds", "boxes", "sat", "cp_sat", "python_constraint", "brute_force"])
def test_an_engine_is_found_by_its_name(name: str) -> None:
    assert name == engine_named(name).name


def test_the_engine_for_production_is_the_default() -> None:
    assert DEFAULT == engine_named().name == "compiled"


def test_an_unknown_engine_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(
        InvalidRequest,
        match="there is no engine 'z3'; there are compiled, kinds, boxes, sat, cp_sat, python_constraint, brute_force",
    ):
        engine_named("z3")


def test_the_engines_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        ENGINES["other"] = engine_named()  # type: ignore[index]


def test_an_engine_can_be_had_with_all_its_answers_checked() -> None:
    program = small(has(0, 1), has(1, 0))
    engine = engine_named("sat", checked=True)
    solver = engine.load(program)
    assert "sat" == engine.name
    assert isinstance(solver, CheckedSolver)
    assert Unsatisfiable() == solver.ask(Solve(Assumptions({0: IntSet.of([0]), 2: IntSet.of([1])})), UNLIMITED)
