"""Conditions that list combinations are seen; all others are left alone."""

import pytest

from configurator.exchange.combinations import combinations_in
from configurator.language.parse import parse
from configurator.source import Location


def _found(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    tree, problems = parse(text, Location("a", 1, 1))
    assert tree is not None, problems
    listed = combinations_in(tree)
    return None if listed is None else (listed.columns, listed.rows)


def test_numbers_options_and_truths_are_cells() -> None:
    text = "a == 1 and b == 'x' and c or a == -2 and b == 'y' and not c or a == 3"
    assert (("a", "b", "c"), (("1", "x", "true"), ("-2", "y", "false"), ("3", "*", "*"))) == _found(text)


def test_several_values_of_a_cell_are_several_rows() -> None:
    text = "a == 1 and (b == 'x' or b == 'y') or a == 2 and b == 'x' or p.value == 3 and b == 'x'"
    assert (
        ("a", "b", "p.value"),
        (("1", "x", "*"), ("1", "y", "*"), ("2", "x", "*"), ("*", "x", "3")),
    ) == _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "a == 1 or a == 2 or a == 3",
        "a == 1 and b == 1 or a == 2 and b == 2",
        "a == 1 and b == 1 or a == 2 and b == 2 or a < 3",
        "a == 1 and a == 1 and b == 2 or a == 2 and b == 1 or a == 3 and b == 1",
        "a == 1 and (b == 1 or c == 1) or a == 2 and b == 2 or a == 3 and b == 3",
        "a == b and c == 1 or a == 2 and c == 2 or a == 3 and c == 3",
        "a == 1 and b == 1 and c == 1",
    ],
)
def test_anything_else_is_no_table(text: str) -> None:
    assert _found(text) is None
