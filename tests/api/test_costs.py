"""Costs are sealed apart: no response holds one, but that to a key that may see them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from configurator_api.app import create_app
from configurator_api.service_context import Settings
from fastapi.testclient import TestClient

from configurator import storage as stores
from configurator.engine import Engine
from configurator.storage.storage_ports import Storage
from tests.clocks import ticking
from tests.offering.shop import BOOK, written

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIGURES = ("61.17", "37.93", "122.34", "75.86", "51.17", "33.43", "102.34", "66.86")
"""What a shade and a bulb cost, for one piece and for two, and what they leave."""
COSTS = "costs: {items: {shade.paper: 61.17, shade.glass: 1, shade.steel: 1, charges.bulbs: 37.93}}\n"
CHOICES = {"choices": {"shade": "paper", "bulbs": 1}, "on": "2026-03-01"}


class Shop:
    """A service over a shop whose book has costs, with keys that may see them and keys that may not."""

    def __init__(self, client: TestClient, storage: Storage) -> None:
        self.client, self.responses = client, list[str]()
        scopes = {"all": ("quotes:read", "quotes:write", "costs:read"), "buyer": ("quotes:read", "quotes:write")}
        scopes["costs"] = ("costs:read",)
        self.keys = {
            name: storage.keys.issue("acme", label=name, scopes=frozenset(each), at=NOW).secret
            for name, each in scopes.items()
        }

    def ask(self, method: str, path: str, body: object = None, key: str = "buyer", **headers: str) -> tuple[int, str]:
        auth = {"Authorization": f"Bearer {self.keys[key]}", **headers}
        response = self.client.request(method, path, json=body, headers=auth)
        text = response.text + json.dumps(dict(response.headers))
        self.responses.append(text)
        return response.status_code, response.text

    def quote(self, key: str = "buyer") -> str:
        item = {"id": "a", "catalog": "lamps", "choices": CHOICES["choices"], "quantity": 2}
        body = {"items": [item], "on": CHOICES["on"]}
        status, text = self.ask("POST", "/v1/quotes", body, key, **{"Idempotency-Key": f"once-{key}"})
        assert 201 == status, text
        return str(json.loads(text)["id"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("costs")
    catalogs, books = written(folder)
    (books / "lamps" / "lamps_eu.yaml").write_text(f"{BOOK.strip()}\n{COSTS}", encoding="utf-8")
    with stores.open(f"sqlite:///{folder / 'costs.db'}") as storage:
        storage.sellers.ensure("acme", at=NOW)
        settings = Settings(lambda: NOW, evaluate_rate="100000/minute", write_rate="100000/minute")
        engine = Engine.open(catalogs, books, now=ticking(5e-4))
        with TestClient(create_app(engine, storage, settings=settings), raise_server_exceptions=False) as client:
            yield Shop(client, storage)


def test_no_response_holds_a_cost(shop: Shop) -> None:
    id = shop.quote()
    shop.responses.clear()
    for method, path, body in (
        ("GET", "/v1/catalogs", None),
        ("GET", "/v1/catalogs/lamps", None),
        ("POST", "/v1/catalogs/lamps/evaluate", CHOICES),
        ("POST", "/v1/catalogs/lamps/evaluate", {**CHOICES, "cheapest": True}),
        ("POST", "/v1/catalogs/lamps/explain", {**CHOICES, "path": "shade", "value": "glass"}),
        ("POST", "/v1/catalogs/lamps/range", CHOICES),
        ("POST", "/v1/catalogs/lamps/best", CHOICES),
        ("POST", "/v1/catalogs/lamps/front", {"on": "2026-03-01", "goals": [{"sense": "most", "expression": "bulbs"}]}),
        ("GET", "/v1/quotes", None),
        ("GET", f"/v1/quotes/{id}", None),
        ("GET", f"/v1/quotes/{id}/verification", None),
        ("GET", f"/v1/quotes/{id}/costs", None),
        ("GET", "/v1/health", None),
        ("GET", "/", None),
    ):
        for key in ("buyer", "all"):
            if not (path.endswith("/costs") and key == "all"):
                status, text = shop.ask(method, path, body, key)
                assert status == (403 if path.endswith("/costs") else 200), (path, text)
    shop.quote("all")
    assert [] == [text[:200] for text in shop.responses for figure in FIGURES if figure in text]
    assert [] == [text[:200] for text in shop.responses if '"cost"' in text or '"margin"' in text]


def test_costs_need_their_own_scope_and_that_of_quotes(shop: Shop) -> None:
    id = shop.quote()
    path = f"/v1/quotes/{id}/costs"
    assert (403, 403) == (shop.ask("GET", path)[0], shop.ask("GET", path, key="costs")[0])
    assert 401 == shop.client.get(path).status_code
    status, text = shop.ask("GET", path, key="all")
    costs = json.loads(text)
    assert (200, id) == (status, costs["quote"])
    lines = {each["line"]: each["cost"] for each in costs["items"][0]["margins"]["lines"]}
    assert ("122.34", "75.86") == (lines["prices.shade"], lines["charges.bulbs"])
    quote = shop.client.get(f"/v1/quotes/{id}", headers={"Authorization": f"Bearer {shop.keys['all']}"})
    assert quote.headers["etag"].strip('"') == costs["quote_digest"]


def test_a_quote_that_there_is_not_has_no_costs(shop: Shop) -> None:
    assert 404 == shop.ask("GET", "/v1/quotes/q_none/costs", key="all")[0]
