"""Contracts against forecasts."""

import random
import time
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.contracts.growth.break_even import SteadyUse
from configurator.contracts.growth.comparing import compare
from configurator.contracts.growth.forecast import Forecast, Scenario, expected, growing
from configurator.contracts.growth.levers import best_level, levers_of
from configurator.contracts.growth.planning import plan
from configurator.contracts.growth.present_value import discount
from configurator.errors import InvalidRequest
from tests.contracts.offers import FAMILIES, offer_of, shipped

F = Fraction
START = date(2026, 1, 1)
HP = shipped("hp_superdome")
CLOUD = shipped("cloud_commitments")


def forecast(resource: str, *begins: int, months: int = 24) -> Forecast:
    chance = F(1, len(begins))
    return Forecast(
        resource,
        START,
        tuple(
            Scenario(str(at), chance, growing(F(begin), months, percent_a_month=F(1)))
            for at, begin in enumerate(begins)
        ),
    )


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.integers(0, 30))
def test_a_present_value_is_the_sum_of_the_discounted_amounts(flow: list[int], percent: int) -> None:
    weights, rate = discount(F(percent), len(flow) - 1), 1 + F(percent, 1200)
    assert sum(F(amount) / rate**month for month, amount in enumerate(flow)) == F(weights.present(flow), weights.over)


def test_without_a_rate_a_present_value_is_the_total() -> None:
    found = compare(HP, forecast("cores", 4), discount_rate=F(0))
    assert [each.total for each in found.outcomes] == [each.present_value for each in found.outcomes]


@settings(max_examples=20)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=4), st.sampled_from(FAMILIES))
def test_regret_is_the_distance_to_the_best_in_each_scenario(begins: list[int], family: str) -> None:
    offer = shipped(family)
    found = compare(offer, forecast(next(iter(offer.resources)), *begins, months=6))
    for name in (str(at) for at in range(len(begins))):
        values = {each.contract: each.courses[name].present_value for each in found.outcomes}
        best = min(values.values())
        assert {id: value - best for id, value in values.items()} == {
            e.contract: e.regret[name] for e in found.outcomes
        }
    assert all(sum(outcome.flow) == outcome.total for outcome in found.outcomes)
    assert sorted(each.present_value for each in found.outcomes) == [each.present_value for each in found.outcomes]
    assert found.least_regret.worst_regret == min(each.worst_regret for each in found.outcomes)


def test_pay_per_use_breaks_even_with_the_lease_at_half_use() -> None:
    steady = SteadyUse(HP, "cores", START, 36, ["lease", "pay_per_use"])
    assert [("pay_per_use", "lease", F(8), F(50), True)] == [
        (each.below, each.above, each.at, each.percent, each.equal)
        for each in steady.break_evens("lease", "pay_per_use")
    ]
    assert 1200 * steady.cost("pay_per_use", F(16)) == 1404 * steady.cost("lease", F(16))


def test_the_cheapest_ranges_cover_all_use() -> None:
    steady = SteadyUse(CLOUD, "processors", START, 12)
    found = steady.cheapest()
    assert (F(0), CLOUD.resources["processors"].most) == (found[0].low, found[-1].high)
    assert ["on_demand", "savings_plan", "larger_plan", "sustained_use"] == [each.contract for each in found]


def test_a_break_even_that_is_no_hundredth_is_told_as_an_interval() -> None:
    steady = SteadyUse(CLOUD, "processors", START, 12, ["on_demand", "savings_plan"])
    (found,) = steady.break_evens("on_demand", "savings_plan")
    assert not found.equal
    differences = [
        steady.cost("on_demand", at) - steady.cost("savings_plan", at) for at in (found.at, found.at + F(1, 100))
    ]
    assert differences[0] < 0 < differences[1]


def test_the_best_commitment_is_that_of_brute_force() -> None:
    contract = CLOUD.contracts["savings_plan"]
    (lever,) = levers_of(CLOUD, contract, "processors")
    given_forecast = forecast("processors", 6, 14, 30, months=12)
    found = best_level(CLOUD, contract, lever, given_forecast, F(6))
    costs = {}
    for units in range(41):
        changed = offer_of(
            f"one: {{charges: {{use: {{kind: usage, of: processors, commitment: {{quantity: {units}}}, "
            "price: 19.80, on_demand: 28}}}",
            "format: 1\noffer: x\ncurrency: USD\nresources: {processors: {installed: 40}}\ncontracts:\n",
        )
        costs[F(units)] = compare(changed, given_forecast, discount_rate=F(6)).cheapest.present_value
    assert min(costs.values()) == found.present_value == costs[found.units]


def test_a_plan_says_from_when_on_less_was_paid() -> None:
    found = compare(HP, forecast("cores", 4, months=36), ["lease", "instant_capacity"])
    (crossing,) = found.crossings
    assert ("lease", "instant_capacity") == (crossing.until_then, crossing.from_then)
    paid = {each.contract: each.flow for each in found.outcomes}
    before, after = (
        {id: sum(flow[:months]) for id, flow in paid.items()} for months in (crossing.month, crossing.month + 1)
    )
    assert before["lease"] <= before["instant_capacity"]
    assert after["lease"] > after["instant_capacity"]


def test_the_reason_names_the_next_best_and_what_it_costs_more() -> None:
    found = plan(HP, forecast("cores", 4, 8))
    first, second = found.comparison.outcomes[:2]
    assert (first.contract, second.contract) == (found.reason.cheapest, found.reason.next)
    assert second.present_value - first.present_value == found.reason.saving
    assert found.best_levels
    assert not plan(HP, forecast("cores", 4, 8), levels=False).best_levels


def test_what_the_offer_has_not_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no contract leas"):
        compare(HP, forecast("cores", 4), ["leas"])
    with pytest.raises(InvalidRequest, match="no resource"):
        compare(HP, forecast("disks", 4))


def test_sixty_months_of_eight_plans_in_two_hundred_scenarios_take_about_a_second() -> None:
    chance = random.Random(1)
    eight = offer_of(
        "".join(
            f"plan_{at}: {{charges: {{fee: {{kind: recurring, amount: {at}}}, use: {{kind: usage, of: cores, "
            f"commitment: {{quantity: {at}}}, tiers: [{{up_to: 10, price: {20 - at}}}, {{price: {15 - at}}}], "
            "on_demand: 21}}}\n"
            for at in range(8)
        )
    )
    scenarios = tuple(
        Scenario(str(at), F(1, 200), tuple(F(chance.randrange(2500), 100) for _ in range(60))) for at in range(200)
    )
    begin = time.process_time()
    found = compare(eight, Forecast("cores", START, scenarios))
    assert 8 == len(found.outcomes)
    assert time.process_time() - begin < 5, "many times slower than a second"


def test_one_scenario_is_certain() -> None:
    found = plan(HP, Forecast("cores", START, (expected(growing(F(4), 12)),)))
    assert 1 == found.reason.probability
    assert found.reason.cautious == found.reason.cheapest
