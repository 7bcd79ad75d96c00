"""Checks say what the formulas mean, by the slow and obvious reading of `program.semantics`."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.formula_checks import (
    check_of,
    sum_of,
)
from configurator.program.intset import IntSet
from configurator.program.limits import LISTED_COMBINATIONS
from configurator.program.nodes import And, Formula, Literal, Not, Or, Same, Table, Term, Truth
from configurator.program.semantics import holds, weigh
from tests.session.programs import HIGHEST, VARIABLES, simple_formulas

values = st.lists(st.integers(0, HIGHEST), min_size=VARIABLES, max_size=VARIABLES)


def _joined(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, inner), st.builds(And, several), st.builds(Or, several), st.builds(Same, inner, inner)
    )


formulas = st.recursive(st.one_of(simple_formulas(), st.builds(Truth, st.booleans())), _joined, max_leaves=6)


@given(formulas, values)
def test_a_check_tells_whether_the_formula_holds(formula: Formula, found: list[int]) -> None:
    assert holds(formula, found) is check_of(formula)(found)


@given(
    st.lists(st.builds(Term, st.integers(0, 3), st.integers(-2, 2), st.just(((1, 7),)) | st.just(())), max_size=4),
    values,
)
def test_a_sum_adds_up_its_terms(terms: list[Term], found: list[int]) -> None:
    assert weigh(terms, found) == sum_of(terms)(found)


def test_a_table_of_one_column_is_looked_up() -> None:
    table = Table((1,), ((IntSet.of((0, 2)),),))
    assert (True, False) == (check_of(table)([1, 2]), check_of(table)([0, 1]))


def test_a_table_too_wide_to_list_is_read_row_by_row() -> None:
    wide = IntSet.between(0, LISTED_COMBINATIONS * 2)
    table = Table((0, 1), ((wide, IntSet.of((1,))), (IntSet.of((5,)), wide)))
    for found in ([7, 1], [5, 3], [7, 3]):
        assert holds(table, found) is check_of(table)(found)


def test_a_table_of_many_single_rows_is_looked_up() -> None:
    rows = tuple((IntSet.of((row,)), IntSet.of((row % 7,))) for row in range(2 * LISTED_COMBINATIONS))
    check = check_of(Table((0, 1), rows))
    assert [True, False, True] == [check(values) for values in ([15, 1], [15, 2], [8_000, 8_000 % 7])]


def test_a_set_too_wide_to_list_is_asked_itself() -> None:
    wide = Literal(0, IntSet.between(0, LISTED_COMBINATIONS * 2))
    assert (True, False) == (check_of(wide)([LISTED_COMBINATIONS + 5]), check_of(wide)([-1]))
