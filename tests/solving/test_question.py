"""What is asked once assumptions are applied."""

from configurator.program.nodes import Linear, Program, ProgramConstraint, Term
from configurator.solving.port import Assumptions, Bound
from configurator.solving.question import domains_under, formulas_about, question
from tests.solving.suite import has, of, small

PROGRAM = small(has(0, 1), has(1, 2), sizes=(3, 3))


def test_domains_are_narrowed_and_never_widened() -> None:
    assert (of(1, 2), of(0, 1, 2)) == domains_under(PROGRAM, Assumptions({0: of(1, 2, 7)}))


def test_laws_set_aside_are_not_asked_and_sums_are_added() -> None:
    asked = question(PROGRAM, Assumptions(without=frozenset({"law0"}), also=(Bound((Term(1, 1),), high=1),)))
    assert (has(1, 2), Linear((Term(1, 1),), None, 1)) == asked.formulas


def test_how_things_are_built_is_never_set_aside() -> None:
    built = Program(PROGRAM.variables, (ProgramConstraint("built", has(0, 1), named=False),))
    assert (has(0, 1),) == question(built, Assumptions(without=frozenset({"built"}))).formulas


def test_formulas_about_a_variable_mention_it() -> None:
    assert (has(1, 2),) == formulas_about(PROGRAM, 1, Assumptions())
