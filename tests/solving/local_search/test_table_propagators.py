"""Tables narrow their columns to what stands in rows."""

from configurator.program.intset import IntSet
from configurator.solving.local_search.domains import NumberedValues
from configurator.solving.local_search.limits import ROW_SETS_CACHED
from configurator.solving.local_search.table_propagators import (
    BitsetColumn,
    BitsetRows,
    ForbiddenRowsPropagator,
    TablePropagator,
)
from tests.solving.suite import of

VALUES = [NumberedValues(IntSet.between(0, 3))] * 2
ROWS = BitsetRows((0, 1), ((of(0), of(0, 1)), (of(1, 2), of(2)), (of(2), of(3))), VALUES)


def test_values_lose_what_no_open_row_has() -> None:
    masks, touched = [0b1111, 0b1100], list[int]()
    assert TablePropagator(ROWS).enforce(masks, touched)
    assert ([0b0110, 0b1100], [0]) == (masks, touched)


def test_no_open_row_is_the_end() -> None:
    assert not TablePropagator(ROWS).enforce([0b1000, 0b1111], [])


def test_the_last_open_column_avoids_the_rows_barred() -> None:
    masks = [0b0100, 0b1111]
    assert ForbiddenRowsPropagator(ROWS).enforce(masks, [])
    assert [0b0100, 0b0011] == masks


def test_two_open_columns_are_left_alone() -> None:
    masks = [0b0111, 0b1111]
    assert ForbiddenRowsPropagator(ROWS).enforce(masks, [])
    assert [0b0111, 0b1111] == masks


def test_a_certain_row_is_told_from_an_open_one() -> None:
    assert (True, False) == (
        TablePropagator(ROWS).status([0b0001, 0b0011]),
        ForbiddenRowsPropagator(ROWS).status([0b0001, 0b0011]),
    )
    assert (None, None) == (
        TablePropagator(ROWS).status([0b0011, 0b0011]),
        ForbiddenRowsPropagator(ROWS).status([0b0011, 0b0011]),
    )
    assert (False, True) == (
        TablePropagator(ROWS).status([0b0001, 0b1100]),
        ForbiddenRowsPropagator(ROWS).status([0b0001, 0b1100]),
    )


def test_what_is_remembered_is_bounded() -> None:
    column = BitsetColumn(0, [1 << variable for variable in range(20)], (1 << 20) - 1)
    for here in range(1, 3 * ROW_SETS_CACHED):
        column.touch(here)
    assert ROW_SETS_CACHED >= len(column.touching)


def test_columns_of_single_values_and_of_ranges_agree_with_their_rows() -> None:
    cells = [of(0), of(1, 2), of(5), of(0), of(2), of(1, 2, 5), of(7)]
    values = NumberedValues(IntSet.between(0, 8))
    column = BitsetColumn(0, [values.mask(cell) for cell in cells], values.every_bit)
    for value in range(9):
        rows = sum(1 << number for number, cell in enumerate(cells) if value in cell)
        assert (rows, rows) == (column.touch(1 << value), column.cover(1 << value))
    for number, cell in enumerate(cells):
        assert values.mask(cell) == column.standing_in(1 << number)
