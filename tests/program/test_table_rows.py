"""Boxes of values."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.table_rows import Row, joined_rows, rows_left, rows_within, without

cells = st.sets(st.integers(0, 3), min_size=1).map(IntSet.of)
rows = st.tuples(cells, cells, cells)


def fitting(boxes: list[Row]) -> set[tuple[int, ...]]:
    return {values for box in boxes for values in product(*box)}


def test_rows_that_differ_in_one_cell_are_joined() -> None:
    one, two, three = (IntSet.of((value,)) for value in (1, 2, 3))
    assert [(one, two | three), (two, one)] == joined_rows([(one, two), (two, one), (one, three), (one, two)])


@given(st.lists(rows, max_size=5))
def test_joined_rows_fit_what_the_rows_fit(given_rows: list[Row]) -> None:
    assert fitting(given_rows) == fitting(joined_rows(given_rows))


@given(rows, rows)
def test_a_row_is_cut_out_of_a_box_and_what_is_left_is_disjoint(box: Row, row: Row) -> None:
    left = without(box, row)
    assert fitting([box]) - fitting([row]) == fitting(left)
    assert len(fitting(left)) == sum(len(list(product(*each))) for each in left)


@given(rows, st.lists(rows, max_size=5))
def test_what_rows_leave_of_domains_is_disjoint_from_them(domains: Row, given_rows: list[Row]) -> None:
    left = rows_left(domains, given_rows, most=1_000)
    assert left is not None
    assert fitting([domains]) - fitting(given_rows) == fitting(left)


def test_what_takes_too_many_rows_is_not_listed() -> None:
    full, cut = (IntSet.between(0, 3),) * 3, (IntSet.of((1,)),) * 3
    assert (3, None) == (len(rows_left(full, [cut], 3) or ()), rows_left(full, [cut], 2))


@given(st.lists(rows, max_size=5), st.permutations(range(3)), st.tuples(cells, cells, cells))
def test_rows_are_cut_to_their_domains_in_another_order(
    given_rows: list[Row], order: list[int], domains: tuple[IntSet, IntSet, IntSet]
) -> None:
    expected = [tuple(row[at] & domain for at, domain in zip(order, domains, strict=True)) for row in given_rows]
    assert [row for row in expected if all(row)] == rows_within(given_rows, order, domains)
