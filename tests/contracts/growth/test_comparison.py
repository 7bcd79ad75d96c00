"""Contracts against forecasts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.contracts.growth.comparison import compare, discount_factors
from configurator.errors import InvalidRequest
from tests.contracts.growth.forecasts import HP, F, forecast
from tests.contracts.offers import FAMILIES, shipped
from tests.examples import share


@settings(max_examples=share(40))
@given(st.lists(st.integers(0, 20), min_size=1, max_size=4), st.sampled_from(FAMILIES))
def test_regret_is_the_distance_to_the_best_in_each_scenario(begins: list[int], family: str) -> None:
    offer = shipped(family)
    found = compare(offer, forecast(next(iter(offer.resources)), *begins, months=6))
    for name in (str(at) for at in range(len(begins))):
        values = {each.contract: each.costs[name].present_value for each in found.outcomes}
        best = min(values.values())
        assert {id: value - best for id, value in values.items()} == {
            e.contract: e.regret[name] for e in found.outcomes
        }
    assert all(sum(outcome.flow) == outcome.total for outcome in found.outcomes)
    assert sorted(each.present_value for each in found.outcomes) == [each.present_value for each in found.outcomes]
    assert found.least_regret.worst_regret == min(each.worst_regret for each in found.outcomes)


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


def test_what_the_offer_has_not_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no contract leas"):
        compare(HP, forecast("cores", 4), ["leas"])
    with pytest.raises(InvalidRequest, match="no resource"):
        compare(HP, forecast("disks", 4))


# ── present value ─────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.integers(0, 30))
def test_a_present_value_is_the_sum_of_the_discounted_amounts(flow: list[int], percent: int) -> None:
    weights, rate = discount_factors(F(percent), len(flow) - 1), 1 + F(percent, 1200)
    assert sum(F(amount) / rate**month for month, amount in enumerate(flow)) == F(weights.present(flow), weights.over)


def test_without_a_rate_a_present_value_is_the_total() -> None:
    found = compare(HP, forecast("cores", 4), discount_rate=F(0))
    assert [each.total for each in found.outcomes] == [each.present_value for each in found.outcomes]
