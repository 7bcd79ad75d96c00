"""What is asked once assumptions are applied."""

from configurator.program.intset import EMPTY
from configurator.program.nodes import Linear, Program, ProgramConstraint, Term, Variable
from configurator.solving.port import Assumptions, Bound, ValidDomains
from configurator.solving.queries import (
    asked_variables,
    cost_of,
    domains_under,
    formulas_about,
    narrowed_program,
    nothing_possible,
    only_asked,
)
from tests.solving.suite import has, of, small

PROGRAM = small(has(0, 1), has(1, 2), sizes=(3, 3))


def test_domains_are_narrowed_and_never_widened() -> None:
    assert (of(1, 2), of(0, 1, 2)) == domains_under(PROGRAM, Assumptions({0: of(1, 2, 7)}))


def test_laws_set_aside_are_not_asked_and_sums_are_added() -> None:
    asked = narrowed_program(PROGRAM, Assumptions(without=frozenset({"law0"}), also=(Bound((Term(1, 1),), high=1),)))
    assert (has(1, 2), Linear((Term(1, 1),), None, 1)) == asked.formulas


def test_how_things_are_built_is_never_set_aside() -> None:
    built = Program(PROGRAM.variables, (ProgramConstraint("built", has(0, 1), named=False),))
    assert (has(0, 1),) == narrowed_program(built, Assumptions(without=frozenset({"built"}))).formulas


def test_formulas_about_a_variable_mention_it() -> None:
    assert (has(1, 2),) == formulas_about(PROGRAM, 1, Assumptions())


SUMMED = Program((Variable("a", of(0, 1)), Variable("b", of(2, 3)), Variable("sum", of(2, 3, 4), determined=True)), ())


def test_a_cost_is_the_sum_of_its_terms() -> None:
    assert 2 * 3 + 7 == cost_of((Term(1, 2), Term(0, 5, ((1, 7),))), (1, 3, 4))


def test_all_but_determined_variables_are_asked_for_unless_said_otherwise() -> None:
    assert frozenset({0, 1}) == asked_variables(SUMMED, None)
    assert frozenset({2}) == asked_variables(SUMMED, [2])


def test_nothing_is_possible_means_empty_everywhere() -> None:
    assert ValidDomains((EMPTY, EMPTY), (EMPTY, EMPTY)) == nothing_possible(2)


def test_what_was_not_asked_for_is_undecided() -> None:
    domains = [variable.domain for variable in SUMMED.variables]
    found = ValidDomains((of(1), of(2), of(3)), (EMPTY, EMPTY, EMPTY))
    expected = ValidDomains((of(1), EMPTY, EMPTY), (EMPTY, of(2, 3), of(2, 3, 4)))
    assert expected == only_asked(SUMMED, [0], domains, found)


def test_where_nothing_is_possible_nothing_is_undecided() -> None:
    domains = [variable.domain for variable in SUMMED.variables]
    assert nothing_possible(3) == only_asked(SUMMED, [0], domains, nothing_possible(3))
