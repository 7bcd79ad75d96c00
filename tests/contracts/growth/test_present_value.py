"""What later money is worth today."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.growth.comparing import compare
from configurator.contracts.growth.present_value import discount
from tests.contracts.growth.forecasts import HP, F, forecast


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.integers(0, 30))
def test_a_present_value_is_the_sum_of_the_discounted_amounts(flow: list[int], percent: int) -> None:
    weights, rate = discount(F(percent), len(flow) - 1), 1 + F(percent, 1200)
    assert sum(F(amount) / rate**month for month, amount in enumerate(flow)) == F(weights.present(flow), weights.over)


def test_without_a_rate_a_present_value_is_the_total() -> None:
    found = compare(HP, forecast("cores", 4), discount_rate=F(0))
    assert [each.total for each in found.outcomes] == [each.present_value for each in found.outcomes]
