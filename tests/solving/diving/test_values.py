"""Sets of values as bits."""

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.diving.values import MOST_WEIGHED, Line, Listed, Values, bits, weighing
from tests.solving.suite import of

GAPS = IntSet(((-3, -1), (4, 4), (10, 12)))
TERMS = [Term(0, 2), Term(0, -3), Term(0, 1, ((-3, 50), (4, -9), (77, 1))), Term(0, 0, ((10, 1),)), Term(0)]


def test_values_become_bits_and_bits_values() -> None:
    values = Values(GAPS)
    assert 0b0001010 == values.mask(of(-2, 0, 4, 99))
    assert of(-2, 4) == values.listed(0b0001010)
    assert (-2, 4) == (values.lowest(0b0001010), values.highest(0b0001010))
    assert GAPS == values.listed(values.everything)


def test_a_range_need_not_be_listed() -> None:
    values = Values(IntSet.between(5, 10**9))
    assert 0b110 == values.mask(IntSet.between(6, 7))
    assert 7 == values.highest(0b110)


def test_bits_are_numbered_from_the_lowest() -> None:
    assert [1, 3] == list(bits(0b1010))


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("form", [Listed, Line])
def test_what_bits_add_is_bounded_by_their_values(term: Term, form: type[Listed] | type[Line]) -> None:
    values = Values(GAPS)
    weighs = form(values, term)
    for mask in range(1, values.everything + 1):
        adds = [term.weigh(value) for value in values.listed(mask)]
        assert (min(adds), max(adds)) == weighs.reach(mask)


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("form", [Listed, Line])
def test_the_bits_that_add_so_much_are_found(term: Term, form: type[Listed] | type[Line]) -> None:
    values = Values(GAPS)
    weighs = form(values, term)
    for floor in range(-40, 52, 3):
        for ceiling in (floor - 1, floor, floor + 20):
            expected = of(*(value for value in GAPS if floor <= term.weigh(value) <= ceiling))
            assert expected == values.listed(weighs.between(floor, ceiling))


def test_many_values_are_a_line() -> None:
    assert isinstance(weighing(Values(IntSet.between(0, MOST_WEIGHED)), Term(0, 1)), Line)
    assert isinstance(weighing(Values(IntSet.between(1, MOST_WEIGHED)), Term(0, 1)), Listed)
