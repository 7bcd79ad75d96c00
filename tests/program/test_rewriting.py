"""The opposite of a formula holds just where the formula does not."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Linear, Not, Or, Same, Table, Term, Truth, variables_in
from configurator.program.rewriting import negation, rewritten
from configurator.program.semantics import holds
from tests.solving.programs import formulas, programs
from tests.solving.suite import has, of


@given(data=st.data())
def test_a_formula_and_its_opposite_never_agree(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False, wide_domains=False)).variables)
    formula = data.draw(formulas(variables))
    for values in product(*(variable.domain for variable in variables)):
        assert holds(formula, values) is not holds(negation(formula), values)


def test_the_opposite_of_a_sum_with_one_bound_is_a_sum() -> None:
    assert Linear((Term(0, 1),), None, 2) == negation(Linear((Term(0, 1),), 3, None))


def test_the_opposite_of_a_sum_with_two_bounds_lies_outside_them() -> None:
    terms = (Term(0, 1),)
    assert Or((Linear(terms, None, 2), Linear(terms, 6, None))) == negation(Linear(terms, 3, 5))


def test_a_negation_is_taken_off() -> None:
    assert has(0, 1) == negation(Not(has(0, 1)))


DOMAINS = {0: of(0, 1, 2), 1: of(5), 2: of(0, 1)}


@given(data=st.data())
def test_a_rewritten_formula_means_the_same(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False, wide_domains=False)).variables)
    formula = data.draw(formulas(variables))
    domains = {
        place: IntSet.of(data.draw(st.sets(st.sampled_from(list(variable.domain)), min_size=1)))
        for place, variable in enumerate(variables)
    }
    left = rewritten(formula, domains)
    assert all(len(domains[place]) > 1 for place in variables_in(left))
    for values in product(*(domains[place] for place in range(len(variables)))):
        assert holds(formula, values) is holds(left, values)


def test_what_the_domains_settle_disappears() -> None:
    assert Truth(True) == rewritten(Or((has(1, 5), has(0, 1))), DOMAINS)
    assert Truth(False) == rewritten(And((has(1, 6), has(0, 1))), DOMAINS)
    assert has(0, 0, 2) == rewritten(Same(Not(has(0, 1)), has(1, 5)), DOMAINS)


def test_literals_of_one_variable_become_one() -> None:
    assert has(0, 0, 1) == rewritten(Or((has(0, 0), has(0, 1))), DOMAINS)


def test_fixed_terms_move_to_the_bounds_and_idle_bounds_fall() -> None:
    formula = Linear((Term(0, 1), Term(1, 2)), 11, 99)
    assert Linear((Term(0, 1),), 1, None) == rewritten(formula, DOMAINS)


def test_tables_lose_rows_that_cannot_be_and_columns_that_are_settled() -> None:
    rows = ((of(0), of(5), of(0)), (of(1), of(5), of(1)), (of(2), of(6), of(0)))
    assert Table((0, 2), ((of(0), of(0)), (of(1), of(1)))) == rewritten(Table((0, 1, 2), rows), DOMAINS)
    assert And((has(0, 0), has(2, 0))) == rewritten(Table((0, 1, 2), rows[:1]), DOMAINS)
