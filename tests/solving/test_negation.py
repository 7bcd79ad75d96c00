"""The opposite of a formula holds just where the formula does not."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.evaluate import holds
from configurator.program.nodes import Linear, Not, Or, Term
from configurator.solving.negation import negation
from tests.solving.programs import formulas, programs
from tests.solving.suite import has


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
