"""The whole plan for a forecast."""

from configurator.contracts.growth.forecast import Forecast, expected, growing
from configurator.contracts.growth.growth_plan import plan
from tests.contracts.growth.forecasts import HP, START, F, forecast


def test_the_reason_names_the_next_best_and_what_it_costs_more() -> None:
    found = plan(HP, forecast("cores", 4, 8))
    first, second = found.comparison.outcomes[:2]
    assert (first.contract, second.contract) == (found.reason.cheapest, found.reason.next)
    assert second.present_value - first.present_value == found.reason.saving
    assert found.best_levels
    assert not plan(HP, forecast("cores", 4, 8), levels=False).best_levels


def test_one_scenario_is_certain() -> None:
    found = plan(HP, Forecast("cores", START, (expected(growing(F(4), 12)),)))
    assert 1 == found.reason.probability
    assert found.reason.cautious == found.reason.cheapest
