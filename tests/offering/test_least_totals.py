"""Least totals of the shop of lamps; the law over random catalogs is in tests/laws."""

from fractions import Fraction

from configurator.engine import Ask, Engine
from configurator.offering.least_totals import least_totals
from configurator.session.choices import Choices
from configurator.solving.port import Budget
from tests.offering.test_extremes import DAY


def test_each_option_has_the_price_of_the_cheapest_lamp_with_it(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    found = least_totals(market, market.session())
    shades = {value: found.by_value["shade", value] for value in ("paper", "glass", "steel")}
    assert {"paper": Fraction("19.5"), "glass": Fraction("98.5"), "steel": Fraction("39.5")} == shades
    assert frozenset() == found.undecided


def test_a_choice_may_give_way_to_another_value_while_the_others_stay(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    found = least_totals(market, market.session(Choices({"bulbs": 4, "shade": "paper"})))
    assert Fraction("19.5") == found.by_value["bulbs", 1]
    assert ("shade", "steel") not in found.by_value


def test_what_was_not_decided_in_time_is_undecided_and_no_no(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    found = least_totals(market, market.session(), budget=Budget(lambda: 3.0, 2.0))
    assert ("shade", "glass") in found.undecided
    assert {} == found.by_value
