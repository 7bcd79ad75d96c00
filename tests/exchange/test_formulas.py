"""Trees of expressions are built short: what always or never holds vanishes."""

from fractions import Fraction

from configurator.exchange import formulas
from configurator.language.show import show
from configurator.language.tree import ArithmeticOperator, ComparisonOperator, Name

A, B = Name("a"), Name("b")


def test_what_always_holds_vanishes_from_a_conjunction() -> None:
    assert "a and b" == show(formulas.all_of([A, formulas.TRUE, formulas.all_of([B])]))
    assert formulas.FALSE == formulas.all_of([A, formulas.FALSE])
    assert formulas.TRUE == formulas.all_of([])


def test_what_never_holds_vanishes_from_a_disjunction() -> None:
    assert "a or b" == show(formulas.any_of([formulas.any_of([A, B]), formulas.FALSE]))
    assert formulas.TRUE == formulas.any_of([A, formulas.TRUE])


def test_the_opposite_of_a_comparison_is_a_comparison() -> None:
    equal = formulas.compared([A, formulas.number(3)], ComparisonOperator.EQUAL)
    assert "a != 3" == show(formulas.negation(equal))
    assert equal == formulas.negation(formulas.negation(equal))
    assert "not a" == show(formulas.negation(A))


def test_numbers_are_joined_from_the_left() -> None:
    found = formulas.calculated([A, formulas.number(-2), formulas.number(Fraction(1, 2))], ArithmeticOperator.SUBTRACT)
    assert "a - -2 - 0.5" == show(found)
    assert "0" == show(formulas.calculated([], ArithmeticOperator.ADD))


def test_an_implication_is_a_disjunction() -> None:
    assert "not a or b" == show(formulas.implied(A, B))
    assert "frame.price" == show(formulas.path("frame.price"))
