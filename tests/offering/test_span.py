"""A span is undecided where anything that was asked for is not certain."""

from dataclasses import replace
from fractions import Fraction

from configurator.engine import Ask, Engine
from configurator.offering.cheapest import Cheapest
from configurator.offering.extremes import PriceRange
from configurator.session.choices import NO_CHOICES
from tests.offering.test_extremes import DAY


def test_it_is_undecided_where_an_end_or_a_list_is(lamps: Engine) -> None:
    found = lamps.market(Ask("lamps", DAY)).span(NO_CHOICES, builds=1)
    assert not found.undecided
    assert replace(found, ends=PriceRange(None, None, Fraction(0), Fraction(9))).undecided
    assert replace(found, cheapest=Cheapest((), False)).undecided


def test_what_has_no_product_is_decided(lamps: Engine) -> None:
    found = lamps.market(Ask("lamps", DAY)).span(NO_CHOICES, options=False)
    assert not replace(found, ends=None).undecided
