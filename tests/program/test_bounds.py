"""How far sums reach, and what is too large for 64 bits."""

from configurator.program.bounds import linears_in, sum_range, term_range, too_large
from configurator.program.intset import IntSet
from configurator.program.limits import INTEGER_LIMIT
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Term,
    Variable,
)

DOMAIN = IntSet(((-2, 3), (7, 7)))


def test_a_term_reaches_what_its_values_weigh() -> None:
    for term in (Term(0, 2), Term(0, -3), Term(0, 1, ((7, -50), (3, 8))), Term(0, 0, ((7, 5), (9, 100)))):
        weights = [term.weigh(value) for value in DOMAIN]
        assert (min(weights), max(weights)) == term_range(term, DOMAIN)


def test_a_sum_reaches_as_far_as_its_terms_together() -> None:
    assert sum_range((Term(0, 1), Term(1, -3)), (DOMAIN, DOMAIN)) == (-2 - 21, 7 + 6)


def test_sums_are_found_wherever_they_stand() -> None:
    linear = Linear((Term(0, 1),), 0, None)
    formula = Or((And((linear,)), Not(linear), Same(linear, Literal(0, DOMAIN))))
    assert [linear, linear, linear] == list(linears_in(formula))


def named(formula: Formula, domain: IntSet = DOMAIN) -> Program:
    return Program((Variable("x", domain),), (ProgramConstraint("law", formula, named=True),))


def test_a_sum_at_the_limit_is_too_large() -> None:
    assert too_large(named(Linear((Term(0, INTEGER_LIMIT // 7 + 1),), None, 5))) == ("law",)
    assert too_large(named(Linear((Term(0, INTEGER_LIMIT // 7 - 1),), None, 5))) == ()


def test_partial_sums_count_even_where_the_whole_is_small() -> None:
    half = INTEGER_LIMIT // 14
    assert too_large(named(Linear((Term(0, half), Term(0, -half - 1)), 0, 0))) == ("law",)


def test_a_bound_and_a_domain_can_be_too_large() -> None:
    assert too_large(named(Linear((Term(0, 1),), INTEGER_LIMIT, None))) == ("law",)
    assert too_large(named(Literal(0, DOMAIN), IntSet.between(0, INTEGER_LIMIT))) == ("x",)
