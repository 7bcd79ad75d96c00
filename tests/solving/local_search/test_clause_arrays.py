"""Laws: every neighbour is a solution, costs say truly whether anything is broken, and what is mended is a solution."""

from itertools import islice, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Or, Program, Table, Term, Variable
from configurator.program.semantics import holds, is_solution
from configurator.solving.local_search.clause_arrays import (
    ClauseArrays,
    MinConflicts,
    clauses_of,
)
from configurator.solving.local_search.domains import NumberedValues
from configurator.solving.local_search.layout import Layout, Positions
from configurator.solving.local_search.limits import CLAUSES_PER_DISJUNCTION
from tests.examples import share
from tests.solving.programs import formulas, programs
from tests.solving.suite import has, of, small

few = settings(max_examples=share(40))


def arrays_of(program: Program) -> ClauseArrays:
    layout = Layout([NumberedValues(variable.domain) for variable in program.variables])
    return ClauseArrays(layout, (constraint.formula for constraint in program.constraints))


def positions(arrays: ClauseArrays, values: tuple[int, ...]) -> Positions:
    numbers = [list(one.values).index(value) for one, value in zip(arrays.layout.variables, values, strict=True)]
    found: Positions = (arrays.layout.offsets + np.array(numbers)).astype(np.int32)
    return found


def any_values(data: st.DataObject, program: Program) -> tuple[int, ...]:
    return tuple(data.draw(st.sampled_from(list(variable.domain))) for variable in program.variables)


@pytest.mark.slow
@few
@given(data=st.data())
def test_every_neighbour_of_a_solution_is_a_solution(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    arrays = arrays_of(program)
    solutions = (
        values for values in product(*(each.domain for each in program.variables)) if is_solution(program, values)
    )
    for values in islice(solutions, 10):
        found = arrays.layout.sets(arrays.neighbours(positions(arrays, values)))
        for variable, others in enumerate(found):
            assert values[variable] in others
            assert all(is_solution(program, (*values[:variable], other, *values[variable + 1 :])) for other in others)


@pytest.mark.slow
@few
@given(data=st.data())
def test_nothing_is_broken_just_where_all_formulas_hold(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    values = any_values(data, program)
    arrays = arrays_of(program)
    _, fine = arrays.costs(positions(arrays, values))
    assert fine is all(holds(constraint.formula, values) for constraint in program.constraints)


@pytest.mark.slow
@few
@given(data=st.data())
def test_what_is_mended_is_a_solution_with_the_wanted_value(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    arrays = arrays_of(program)
    wanted = data.draw(st.integers(0, arrays.layout.count - 1))
    every = np.ones(arrays.layout.count, dtype=np.bool_)
    found = MinConflicts(arrays).towards(positions(arrays, any_values(data, program)), (wanted,), every)
    if found is not None:
        assert wanted in found
        assert is_solution(program, arrays.layout.solution(found))


@pytest.mark.slow
@few
@given(data=st.data())
def test_narrowing_takes_no_solution_away(data: st.DataObject) -> None:
    program = data.draw(programs(empty_domains=False, wide_domains=False))
    arrays = arrays_of(program)
    narrowed = arrays.layout.sets(arrays.narrowed(np.ones(arrays.layout.count, dtype=np.bool_)))
    for values in product(*(variable.domain for variable in program.variables)):
        if is_solution(program, values):
            assert all(value in left for value, left in zip(values, narrowed, strict=True))


def test_a_sum_leaves_as_much_as_the_others_leave() -> None:
    arrays = arrays_of(small(Linear((Term(0, 1), Term(1, 2)), None, 4), sizes=(5, 3)))
    found = arrays.layout.sets(arrays.neighbours(positions(arrays, (1, 1))))
    assert (IntSet.between(0, 2), IntSet.between(0, 1)) == found


def test_a_sum_is_mended_by_one_change() -> None:
    arrays = arrays_of(small(Linear((Term(0, 1), Term(1, 1), Term(2, 1)), None, 4), sizes=(5, 5, 5)))
    every = np.ones(arrays.layout.count, dtype=np.bool_)
    found = MinConflicts(arrays).towards(positions(arrays, (0, 4, 0)), (4,), every)
    assert found is not None
    assert (4, 0, 0) == arrays.layout.solution(found)


def test_a_table_is_mended_towards_its_nearest_row() -> None:
    rows = ((of(0), of(0), of(0)), (of(1), of(1), of(0)))
    arrays = arrays_of(small(Table((0, 1, 2), rows)))
    every = np.ones(arrays.layout.count, dtype=np.bool_)
    found = MinConflicts(arrays).towards(positions(arrays, (0, 0, 0)), (1,), every)
    assert found is not None
    assert (1, 1, 0) == arrays.layout.solution(found)


def test_a_formula_kept_whole_bars_its_variables_where_it_must_hold() -> None:
    large = And(tuple(has(variable, 0) for variable in range(5)))
    arrays = arrays_of(small(Or((large, And(tuple(has(variable, 1) for variable in range(5))))), sizes=(2,) * 5))
    assert [5] == [np.count_nonzero(arrays.neighbours(positions(arrays, (0,) * 5)))]


def test_values_not_allowed_are_moved_into_what_is() -> None:
    arrays = arrays_of(small(Linear((Term(0, 1), Term(1, 1)), 2, 2), sizes=(3, 3)))
    allowed = arrays.layout.mask({0: of(2)})
    found = MinConflicts(arrays).into(positions(arrays, (0, 2)), allowed)
    assert found is not None
    assert (2, 0) == arrays.layout.solution(found)


TRIPLE = [Variable(f"v{variable}", IntSet.between(-1, 2)) for variable in range(3)]


@settings(max_examples=share(60))
@given(formula=formulas(TRIPLE))
def test_clauses_hold_together_just_where_the_formula_does(formula: object) -> None:
    clauses = clauses_of(formula)  # type: ignore[arg-type]
    for values in product(*(variable.domain for variable in TRIPLE)):
        together = all(any(holds(part, values) for part in clause) for clause in clauses)
        assert holds(formula, values) is together  # type: ignore[arg-type]


def test_a_disjunction_of_large_conjunctions_keeps_them_whole() -> None:
    large = And(tuple(has(variable, 0) for variable in range(5)))
    assert 5 * 5 > CLAUSES_PER_DISJUNCTION
    assert [(large, large)] == clauses_of(Or((large, large)))


def test_what_a_row_bars_is_a_clause() -> None:
    program = Program(tuple(TRIPLE), ())
    clauses = clauses_of(Or((has(0, 1), And((has(1, 0), has(2, 0))))))
    assert 2 == len(clauses)
    assert of(1) == clauses[0][0].values & program.variables[0].domain  # type: ignore[union-attr]
