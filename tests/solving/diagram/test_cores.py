"""A core has no solution, and any part of it has one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.nodes import Or
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.port import Assumptions, Core, Satisfiable, Unsatisfiable
from tests.solving.diagram.shop import EITHER, asked, pair
from tests.solving.programs import assumptions, programs
from tests.solving.suite import has, of, small


@settings(max_examples=60)
@given(data=st.data())
def test_a_core_has_no_solution_and_any_part_of_it_has_one(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False))
    narrowed = {**data.draw(assumptions(program)).narrowed, **data.draw(assumptions(program)).narrowed}
    verdict, oracle = asked(program).solve(Assumptions(narrowed)), BruteForceSolver(program)
    if not isinstance(verdict, Unsatisfiable):
        return
    assert verdict.core is not None
    core = {place: narrowed[place] for place in verdict.core.narrowed}
    assert Unsatisfiable() == oracle.solve(Assumptions(core))
    for place in core:
        fewer = {other: values for other, values in core.items() if other != place}
        assert isinstance(oracle.solve(Assumptions(fewer)), Satisfiable)


def test_choices_that_have_nothing_to_do_with_it_are_left_out() -> None:
    solver = asked(small(EITHER, sizes=(3, 3, 3)))
    verdict = solver.solve(Assumptions({0: of(0), 1: of(2), 2: of(1)}))
    assert Core(frozenset({0, 1})) == getattr(verdict, "core", None)


def test_where_two_things_clash_one_of_them_is_told() -> None:
    solver = asked(small(EITHER, Or((has(2, 1), has(3, 1))), sizes=(3, 3, 3, 3)))
    verdict = solver.solve(Assumptions(dict.fromkeys(range(4), of(0))))
    assert getattr(verdict, "core", None) in (Core(frozenset({0, 1})), Core(frozenset({2, 3})))


def test_without_any_solution_nothing_need_be_chosen() -> None:
    verdict = asked(pair(has(0, 9))).solve(Assumptions({1: of(1)}))
    assert Core(frozenset()) == getattr(verdict, "core", None)
