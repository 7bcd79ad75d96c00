"""Sums are made of one part for each variable, none of them negative."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.local_search.domains import NumberedValues, bits
from configurator.solving.local_search.limits import WEIGHTS_LISTED
from configurator.solving.local_search.weights import (
    LinearWeights,
    ListedWeights,
    VariableWeights,
    weighed,
    weights_of,
)
from tests.solving.suite import of

VARIABLES = [
    NumberedValues(IntSet.between(0, 2)),
    NumberedValues(IntSet.between(-1, 1)),
    NumberedValues(IntSet.of([4])),
]


def test_terms_of_one_variable_are_joined_and_start_at_zero() -> None:
    terms = (Term(0, -2), Term(1, 3), Term(0, 0, ((2, 5),)), Term(2, 10))
    assert (-2 - 3 + 40, [VariableWeights(0, (2, 0, 3), 3), VariableWeights(1, (0, 3, 6), 6)]) == weighed(
        terms, VARIABLES
    )


def test_terms_that_cancel_are_left_out() -> None:
    assert (0, []) == weighed((Term(0, 2), Term(0, -2)), VARIABLES)


def test_a_turned_part_says_what_is_left_of_the_most() -> None:
    assert VariableWeights(0, (1, 3, 0), 3) == VariableWeights(0, (2, 0, 3), 3).turned()


GAPS = IntSet(((-3, -1), (4, 4), (10, 12)))
TERMS = [Term(0, 2), Term(0, -3), Term(0, 1, ((-3, 50), (4, -9), (77, 1))), Term(0, 0, ((10, 1),)), Term(0)]


def test_values_become_bits_and_bits_values() -> None:
    values = NumberedValues(GAPS)
    assert 0b0001010 == values.mask(of(-2, 0, 4, 99))
    assert of(-2, 4) == values.listed(0b0001010)
    assert (-2, 4) == (values.lowest(0b0001010), values.highest(0b0001010))
    assert GAPS == values.listed(values.every_bit)


def test_a_range_need_not_be_listed() -> None:
    values = NumberedValues(IntSet.between(5, 10**9))
    assert 0b110 == values.mask(IntSet.between(6, 7))
    assert 7 == values.highest(0b110)


def test_bits_are_numbered_from_the_lowest() -> None:
    assert [1, 3] == list(bits(0b1010))


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("form", [ListedWeights, LinearWeights])
def test_what_bits_add_is_bounded_by_their_values(term: Term, form: type[ListedWeights] | type[LinearWeights]) -> None:
    values = NumberedValues(GAPS)
    weighs = form(values, term)
    for mask in range(1, values.every_bit + 1):
        adds = [term.weigh(value) for value in values.listed(mask)]
        assert (min(adds), max(adds)) == weighs.reach(mask)


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("form", [ListedWeights, LinearWeights])
def test_the_bits_that_add_so_much_are_found(term: Term, form: type[ListedWeights] | type[LinearWeights]) -> None:
    values = NumberedValues(GAPS)
    weighs = form(values, term)
    for floor in range(-40, 52, 3):
        for ceiling in (floor - 1, floor, floor + 20):
            expected = of(*(value for value in GAPS if floor <= term.weigh(value) <= ceiling))
            assert expected == values.listed(weighs.between(floor, ceiling))


def test_many_values_are_a_line() -> None:
    assert isinstance(weights_of(NumberedValues(IntSet.between(0, WEIGHTS_LISTED)), Term(0, 1)), LinearWeights)
    assert isinstance(weights_of(NumberedValues(IntSet.between(1, WEIGHTS_LISTED)), Term(0, 1)), ListedWeights)
