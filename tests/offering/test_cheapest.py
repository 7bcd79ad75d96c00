"""The cheapest lamps, one after the other."""

from fractions import Fraction

from configurator.engine import Ask, Engine
from configurator.offering.cheapest import Cheapest, cheapest_builds
from configurator.session.choices import Choices
from configurator.solving.port import Budget
from tests.offering.test_extremes import DAY, every_price


def test_the_cheapest_lamps_are_those_of_all_prices(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    found = cheapest_builds(market, market.session(), 6)
    assert found.complete
    assert sorted(every_price(market))[:2] == [each.priced.totals.compare for each in found.builds][:2]


def test_they_follow_what_was_chosen_and_end_where_there_are_no_more(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    chosen = Choices({"shade": "steel", "dimmer": False, "arms": 0})
    found = cheapest_builds(market, market.session(chosen), 9)
    assert [Fraction("39.5"), Fraction(44)] == [each.priced.totals.compare for each in found.builds]
    assert found.complete


def test_no_time_is_not_complete(lamps: Engine) -> None:
    market = lamps.market(Ask("lamps", DAY)).market
    assert Cheapest((), False) == cheapest_builds(market, market.session(), 2, budget=Budget(lambda: 3.0, 2.0))
