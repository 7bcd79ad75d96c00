"""From which use on another contract is the cheaper one."""

from configurator.contracts.growth.break_even import SteadyUse
from tests.contracts.growth.forecasts import CLOUD, HP, START, F


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
