"""Prices are as their schema says."""

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from configurator.pricing.price_responses import PriceResponse
from tests.api.service import Service


def test_lines_steps_and_totals_are_typed(served: Service) -> None:
    found = served.post("/v1/catalogs/aeron/evaluate", {"quantity": 30}).json()["price"]
    price = TypeAdapter(PriceResponse).validate_json(json.dumps(found))
    assert {"one_time", "compare"} <= set(price["totals"])
    assert price["lines"][0]["steps"][0]["stage"] == "list"


def test_an_amount_that_is_a_float_is_no_price(served: Service) -> None:
    found = served.post("/v1/catalogs/aeron/evaluate", {}).json()["price"]
    found["totals"]["one_time"]["amount"] = 1885.7
    with pytest.raises(ValidationError):
        TypeAdapter(PriceResponse).validate_json(json.dumps(found))
