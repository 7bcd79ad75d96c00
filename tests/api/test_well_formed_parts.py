"""Faults of form and unknown names are reported in one round, each where it is."""

import pytest

from tests.api.service import Service, engine

PLAN = {"start": "2026-01-01", "months": 12, "scenarios": [{"name": "slow", "begin": 4}]}


def _at(served: Service, path: str, body: object, **headers: str) -> set[str]:
    response = served.post(path, body, **headers)
    assert 422 == response.status_code
    return {each["at"] for each in response.json()["errors"]}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (
            "/v1/catalogs/bmw_x3/evaluate",
            {"choices": {"pant": "red", "trim": "oak", "paint": [1]}, "seconds": 99, "extra": 1},
            {"#/choices/pant", "#/choices/trim", "#/choices/paint", "#/seconds", "#/extra"},
        ),
        (
            "/v1/catalogs/bmw_x3/evaluate",
            {"on": "soon", "book": "none", "instances": {"rooms": ["a"], "b b": 1}},
            {"#/on", "#/book", "#/instances/rooms", "#/instances/b b"},
        ),
        ("/v1/catalogs/bmw_x3/explain", {"path": "pant", "locale": 1}, {"#/path", "#/locale"}),
        ("/v1/catalogs/bmw_x3/explain", {"choices": {"pant": 1}}, {"#/path", "#/choices/pant"}),
        (
            "/v1/configurations",
            {"catalog": "bmw_x3", "choices": {"pant": "red"}, "on": "soon"},
            {"#/on", "#/choices/pant"},
        ),
        ("/v1/configurations", {"catalog": "bmw", "on": "soon"}, {"#/on", "#/catalog"}),
        ("/v1/plans", {**PLAN, "offer": "ibm", "months": -1}, {"#/offer", "#/months"}),
        (
            "/v1/plans",
            {**PLAN, "offer": "hp_superdome", "contracts": ["cash"], "extra": 1},
            {"#/contracts/0", "#/extra"},
        ),
    ],
)
def test_form_and_names_come_in_one_round(served: Service, path: str, body: object, expected: set[str]) -> None:
    engine().catalog("bmw_x3")
    assert expected <= _at(served, path, body)


def test_every_item_of_a_quote_is_looked_up(served: Service) -> None:
    engine().catalog("bmw_x3")
    items = [
        {"id": "a", "catalog": "bmw_x3", "choices": {"pant": "red"}},
        "nothing",
        {"id": "c", "catalog": "none"},
        {"id": "d", "catalog": "bmw_x3", "quantity": 0, "choices": {"trim": "oak"}},
    ]
    found = _at(served, "/v1/quotes", {"items": items}, **{"Idempotency-Key": "one-round", "X-API-Key": served.secret})
    expected = {
        "#/items/0/choices/pant",
        "#/items/1",
        "#/items/2/catalog",
        "#/items/3/quantity",
        "#/items/3/choices/trim",
    }
    assert expected == found


def test_what_is_wrong_with_goals_and_with_choices_comes_in_one_round(served: Service) -> None:
    engine().catalog("bmw_x3")
    body = {"choices": {"pant": "red"}, "goals": [{"sense": "most", "expression": "nothing + 1"}], "require": ["also"]}
    found = _at(served, "/v1/catalogs/bmw_x3/best", body)
    assert {"#/choices/pant", "#/goals/0/expression", "#/require/0"} == found


@pytest.mark.parametrize("body", [[], "text", {"items": {}}, {"choices": 1, "instances": [], "parameters": "x"}])
def test_a_body_without_well_formed_parts_is_told_its_form_only(served: Service, body: object) -> None:
    assert all(at.startswith("#") for at in _at(served, "/v1/catalogs/aeron/evaluate", body))
