"""A core has no solution, and any part of it has one."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Or
from configurator.solving.port import Assumptions, Core, Satisfiable, Solve, Unsatisfiable
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.examples import share
from tests.solving.diagram.shop import EITHER, asked, pair
from tests.solving.programs import assumptions, programs
from tests.solving.suite import has, of, small


@pytest.mark.slow
@settings(max_examples=share(60))
@given(data=st.data())
def test_a_core_has_no_solution_and_any_part_of_it_has_one(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False))
    narrowed = {**data.draw(assumptions(program)).narrowed, **data.draw(assumptions(program)).narrowed}
    verdict, oracle = asked(program).ask(Solve(Assumptions(narrowed)), UNLIMITED), BruteForceSolver(program)
    if not isinstance(verdict, Unsatisfiable):
        return
    assert verdict.core is not None
    core = {place: narrowed[place] for place in verdict.core.narrowed}
    assert Unsatisfiable() == oracle.ask(Solve(Assumptions(core)), UNLIMITED)
    assert _by_deletion(oracle, narrowed) == verdict.core.narrowed
    for place in core:
        fewer = {other: values for other, values in core.items() if other != place}
        assert isinstance(oracle.ask(Solve(Assumptions(fewer)), UNLIMITED), Satisfiable)


def _by_deletion(oracle: BruteForceSolver, narrowed: Mapping[int, IntSet]) -> frozenset[int]:
    """Return the core of earlier narrowings in the plain way: lift each that can be, the last one first."""
    left = dict(narrowed)
    for place in reversed([*narrowed]):
        fewer = {other: values for other, values in left.items() if other != place}
        left = fewer if oracle.ask(Solve(Assumptions(fewer)), UNLIMITED) == Unsatisfiable() else left
    return frozenset(left)


def test_choices_that_have_nothing_to_do_with_it_are_left_out() -> None:
    solver = asked(small(EITHER, sizes=(3, 3, 3)))
    verdict = solver.ask(Solve(Assumptions({0: of(0), 1: of(2), 2: of(1)})), UNLIMITED)
    assert Core(frozenset({0, 1})) == getattr(verdict, "core", None)


def test_where_two_things_clash_that_of_earlier_narrowings_is_told() -> None:
    solver = asked(small(EITHER, Or((has(2, 1), has(3, 1))), sizes=(3, 3, 3, 3)))
    for order, expected in (((0, 1, 2, 3), {0, 1}), ((3, 0, 2, 1), {2, 3})):
        verdict = solver.ask(Solve(Assumptions(dict.fromkeys(order, of(0)))), UNLIMITED)
        assert Core(frozenset(expected)) == getattr(verdict, "core", None)


def test_without_any_solution_nothing_need_be_chosen() -> None:
    verdict = asked(pair(has(0, 9))).ask(Solve(Assumptions({1: of(1)})), UNLIMITED)
    assert Core(frozenset()) == getattr(verdict, "core", None)
