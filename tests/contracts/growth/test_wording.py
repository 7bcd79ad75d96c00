"""Plans in sentences."""

from datetime import date
from fractions import Fraction

from configurator.contracts.growth.forecast import Forecast, Scenario, growing
from configurator.contracts.growth.planning import GrowthPlan, plan
from configurator.contracts.growth.wording import in_words
from tests.contracts.offers import shipped

F = Fraction
HALF = F(1, 2)


def found(family: str = "hp_superdome") -> GrowthPlan:
    offer = shipped(family)
    resource = next(iter(offer.resources.values()))
    slow = growing(resource.most / 4, 12)
    fast = growing(resource.most / 4, 12, percent_a_month=F(10))
    return plan(
        offer, Forecast(resource.id, date(2026, 1, 1), (Scenario("slow", HALF, slow), Scenario("fast", HALF, fast)))
    )


def test_the_reason_is_a_sentence() -> None:
    words = list(in_words(found(), "en"))
    assert words[0].startswith("Pay per use is the cheapest: $")
    assert "It is that with a probability of" in words[1]
    assert "Illustrative prices, not published ones." == words[-1]
