"""How much to commit to."""

from configurator.contracts.growth.best_levels import best_level, levers_of
from configurator.contracts.growth.comparison import compare
from tests.contracts.growth.forecasts import CLOUD, F, forecast
from tests.contracts.offers import offer_of


def test_the_best_commitment_is_that_of_brute_force() -> None:
    contract = CLOUD.contracts["savings_plan"]
    (lever,) = levers_of(CLOUD, contract, "processors")
    given_forecast = forecast("processors", 6, 14, 30, months=12)
    found = best_level(CLOUD, contract, lever, given_forecast, F(6))
    costs = {}
    for units in range(41):
        changed = offer_of(
            f"one: {{charges: {{use: {{kind: usage, quantities: processors, commitment: {{quantity: {units}, "
            "overage_price: 28}, price: 19.80}}}",
            "format: 2\noffer: x\ncurrency: USD\nresources: {processors: {installed: 40}}\ncontracts:\n",
        )
        costs[F(units)] = compare(changed, given_forecast, discount_rate=F(6)).cheapest.present_value
    assert min(costs.values()) == found.present_value == costs[found.units]
