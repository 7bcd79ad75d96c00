"""Bodies of growth plans: numbers are exact and of bounded size, and what cannot be understood is said."""

import re
from fractions import Fraction

import pytest
from configurator_api.schemas.plan_requests import PlanRequest
from pydantic import ValidationError

from tests.contracts.offers import shipped


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


@pytest.mark.parametrize(
    ("scenarios", "message"),
    [
        ([{"name": "a"}], "scenario `a` needs either `begin` or `table`"),
        ([{"name": "a", "begin": 1, "table": [1]}], "scenario `a` needs either `begin` or `table`"),
        ([{"name": "a", "begin": 1}, {"name": "a", "begin": 2}], "a name of its own; used twice: `a`"),
        ([{"name": "a", "begin": 1, "probability": Fraction(99, 2)}], "sum to 49.5 percent; expected 100"),
        ([{"name": "a", "begin": 1, "seasons": {"01": 1}}], "expected a calendar month, `1` to `12`"),
    ],
)
def test_scenarios_that_do_not_fit_together_are_refused(scenarios: list[object], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        request(scenarios=scenarios)
