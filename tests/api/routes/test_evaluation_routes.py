"""Choices in; states, reasons, repairs and prices out."""

from typing import Any

import pytest
from configurator_api.service_context import context_of
from fastapi import Request

from tests.api.service import Service, engine

DAYS = {"aeron": "2026-03-01", "bmw_x3": "2013-06-01"}
BMW = "/v1/catalogs/bmw_x3"


def test_choices_in_states_and_price_out(served: Service) -> None:
    found = served.post(f"{BMW}/evaluate", {"choices": {"bmw_apps": True}, "on": "2013-06-01"}).json()
    assert {"amount": "42145.00", "currency": "USD"} == found["price"]["totals"]["one_time"]
    navigation = next(each for each in found["features"] if each["path"] == "navigation")
    assert ("implied", True) == (navigation["state"], navigation["value"])


def test_choices_that_clash_are_a_normal_answer_with_repairs(served: Service) -> None:
    clash = {"trim": "fineline_siena", "premium_package": False}
    found = served.post(f"{BMW}/evaluate", {"choices": clash})
    assert (200, False) == (found.status_code, found.json()["consistent"])
    assert found.json()["conflict"]["causes"] and found.json()["repairs"]


def test_a_blocked_option_says_why_in_the_words_of_the_owner(served: Service) -> None:
    body = {"choices": {"premium_package": False}, "path": "trim", "value": "fineline_siena"}
    found = served.post(f"{BMW}/explain", body).json()
    said = [cause["message"] for cause in found["explanation"]["causes"]]
    assert "This trim is only made with the Premium Package." in said
    assert {"trim": "fineline_siena", "premium_package": True}.items() >= found["repairs"][0]["choices"].items()


def test_an_unknown_path_is_a_problem_that_names_it(served: Service) -> None:
    found = served.post(f"{BMW}/evaluate", {"choices": {"pant": "jet_black"}})
    assert (422, "application/problem+json") == (found.status_code, found.headers["content-type"])
    assert "pant" in found.json()["detail"]


def test_everything_that_is_wrong_is_told_at_once(served: Service) -> None:
    wrong = {"choices": {"pant": "x", "paint": "blu"}, "parameters": {"x": 1}}
    found = served.post(f"{BMW}/evaluate", wrong).json()
    assert ["#/choices/paint", "#/choices/pant", "#/parameters/x"] == sorted(each["at"] for each in found["errors"])
    assert "the request has 3 problems; see `errors`" == found["detail"]


def test_a_day_without_prices_points_at_the_day(served: Service) -> None:
    found = served.post(f"{BMW}/evaluate", {"on": "0001-01-01"})
    assert (422, "#/on") == (found.status_code, found.json()["errors"][0]["at"])


def test_an_unknown_book_points_at_the_book(served: Service) -> None:
    found = served.post(f"{BMW}/evaluate", {"book": "bmw_x3_eu"})
    assert (422, "#/book") == (found.status_code, found.json()["errors"][0]["at"])


@pytest.mark.slow
def test_large_ranges_of_numbers_are_told_as_ranges(served: Service) -> None:
    found = served.post("/v1/catalogs/modular_server/evaluate", {}).json()
    supplies = next(each for each in found["features"] if each["path"] == "power_supplies")
    assert ([], True) == (supplies["options"], len(supplies["ranges"]) < 4)


def test_no_time_at_all_is_undecided_and_not_a_no(served: Service) -> None:
    found = served.client.post(
        f"{BMW}/evaluate", content='{"seconds": 1e-9}', headers={"Content-Type": "application/json"}
    )
    assert found.status_code == 503 or found.json()["undecided"]


def test_every_reason_and_every_way_out_the_cheapest_first(served: Service) -> None:
    clash = {"trim": "fineline_siena", "premium_package": False}
    found = served.post(f"{BMW}/conflicts", {"choices": clash, "on": "2013-06-01", "by": "price"}).json()
    assert (1, True) == (len(found["conflicts"]), found["complete"])
    prices = [each["difference"]["one_time"]["amount"] for each in found["repairs"]]
    assert ["-3450.00", "0.00"] == prices


def test_every_reason_against_a_value(served: Service) -> None:
    body = {"choices": {"premium_package": False}, "path": "trim", "value": "fineline_siena"}
    found = served.post(f"{BMW}/conflicts", body).json()
    assert "blocked" == found["conflicts"][0]["subject"]["kind"]


def test_a_path_without_a_value_has_no_conflicts_to_tell(served: Service) -> None:
    found = served.post(f"{BMW}/conflicts", {"path": "trim"})
    assert (422, True) == (found.status_code, "belong together" in found.json()["errors"][0]["message"])


def test_what_is_known_and_other_catalogs_are_answered_while_a_catalog_is_busy(served: Service) -> None:
    known, new = {"choices": {"size": "medium"}, "on": "2026-03-01"}, {"choices": {"size": "large"}, "on": "2026-03-01"}
    first = served.post("/v1/catalogs/aeron/evaluate", known)
    with engine().catalog("aeron").lock:
        again = served.post("/v1/catalogs/aeron/evaluate", known)
        late = served.client.post("/v1/catalogs/aeron/evaluate", json={**new, "seconds": 1})
        other = served.post(f"{BMW}/evaluate", {"on": "2013-06-01"})
    assert first.content == again.content
    assert [200, 503, 200] == [each.status_code for each in (again, late, other)]
    assert 200 == served.post("/v1/catalogs/aeron/evaluate", new).status_code


@pytest.mark.parametrize(
    "body",
    [
        {"choices": {"size": "small"}},
        {"choices": {"trim": "fineline_siena", "premium_package": False}},
        {"choices": {"trim": "fineline"}, "cheapest": True},
        {"choices": {"pant": "x", "paint": "blu"}},
    ],
    ids=["open", "clash", "cheapest", "faults"],
)
def test_what_is_tried_at_once_is_answered_as_what_waits_in_line(served: Service, body: dict[str, Any]) -> None:
    catalog = "aeron" if "size" in body["choices"] else "bmw_x3"
    context = context_of(Request({"type": "http", "app": served.client.app}))
    answers = []
    for lately in (100, 0):
        context.workers.of(catalog)._quick_answers = lately
        context.engine._evaluations._values.clear()
        answers.append(served.post(f"/v1/catalogs/{catalog}/evaluate", {**body, "on": DAYS[catalog]}))
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
