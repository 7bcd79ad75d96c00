"""What a person is after, read in the language of catalogs, with mistakes told at once."""

from fractions import Fraction

import pytest

from configurator.configuration import Configuration
from configurator.engine import Engine
from configurator.errors import InvalidRequest
from configurator.offering.goals import Sense, base_unit, read_condition, read_goal
from configurator.units import STANDARD_UNITS, Dimension
from tests.pricing.shop import chosen, van


def test_a_goal_has_a_value_in_every_product_in_the_unit_of_its_feature() -> None:
    goal = read_goal(van(), Sense.LEAST, "cable")
    assert ("m", Fraction(2)) == (goal.unit.name, goal.value(van(), chosen({})))


def test_a_goal_that_is_calculated_is_in_base_units() -> None:
    goal = read_goal(van(), Sense.MOST, "engine.power * 1")
    assert ("W", Fraction(90_000)) == (goal.unit.name, goal.value(van(), chosen({})))


def test_what_is_absent_counts_as_nothing(lamps: Engine) -> None:
    catalog = lamps.catalog("lamps").catalog
    goal = read_goal(catalog, Sense.MOST, "bulbs")
    assert Fraction(0) == goal.value(catalog, Configuration("lamps", catalog.digest, {}, {}, {}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seet", "seet"),
        ("sport", "expected a number; of what is true or false write `1 if … else 0`"),
        ("paint", "expected a number; name one of its numbers"),
        ("seats +", "`seats +`: "),
    ],
)
def test_what_is_no_number_is_refused_with_what_would_do(text: str, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_goal(van(), Sense.MOST, text)
    assert said in str(refused.value)
    assert "goals" == refused.value.field


def test_a_condition_must_be_true_or_false() -> None:
    with pytest.raises(InvalidRequest, match="seats"):
        read_condition(van(), "seats")
    assert "seats > 3" == read_condition(van(), "seats>3").text


def test_a_dimension_without_a_named_unit_is_called_after_itself() -> None:
    odd = Dimension((("length", 1), ("mass", 1)))
    assert "length·mass" == base_unit(STANDARD_UNITS, odd).name
    assert "" == base_unit(STANDARD_UNITS, Dimension()).name
