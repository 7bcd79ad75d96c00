"""Forecasts and offers that the tests of plans share."""

from datetime import date
from fractions import Fraction

from configurator.contracts.growth.forecast import DemandScenario, Forecast, growing
from configurator.contracts.growth.growth_plan import GrowthPlan, plan
from tests.contracts.offers import shipped

F = Fraction
START = date(2026, 1, 1)
HP = shipped("hp_superdome")
CLOUD = shipped("cloud_commitments")


def forecast(resource: str, *begins: int, months: int = 24) -> Forecast:
    """Return scenarios of equal probability that begin with these units and grow by a percent a month."""
    chance = F(1, len(begins))
    courses = (growing(F(begin), months, percent_a_month=F(1)) for begin in begins)
    return Forecast(
        resource, START, tuple(DemandScenario(str(at), chance, course) for at, course in enumerate(courses))
    )


def slow_or_fast(family: str = "hp_superdome") -> GrowthPlan:
    """Plan a shipped offer of one resource over a year in which demand stays, or grows by a tenth a month."""
    offer = shipped(family)
    resource = next(iter(offer.resources.values()))
    slow = growing(resource.most / 4, 12)
    fast = growing(resource.most / 4, 12, percent_a_month=F(10))
    half = F(1, 2)
    return plan(
        offer, Forecast(resource.id, START, (DemandScenario("slow", half, slow), DemandScenario("fast", half, fast)))
    )
