from fractions import Fraction

import pytest
from hypothesis import given, settings

from configurator.language.expression import read_expression
from configurator.language.parse import parse
from configurator.language.show import show, show_number
from configurator.language.tree import (
    ArithmeticExpression,
    ArithmeticOperator,
    Comprehension,
    Constant,
    Expression,
    Name,
)
from configurator.language.types import NUMBER
from tests.language.shop import PLACE, POWER, SCOPE, read
from tests.language.trees import amounts, conditions, parsed_trees


@settings(deadline=None)
@given(parsed_trees)
def test_parsing_what_is_shown_gives_the_same_tree(tree: Expression) -> None:
    found, problems = parse(show(tree), PLACE)
    assert problems == ()
    assert found == tree


@settings(deadline=None)
@given(conditions() | amounts("") | amounts("power"))
def test_reading_what_is_shown_of_a_checked_tree_gives_the_same_tree(tree: Expression) -> None:
    checked, problems = read_expression(show(tree), SCOPE, PLACE)
    assert problems == ()
    assert checked is not None
    again = read(checked.text)
    assert again == checked
    assert show(again.tree) == checked.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("((a)+(b))*c", "(a + b) * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("-(a*b)", "-(a * b)"),
        ("(-a)*b", "-a * b"),
        ("- -a", "--a"),
        ("not (a==b)", "not a == b"),
        ("not(a in ('x','y',))", "a not in ('x', 'y')"),
        ("a in ('x')", "a in ('x')"),
        ("(a and b)and(c or d)", "(a and b) and (c or d)"),
        ("(a or b) and not(c and d)", "(a or b) and not (c and d)"),
        ("(a if b else c) if d else (e if f else g)", "(a if b else c) if d else e if f else g"),
        ("(a==b)==c", "(a == b) == c"),
        ("True", "true"),
        ("0.500", "0.5"),
        ('"red"', "'red'"),
        ('"it\'s"', '"it\'s"'),
        ("800[W]", "800[W]"),
        ("sum( c.x for c in  cells if c.y if c.z )", "sum(c.x for c in cells if c.y and c.z)"),
        ("all(a if b else c for x in y if (a if b else c))", "all(a if b else c for x in y if (a if b else c))"),
        ("count(cells)", "count(cells)"),
    ],
)
def test_the_canonical_text_has_no_needless_bracket(written: str, shown: str) -> None:
    tree, problems = parse(written, PLACE)
    assert problems == ()
    assert tree is not None
    assert shown == show(tree)


def test_the_member_of_a_loops_variable_is_shown_with_the_variable() -> None:
    checked = read("sum(c.cpu.cores for c in cells if c.hot)")
    assert checked.text == "sum(c.cpu.cores for c in cells if c.hot)"
    assert isinstance(checked.tree, Comprehension)
    assert show(checked.tree.body, frozenset({"c"})) == "c.cpu.cores"


def test_counting_instances_is_shown_as_it_is_written() -> None:
    assert read("count(c for c in cells if c.hot)").text == "count(c for c in cells if c.hot)"
    assert read("count(true for c in cells)").text == "count(c for c in cells)"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(0), "0"), (Fraction(-5, 2), "-2.5"), (Fraction(1, 8), "0.125"), (Fraction(-2, 3), "-2 / 3")],
)
def test_numbers_are_shown_exactly(value: Fraction, shown: str) -> None:
    assert show_number(value) == shown


def test_a_constant_made_by_a_program_is_shown_in_its_base_unit() -> None:
    assert show(Constant(Fraction(800), POWER)) == "800[W]"
    assert show(Constant("red", NUMBER)) == "'red'"
    assert show(Constant(True, NUMBER)) == "true"


def test_a_fraction_made_by_a_program_is_bracketed_like_a_quotient() -> None:
    third = Constant(Fraction(1, 3), NUMBER)
    assert show(ArithmeticExpression(ArithmeticOperator.MULTIPLY, Name("a"), third)) == "a * (1 / 3)"
