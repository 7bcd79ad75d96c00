"""Forecasts and offers that the tests of plans share."""

from datetime import date
from fractions import Fraction

from configurator.contracts.growth.forecast import Forecast, Scenario, growing
from tests.contracts.offers import shipped

F = Fraction
START = date(2026, 1, 1)
HP = shipped("hp_superdome")
CLOUD = shipped("cloud_commitments")


def forecast(resource: str, *begins: int, months: int = 24) -> Forecast:
    """Return scenarios of equal probability that begin with these units and grow by a percent a month."""
    chance = F(1, len(begins))
    courses = (growing(F(begin), months, percent_a_month=F(1)) for begin in begins)
    return Forecast(resource, START, tuple(Scenario(str(at), chance, course) for at, course in enumerate(courses)))
