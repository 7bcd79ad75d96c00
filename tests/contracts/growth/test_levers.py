"""How much to commit to."""

from datetime import date
from fractions import Fraction

from configurator.contracts.growth.comparing import compare
from configurator.contracts.growth.forecast import Forecast, Scenario, growing
from configurator.contracts.growth.levers import best_level, levers_of
from tests.contracts.offers import offer_of, shipped

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
