"""Laws: every neighbour is a solution, costs say truly whether anything is broken, and what is mended is a solution."""

from itertools import islice, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.evaluate import holds, is_solution
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Or, Program, Table, Term
from configurator.solving.nearby.demands import Demands
from configurator.solving.nearby.layout import Layout, Positions
from configurator.solving.nearby.mending import Mending
from configurator.solving.nearby.numbered import Numbered
from tests.solving.programs import programs
from tests.solving.suite import has, of, small

few = settings(max_examples=40)


def demands_of(program: Program) -> Demands:
    layout = Layout([Numbered(variable.domain) for variable in program.variables])
    return Demands(layout, (constraint.formula for constraint in program.constraints))


def positions(demands: Demands, values: tuple[int, ...]) -> Positions:
    numbers = [list(one.values).index(value) for one, value in zip(demands.layout.variables, values, strict=True)]
    found: Positions = (demands.layout.offsets + np.array(numbers)).astype(np.int32)
    return found


def any_values(data: st.DataObject, program: Program) -> tuple[int, ...]:
    return tuple(data.draw(st.sampled_from(list(variable.domain))) for variable in program.variables)


@few
@given(data=st.data())
def test_every_neighbour_of_a_solution_is_a_solution(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    demands = demands_of(program)
    solutions = (
        values for values in product(*(each.domain for each in program.variables)) if is_solution(program, values)
    )
    for values in islice(solutions, 10):
        found = demands.layout.sets(demands.neighbours(positions(demands, values)))
        for place, others in enumerate(found):
            assert values[place] in others
            assert all(is_solution(program, (*values[:place], other, *values[place + 1 :])) for other in others)


@few
@given(data=st.data())
def test_nothing_is_broken_just_where_all_formulas_hold(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    values = any_values(data, program)
    demands = demands_of(program)
    _, fine = demands.costs(positions(demands, values))
    assert fine is all(holds(constraint.formula, values) for constraint in program.constraints)


@few
@given(data=st.data())
def test_what_is_mended_is_a_solution_with_the_wanted_value(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    demands = demands_of(program)
    wanted = data.draw(st.integers(0, demands.layout.count - 1))
    everything = np.ones(demands.layout.count, dtype=np.bool_)
    found = Mending(demands).towards(positions(demands, any_values(data, program)), (wanted,), everything)
    if found is not None:
        assert wanted in found
        assert is_solution(program, demands.layout.solution(found))


@few
@given(data=st.data())
def test_narrowing_takes_no_solution_away(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    demands = demands_of(program)
    narrowed = demands.layout.sets(demands.narrowed(np.ones(demands.layout.count, dtype=np.bool_)))
    for values in product(*(variable.domain for variable in program.variables)):
        if is_solution(program, values):
            assert all(value in left for value, left in zip(values, narrowed, strict=True))


def test_a_sum_leaves_as_much_as_the_others_leave() -> None:
    demands = demands_of(small(Linear((Term(0, 1), Term(1, 2)), None, 4), sizes=(5, 3)))
    found = demands.layout.sets(demands.neighbours(positions(demands, (1, 1))))
    assert (IntSet.between(0, 2), IntSet.between(0, 1)) == found


def test_a_sum_is_mended_by_one_change() -> None:
    demands = demands_of(small(Linear((Term(0, 1), Term(1, 1), Term(2, 1)), None, 4), sizes=(5, 5, 5)))
    everything = np.ones(demands.layout.count, dtype=np.bool_)
    found = Mending(demands).towards(positions(demands, (0, 4, 0)), (4,), everything)
    assert found is not None
    assert (4, 0, 0) == demands.layout.solution(found)


def test_a_table_is_mended_towards_its_nearest_row() -> None:
    rows = ((of(0), of(0), of(0)), (of(1), of(1), of(0)))
    demands = demands_of(small(Table((0, 1, 2), rows)))
    everything = np.ones(demands.layout.count, dtype=np.bool_)
    found = Mending(demands).towards(positions(demands, (0, 0, 0)), (1,), everything)
    assert found is not None
    assert (1, 1, 0) == demands.layout.solution(found)


def test_a_formula_kept_whole_bars_its_variables_where_it_must_hold() -> None:
    large = And(tuple(has(place, 0) for place in range(5)))
    demands = demands_of(small(Or((large, And(tuple(has(place, 1) for place in range(5))))), sizes=(2,) * 5))
    assert [5] == [np.count_nonzero(demands.neighbours(positions(demands, (0,) * 5)))]


def test_values_not_allowed_are_moved_into_what_is() -> None:
    demands = demands_of(small(Linear((Term(0, 1), Term(1, 1)), 2, 2), sizes=(3, 3)))
    allowed = demands.layout.mask({0: of(2)})
    found = Mending(demands).into(positions(demands, (0, 2)), allowed)
    assert found is not None
    assert (2, 0) == demands.layout.solution(found)
