"""Bodies of growth plans: numbers are exact and of bounded size, and what cannot be understood is said."""

from datetime import date
from fractions import Fraction

import pytest
from configurator_api.schemas.plan_requests import CourseRequest, PlanRequest
from pydantic import ValidationError

from configurator.errors import InvalidRequest
from tests.contracts.offers import shipped

START = date(2026, 1, 1)


def request(**more: object) -> PlanRequest:
    body = {"offer": "hp_superdome", "start": "2026-01-01", "months": 3, "scenarios": [{"name": "a", "begin": 4}]}
    return PlanRequest.model_validate({**body, **more})


def test_a_request_is_the_forecast_that_it_says() -> None:
    found = request(scenarios=[{"name": "a", "begin": 4}, {"name": "b", "table": [1, Fraction(5, 2)]}])
    forecast = found.forecast(shipped("hp_superdome"))
    assert [Fraction(1, 2)] * 2 == [each.probability for each in forecast.scenarios]
    assert (Fraction(1), Fraction(5, 2), Fraction(5, 2)) == forecast.scenarios[1].demand
    assert "cores" == forecast.resource


@pytest.mark.parametrize("number", [True, "4", 0.5, 10**13, Fraction(1, 3), -1])
def test_a_number_is_exact_and_of_bounded_size(number: object) -> None:
    with pytest.raises(ValidationError):
        request(scenarios=[{"name": "a", "begin": number}])


def test_a_course_needs_a_beginning() -> None:
    with pytest.raises(InvalidRequest, match="either"):
        CourseRequest.model_validate({"name": "a"}).scenario(Fraction(1), START, 3)
    with pytest.raises(InvalidRequest, match="same name"):
        request(scenarios=[{"name": "a", "begin": 1}, {"name": "a", "begin": 2}]).forecast(shipped("hp_superdome"))
