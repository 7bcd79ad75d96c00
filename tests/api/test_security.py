"""Quotes are for those with a key that is in force."""

import json

from tests.api.service import Service

ITEMS = {"items": [{"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}], "on": "2013-06-01"}


def test_a_quote_needs_a_key_that_may_write(served: Service) -> None:
    headers = {"Idempotency-Key": "needs-a-key"}
    assert 401 == served.post("/v1/quotes", ITEMS, **headers).status_code
    assert 403 == served.post("/v1/quotes", ITEMS, **headers, **{"X-API-Key": served.reader}).status_code


def test_quotes_are_read_by_a_key_that_may_read(served: Service) -> None:
    made = served.post("/v1/quotes", ITEMS, **{"Idempotency-Key": "written", "X-API-Key": served.writer})
    assert 201 == made.status_code
    for path in (made.headers["location"], f"{made.headers['location']}/verification", "/v1/quotes"):
        refused = served.client.get(path, headers={"X-API-Key": served.writer})
        assert (403, True) == (refused.status_code, "quotes:read" in refused.json()["detail"])
        assert 200 == served.client.get(path, headers={"X-API-Key": served.reader}).status_code


def test_an_unknown_key_is_told_how_to_be_sent(served: Service) -> None:
    found = served.client.get("/v1/quotes", headers={"X-API-Key": "nobody"})
    assert (401, "Bearer") == (found.status_code, found.headers["www-authenticate"])
    assert "X-API-Key" in found.json()["detail"] and "nobody" not in json.dumps(found.json())


def test_both_ways_to_send_a_key_will_do(served: Service) -> None:
    for headers in (served.auth, {"X-API-Key": served.secret}):
        assert 200 == served.client.get("/v1/quotes", headers=headers).status_code
