"""Saved configurations: kept once, found by their id, reopened on the catalog as it is now."""

import pytest

from tests.api.service import Service

CHOICES = {"catalog": "bmw_x3", "choices": {"bmw_apps": True}, "on": "2013-06-01"}


def test_an_id_says_nothing_of_what_it_stands_for(served: Service) -> None:
    first, again = (served.post("/v1/configurations", CHOICES) for _ in range(2))
    assert (201, 201) == (first.status_code, again.status_code)
    assert first.headers["location"] != again.headers["location"]
    assert first.json()["choices"] == again.json()["choices"]


def test_what_was_saved_is_found_by_its_id_alone(served: Service) -> None:
    made = served.post("/v1/configurations", CHOICES)
    found = served.client.get(made.headers["location"])
    assert (made.text, made.headers["etag"]) == (found.text, found.headers["etag"])
    assert ({"bmw_apps": True}, "2013-06-01") == (found.json()["choices"], found.json()["on"])
    known = served.client.get(made.headers["location"], headers={"If-None-Match": made.headers["etag"]})
    assert 304 == known.status_code


def test_on_an_unchanged_catalog_everything_holds(served: Service) -> None:
    made = served.post("/v1/configurations", CHOICES)
    found = served.client.get(f"{made.headers['location']}/reopened").json()
    assert (True, True, [], [], []) == (
        found["holds"],
        found["same_catalog"],
        found["lost"],
        found["conflicts"],
        found["changed"],
    )
    assert {"bmw_apps": True} == found["choices"]


def test_choices_that_clash_may_be_kept_and_are_told_when_reopened(served: Service) -> None:
    clash = {"catalog": "bmw_x3", "choices": {"trim": "fineline_siena", "premium_package": False}}
    made = served.post("/v1/configurations", clash)
    found = served.client.get(f"{made.headers['location']}/reopened").json()
    assert (201, False) == (made.status_code, found["holds"])
    assert found["conflicts"] and found["repairs"] and found["repairs"][0]["difference"]


def test_what_cannot_be_kept_is_said_with_its_place(served: Service) -> None:
    found = served.post("/v1/configurations", {"catalog": "bmw_x3", "choices": {"pant": 1}})
    assert (422, "#/choices/pant") == (found.status_code, found.json()["errors"][0]["at"])
    assert "#/catalog" == served.post("/v1/configurations", {"catalog": "bmw_x4"}).json()["errors"][0]["at"]


@pytest.mark.parametrize("path", ["", "/reopened"])
def test_an_id_that_nobody_was_given_is_not_found(served: Service, path: str) -> None:
    assert 404 == served.client.get(f"/v1/configurations/c_{'a' * 26}{path}").status_code
    assert 422 == served.client.get(f"/v1/configurations/nothing{path}").status_code
