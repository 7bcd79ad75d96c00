"""Orders over HTTP: priced as a whole, quoted, proved, and all that is wrong with one at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from configurator.engine import Engine
from tests.api.service import Service, service

SHOP = Path(__file__).parents[2] / "docs" / "orders"
ORDER: dict[str, Any] = {
    "items": [
        {"id": "c", "catalog": "chair", "quantity": 3, "measures": {"weight": 7}},
        {"id": "d", "catalog": "desk", "measures": {"weight": 25.5}},
    ],
    "on": "2026-03-10",
    "order_rules": "shop",
    "codes": ["SPRING"],
    "parameters": {"customer.prepaid": 50},
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("shop"), Engine.open(SHOP / "catalogs", SHOP / "pricing_rules")) as found:
        yield found


def test_an_order_is_priced_as_a_whole_and_quoted_for_the_same(shop: Service) -> None:
    priced = shop.post("/v1/orders/price", ORDER)
    assert 200 == priced.status_code, priced.text
    steps = priced.json()["steps"]
    assert all(set(step["allocation"]) <= {"c", "d"} for step in steps)
    quoted = shop.post("/v1/quotes", ORDER, **shop.auth, **{"Idempotency-Key": "order"})
    assert 201 == quoted.status_code, quoted.text
    assert priced.json()["totals"] == quoted.json()["total"]
    assert steps == quoted.json()["order"]["priced"]["steps"]
    report = shop.client.get(f"{quoted.headers['location']}/verification", headers=shop.auth).json()
    assert "passed" == report["outcome"], report
    assert ["order bytes", "order"] == [check["name"] for check in report["checks"]][-2:]


def test_all_that_is_wrong_with_an_order_is_reported_at_once_and_nothing_is_stored(shop: Service) -> None:
    items = [{**ORDER["items"][0], "choices": {"colour": "x"}}, {"id": "d", "catalog": "desk"}]
    wrong = {**ORDER, "items": items, "codes": ["SPRIN"], "parameters": {"customer.prepaid": "much"}}
    places = {
        "#/items/0/choices/colour", "#/items/1/measures", "#/codes/0", "#/parameters/customer.prepaid",
    }  # fmt: skip
    before = shop.client.get("/v1/quotes", headers=shop.auth).json()
    for path, headers in (("/v1/orders/price", {}), ("/v1/quotes", {**shop.auth, "Idempotency-Key": "wrong"})):
        found = shop.post(path, wrong, **headers)
        assert (422, places) == (found.status_code, {each["at"] for each in found.json()["errors"]}), path
    assert before == shop.client.get("/v1/quotes", headers=shop.auth).json()


def test_unknown_order_rules_are_named(shop: Service) -> None:
    found = shop.post("/v1/orders/price", {**ORDER, "order_rules": "shp"})
    [error] = found.json()["errors"]
    assert (422, "#/order_rules") == (found.status_code, error["at"])
    assert "did you mean" in error["message"]
