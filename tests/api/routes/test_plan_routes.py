"""Growth plans over HTTP."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from configurator_api.routes.plan_routes import OfferListResponse

from configurator.canonical_json import dumps
from configurator.contracts.growth.forecast import Forecast, expected, growing
from configurator.contracts.growth.growth_plan import plan
from configurator.contracts.growth.plan_json import plan_to_json
from configurator.contracts.growth.plan_responses import PlanResponse
from tests.api.service import Service, engine
from tests.offering.test_evaluation_responses import as_described

ASKED: dict[str, Any] = {
    "offer": "hp_superdome",
    "start": "2026-01-01",
    "months": 24,
    "scenarios": [{"name": "expected", "begin": 4, "percent_a_month": 2}],
}


def test_the_answer_is_the_plan_to_the_last_byte(served: Service) -> None:
    offer = engine().offers.offer("hp_superdome")
    forecast = growing_cores()
    answer = served.post("/v1/plans", ASKED)
    assert (200, dumps(plan_to_json(plan(offer, forecast), "en"))) == (answer.status_code, answer.text)


def growing_cores() -> Forecast:
    demand = growing(Fraction(4), 24, percent_a_month=Fraction(2))
    return Forecast("cores", date(2026, 1, 1), (expected(demand),))


def test_plans_and_offers_are_as_described(served: Service) -> None:
    for content, described in (
        (served.post("/v1/plans", ASKED).content, PlanResponse),
        (served.client.get("/v1/offers").content, OfferListResponse),
    ):
        assert json.loads(content) == as_described(content, described)


def test_offers_are_listed_with_what_they_are_for(served: Service) -> None:
    found = {each["id"]: each for each in served.client.get("/v1/offers").json()["offers"]}
    assert "16" == found["hp_superdome"]["resources"][0]["most"]
    assert "pay_per_use" in {each["id"] for each in found["hp_superdome"]["contracts"]}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"offer": "hp_superdom"}, "#/offer"),
        ({"contracts": ["lease", "leas"]}, "#/contracts/1"),
        ({"resource": "disks"}, "#/resource"),
        ({"months": 121}, "#/months"),
        ({"start": "9999-01-01"}, "#/months"),
        ({"scenarios": []}, "#/scenarios"),
        ({"scenarios": [{"name": "a"}]}, "#/scenarios/0"),
        ({"scenarios": [{"name": "a", "begin": 1, "table": [1]}]}, "#/scenarios/0"),
        ({"scenarios": [{"name": "a", "begin": 1, "probability": 50}]}, "#/scenarios"),
        ({"scenarios": [{"name": "a", "begin": 1, "probability": -50}]}, "#/scenarios/0/probability"),
        ({"scenarios": [{"name": "a", "begin": 1}, {"name": "a", "begin": 2}]}, "#/scenarios"),
        ({"scenarios": [{"name": "a", "begin": 1, "percent_a_month": 1000}]}, "#/scenarios/0/percent_a_month"),
        ({"scenarios": [{"name": "a", "begin": 1, "seasons": {"13": 100}}]}, "#/scenarios/0/seasons/13"),
        ({"scenarios": [{"name": "a", "begin": "4"}]}, "#/scenarios/0/begin"),
        ({"scenarios": [{"name": "a", "begin": 10**13}]}, "#/scenarios/0/begin"),
        ({"discount_rate": 101}, "#/discount_rate"),
    ],
)
def test_what_cannot_be_planned_has_its_pointer(served: Service, change: dict[str, Any], at: str) -> None:
    answer = served.post("/v1/plans", {**ASKED, **change})
    assert (422, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert [at] == [each["at"] for each in answer.json()["errors"]]


def test_unknown_resources_and_contracts_are_reported_at_once(served: Service) -> None:
    answer = served.post("/v1/plans", {**ASKED, "resource": "disks", "contracts": ["leas", "lease", "rent"]})
    assert ["#/resource", "#/contracts/0", "#/contracts/2"] == [each["at"] for each in answer.json()["errors"]]
    assert "offer hp_superdome has no contract `leas`; did you mean `lease`?" == answer.json()["errors"][1]["message"]


def test_scenarios_with_tables_and_seasons(served: Service) -> None:
    scenarios = [
        {"name": "slow", "probability": 50, "begin": 4},
        {"name": "table", "probability": 50, "table": [4, 8], "seasons": {"12": 150}},
    ]
    found = served.post("/v1/plans", {**ASKED, "scenarios": scenarios, "contracts": ["lease", "outright"]}).json()
    assert ["4", "8"] == found["scenarios"][1]["demand"][:2]
    assert "12" == found["scenarios"][1]["demand"][11]
    assert {"lease", "outright"} == {each["contract"] for each in found["plans"]}
