"""A program falls into the parts that nothing connects."""

from configurator.program.connected_components import components
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Literal, Or, Program, ProgramConstraint, Truth, Variable


def literal(variable: int) -> Literal:
    return Literal(variable, IntSet.of((1,)))


def program(*formulas: Formula) -> Program:
    variables = tuple(Variable(name, IntSet.between(0, 1)) for name in "abcd")
    laws = tuple(ProgramConstraint(f"law{number}", formula, named=True) for number, formula in enumerate(formulas))
    return Program(variables, laws)


def parts(whole: Program) -> list[tuple[tuple[int, ...], list[str]]]:
    return [(part.variables, [law.name for law in part.constraints]) for part in components(whole)]


def test_what_shares_a_variable_is_one_component() -> None:
    whole = program(Or((literal(0), literal(2))), literal(1), Or((literal(2), literal(3))))
    assert parts(whole) == [((0, 2, 3), ["law0", "law2"]), ((1,), ["law1"])]


def test_a_variable_of_no_constraint_is_a_component_of_its_own() -> None:
    assert parts(program()) == [((0,), []), ((1,), []), ((2,), []), ((3,), [])]


def test_a_constraint_of_no_variable_comes_first_and_alone() -> None:
    assert parts(program(literal(0), Truth(False)))[0] == ((), ["law1"])
