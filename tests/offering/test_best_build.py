"""Best builds of the shop of lamps; the laws over random catalogs are in tests/laws."""

from fractions import Fraction

import pytest

from configurator.budget import Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest
from configurator.offering.best_build import BestBuild, CheapestBuilds, cheapest_builds, read_aim
from configurator.offering.goals import Sense
from configurator.session.choices import NO_CHOICES, Choices
from tests.offering.test_price_range import DAY, every_price


def best(
    lamps: Engine, goals: list[tuple[Sense, str]], choices: Choices = NO_CHOICES, *, at_most: Fraction
) -> BestBuild:
    aim = read_aim(lamps.outline("lamps"), goals, at_most=at_most)
    return lamps.price_search(EvaluationRequest("lamps", DAY)).best(choices, aim)


def test_more_light_within_the_budget_and_then_the_lower_price(lamps: Engine) -> None:
    found = best(lamps, [(Sense.MOST, "bulbs")], at_most=Fraction(30))
    assert found.build is not None
    assert (Fraction("28.5"), (Fraction(3),)) == (found.build.priced.totals.compare, found.build.reached)


def test_without_a_goal_the_defaults_decide_within_the_budget(lamps: Engine) -> None:
    found = best(lamps, [], Choices({"bulbs": 2}), at_most=Fraction(60))
    assert found.build is not None
    assert ("paper", 2) == tuple(found.build.configuration.values[path] for path in ("shade", "bulbs"))


def test_a_budget_that_is_too_small_names_the_cheapest(lamps: Engine) -> None:
    found = best(lamps, [(Sense.MOST, "bulbs")], at_most=Fraction(10))
    assert found.build is None and found.proved and found.cheapest is not None
    assert Fraction("19.5") == found.cheapest.priced.totals.compare


def test_conditions_that_nothing_meets_have_no_cheapest_either(lamps: Engine) -> None:
    aim = read_aim(lamps.outline("lamps"), require=["shade == 'steel'", "bulbs == 4"])
    found = lamps.price_search(EvaluationRequest("lamps", DAY)).best(NO_CHOICES, aim)
    assert (None, None) == (found.build, found.cheapest)


def test_what_cannot_be_read_is_refused(lamps: Engine) -> None:
    with pytest.raises(InvalidRequest, match="did you mean `bulbs`"):
        read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulb")])


def test_the_cheapest_lamps_are_those_of_all_prices(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    found = cheapest_builds(prices, prices.session(), 6)
    assert found.complete
    assert sorted(every_price(prices))[:2] == [each.priced.totals.compare for each in found.builds][:2]


def test_they_follow_what_was_chosen_and_end_where_there_are_no_more(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    chosen = Choices({"shade": "steel", "dimmer": False, "arms": 0})
    found = cheapest_builds(prices, prices.session(chosen), 9)
    assert [Fraction("39.5"), Fraction(44)] == [each.priced.totals.compare for each in found.builds]
    assert found.complete


def test_no_time_is_not_complete(lamps: Engine) -> None:
    prices = lamps.price_search(EvaluationRequest("lamps", DAY)).prices
    assert CheapestBuilds((), False) == cheapest_builds(prices, prices.session(), 2, budget=Budget(lambda: 3.0, 2.0))
