"""Quotes over HTTP: drawn once, found byte for byte, proved."""

from tests.api.service import Service

ITEMS = {"items": [{"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}], "on": "2013-06-01"}


def test_a_quote_sent_twice_is_drawn_once(served: Service) -> None:
    first, again = (served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": "twice"}) for _ in range(2))
    assert (201, 201) == (first.status_code, again.status_code)
    assert (first.text, first.headers["etag"]) == (again.text, again.headers["etag"])
    assert "true" == again.headers["idempotency-replayed"]
    other = served.post("/v1/quotes", {**ITEMS, "number": "2"}, **served.auth, **{"Idempotency-Key": "twice"})
    assert 409 == other.status_code


def test_a_quote_is_found_again_and_proved(served: Service) -> None:
    made = served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": "proved"})
    found = served.client.get(made.headers["location"], headers=served.auth)
    assert (made.text, made.headers["etag"]) == (found.text, found.headers["etag"])
    known = {**served.auth, "If-None-Match": made.headers["etag"]}
    assert 304 == served.client.get(made.headers["location"], headers=known).status_code
    report = served.client.get(f"{made.headers['location']}/verification", headers=served.auth).json()
    assert "passed" == report["outcome"]
    listed = served.client.get("/v1/quotes", headers=served.auth).json()["quotes"]
    assert made.json()["id"] in {each["id"] for each in listed}


def test_choices_that_clash_cannot_be_quoted(served: Service) -> None:
    clash = {"trim": "fineline_siena", "premium_package": False}
    body = {"items": [{"id": "car", "catalog": "bmw_x3", "choices": clash}]}
    found = served.post("/v1/quotes", body, **served.auth, **{"Idempotency-Key": "clash"})
    assert (422, "#/items/0/choices") == (found.status_code, found.json()["errors"][0]["at"])


def test_the_faults_of_all_items_are_told_at_once(served: Service) -> None:
    items = [
        {"id": "a", "catalog": "bmw_x4"},
        {"id": "b", "catalog": "bmw_x3", "choices": {"pant": "x"}},
        {"id": "c", "catalog": "bmw_x3", "choices": {"trim": "fineline_siena", "premium_package": False}},
    ]
    found = served.post("/v1/quotes", {"items": items}, **served.auth, **{"Idempotency-Key": "faults"})
    places = [each["at"] for each in found.json()["errors"]]
    assert (422, ["#/items/0/catalog", "#/items/1/choices/pant", "#/items/2/choices"]) == (found.status_code, places)
    assert "Premium Package" in found.json()["errors"][2]["message"]


def test_an_item_id_stands_once(served: Service) -> None:
    items = [{"id": "a", "catalog": "bmw_x3"}, {"id": "a", "catalog": "aeron"}]
    found = served.post("/v1/quotes", {"items": items}, **served.auth, **{"Idempotency-Key": "twice-a"})
    assert "each item needs an id of its own; used twice: a" == found.json()["errors"][0]["message"]


def test_an_amount_that_no_database_keeps_is_refused_before_anything_is_stored(served: Service) -> None:
    piece = {"catalog": "modular_server", "choices": {"frame": "way64", "cells": 8}, "quantity": 10**9}
    items = [{"id": f"i{number}", **piece} for number in range(1000)]
    before = served.client.get("/v1/quotes", headers=served.auth).json()
    found = served.post("/v1/quotes", {"items": items}, **served.auth, **{"Idempotency-Key": "large"})
    [error] = found.json()["errors"]
    assert (422, "#/items") == (found.status_code, error["at"])
    assert error["message"].endswith("EUR is too large to be quoted; expected at most 92233720368547758.07 EUR")
    assert before == served.client.get("/v1/quotes", headers=served.auth).json()
    few = served.post("/v1/quotes", {"items": items[:1]}, **served.auth, **{"Idempotency-Key": "large"})
    assert 201 == few.status_code


def test_a_quote_may_have_many_lines(served: Service) -> None:
    items = [{"id": f"i{number}", "catalog": "bmw_x3", "quantity": number + 1} for number in range(100)]
    body = {"items": items, "on": "2013-06-01"}
    made = served.post("/v1/quotes", body, **served.auth, **{"Idempotency-Key": "many"})
    assert (201, 100) == (made.status_code, len(made.json()["items"]))
    report = served.client.get(f"{made.headers['location']}/verification", headers=served.auth).json()
    assert "passed" == report["outcome"]


def test_items_may_come_from_several_catalogs_in_one_currency(served: Service) -> None:
    both = {"items": [{"id": "car", "catalog": "bmw_x3"}, {"id": "chair", "catalog": "aeron"}]}
    made = served.post("/v1/quotes", both, **served.auth, **{"Idempotency-Key": "both"})
    assert ["bmw_x3", "aeron"] == [item["catalog"]["id"] for item in made.json()["items"]]
    mixed = {"items": [{"id": "car", "catalog": "bmw_x3"}, {"id": "server", "catalog": "modular_server"}]}
    refused = served.post("/v1/quotes", mixed, **served.auth, **{"Idempotency-Key": "mixed"})
    assert (422, True) == (refused.status_code, "EUR" in refused.json()["detail"])


def test_what_is_wrong_with_the_items_together_has_their_place(served: Service) -> None:
    items = [{"id": "a", "catalog": "bmw_x3"}, {"id": "b", "catalog": "modular_server"}]
    found = served.post("/v1/quotes", {"items": items}, **served.auth, **{"Idempotency-Key": "currencies"})
    (error,) = found.json()["errors"]
    assert (422, "#/items") == (found.status_code, error["at"])
    assert "one currency" in error["message"]


def test_a_day_without_the_catalog_has_its_place(served: Service) -> None:
    body = {"items": [{"id": "a", "catalog": "bmw_x3"}], "on": "2001-01-01"}
    found = served.post("/v1/quotes", body, **served.auth, **{"Idempotency-Key": "early"})
    assert {"at": "#/on", "message": "catalog bmw_x3 is not in force on 2001-01-01; it is from 2012-06-01"} == (
        found.json()["errors"][0]
    )


def test_another_seller_sees_nothing(served: Service) -> None:
    made = served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": "mine"})
    found = served.client.get(made.headers["location"], headers={"X-API-Key": served.rival})
    assert 404 == found.status_code
    assert [] == served.client.get("/v1/quotes", headers={"X-API-Key": served.rival}).json()["quotes"]


def test_the_list_goes_on_where_a_page_ended(served: Service) -> None:
    for number in range(3):
        served.post("/v1/quotes", ITEMS, **served.auth, **{"Idempotency-Key": f"page-{number}"})
    first = served.client.get("/v1/quotes?limit=2", headers=served.auth).json()
    rest = served.client.get(f"/v1/quotes?limit=2&after={first['next']}", headers=served.auth).json()
    assert not {each["id"] for each in first["quotes"]} & {each["id"] for each in rest["quotes"]}
