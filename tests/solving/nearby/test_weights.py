"""Sums are made of one part for each variable, none of them negative."""

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.nearby.numbered import Numbered
from configurator.solving.nearby.weights import Weighed, weighed

VARIABLES = [Numbered(IntSet.between(0, 2)), Numbered(IntSet.between(-1, 1)), Numbered(IntSet.of([4]))]


def test_terms_of_one_variable_are_joined_and_start_at_zero() -> None:
    terms = (Term(0, -2), Term(1, 3), Term(0, 0, ((2, 5),)), Term(2, 10))
    assert (-2 - 3 + 40, [Weighed(0, (2, 0, 3), 3), Weighed(1, (0, 3, 6), 6)]) == weighed(terms, VARIABLES)


def test_terms_that_cancel_are_left_out() -> None:
    assert (0, []) == weighed((Term(0, 2), Term(0, -2)), VARIABLES)


def test_a_turned_part_says_what_is_left_of_the_most() -> None:
    assert Weighed(0, (1, 3, 0), 3) == Weighed(0, (2, 0, 3), 3).turned()
