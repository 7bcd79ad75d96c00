"""Expressions are built small; conditions that list combinations are seen for tables."""

from fractions import Fraction

import pytest

from configurator.exchange import expression_trees
from configurator.exchange.expression_trees import combinations_in
from configurator.language.parse import parse
from configurator.language.show import show
from configurator.language.tree import ArithmeticOperator, ComparisonOperator, Name
from configurator.source import Location

A, B = Name("a"), Name("b")


def test_what_always_holds_vanishes_from_a_conjunction() -> None:
    assert "a and b" == show(expression_trees.all_of([A, expression_trees.TRUE, expression_trees.all_of([B])]))
    assert expression_trees.FALSE == expression_trees.all_of([A, expression_trees.FALSE])
    assert expression_trees.TRUE == expression_trees.all_of([])


def test_what_never_holds_vanishes_from_a_disjunction() -> None:
    assert "a or b" == show(expression_trees.any_of([expression_trees.any_of([A, B]), expression_trees.FALSE]))
    assert expression_trees.TRUE == expression_trees.any_of([A, expression_trees.TRUE])


def test_the_opposite_of_a_comparison_is_a_comparison() -> None:
    equal = expression_trees.compared([A, expression_trees.number(3)], ComparisonOperator.EQUAL)
    assert "a != 3" == show(expression_trees.negation(equal))
    assert equal == expression_trees.negation(expression_trees.negation(equal))
    assert "not a" == show(expression_trees.negation(A))


def test_numbers_are_joined_from_the_left() -> None:
    found = expression_trees.calculated(
        [A, expression_trees.number(-2), expression_trees.number(Fraction(1, 2))], ArithmeticOperator.SUBTRACT
    )
    assert "a - -2 - 0.5" == show(found)
    assert "0" == show(expression_trees.calculated([], ArithmeticOperator.ADD))


def test_an_implication_is_a_disjunction() -> None:
    assert "not a or b" == show(expression_trees.implied(A, B))
    assert "frame.price" == show(expression_trees.path("frame.price"))


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
