"""The API from outside: requests in, answers out."""

import re
from pathlib import Path

from tests.api.service import Service, service

BMW = "/v1/catalogs/bmw_x3"
ITEMS = {"items": [{"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}], "on": "2013-06-01"}


def test_the_service_is_alive(served: Service) -> None:
    assert {"status": "ok"} == served.client.get("/v1/health").json()


def test_all_catalogs_are_listed(served: Service) -> None:
    listed = served.client.get("/v1/catalogs").json()["catalogs"]
    assert {"aeron", "bmw_x3", "modular_server"} <= {each["id"] for each in listed}


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
    asked = {"choices": {"premium_package": False}, "path": "trim", "value": "fineline_siena"}
    found = served.post(f"{BMW}/explain", asked).json()
    said = [cause["message"] for cause in found["explanation"]["causes"]]
    assert "This trim is only made with the Premium Package." in said
    assert {"trim": "fineline_siena", "premium_package": True}.items() >= found["repairs"][0]["choices"].items()


def test_an_unknown_path_is_a_problem_that_names_it(served: Service) -> None:
    found = served.post(f"{BMW}/evaluate", {"choices": {"pant": "jet_black"}})
    assert (422, "application/problem+json") == (found.status_code, found.headers["content-type"])
    assert "pant" in found.json()["detail"]


def test_numbers_are_read_exactly(served: Service) -> None:
    raw = '{"choices": {"paint": 0.10000000000000001}}'
    headers = {"Content-Type": "application/json"}
    found = served.client.post(f"{BMW}/evaluate", content=raw, headers=headers)
    assert 422 == found.status_code
    assert "`10000000000000001/100000000000000000`" in found.json()["detail"]
    many = raw.replace("0.1", "0." + "1" * 50)
    assert 400 == served.client.post(f"{BMW}/evaluate", content=many, headers=headers).status_code


def test_every_error_is_a_problem(served: Service) -> None:
    answers = [
        served.client.get("/v1/nothing"),
        served.client.delete("/v1/catalogs"),
        served.client.get("/v1/catalogs/nothing"),
        served.post(f"{BMW}/evaluate", {"unknown": 1}),
        served.client.post(f"{BMW}/evaluate", content="{", headers={"Content-Type": "application/json"}),
        served.client.get("/v1/quotes"),
    ]
    assert [404, 405, 404, 422, 400, 401] == [each.status_code for each in answers]
    assert {"application/problem+json"} == {each.headers["content-type"] for each in answers}
    assert [each.status_code for each in answers] == [each.json()["status"] for each in answers]


def test_a_body_that_is_too_large_is_refused_however_it_is_sent(tmp_path: Path) -> None:
    with service(tmp_path, most_bytes=100) as small:
        headers = {"Content-Type": "application/json"}
        pieces = (b"x" * 60 for _ in range(2))
        for content in (b"x" * 101, pieces):
            found = small.client.post(f"{BMW}/evaluate", content=content, headers=headers)
            assert (413, "application/problem+json") == (found.status_code, found.headers["content-type"])


def test_a_client_that_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    with service(tmp_path, evaluate_rate="1/minute") as slow:
        answers = [slow.post("/v1/catalogs/nothing/evaluate", {}) for _ in range(2)]
    assert [404, 429] == [each.status_code for each in answers]
    assert 1 <= int(answers[1].headers["retry-after"]) <= 60


def test_a_quote_needs_a_key_that_may_write(served: Service) -> None:
    headers = {"Idempotency-Key": "needs-a-key"}
    assert 401 == served.post("/v1/quotes", ITEMS, **headers).status_code
    assert 403 == served.post("/v1/quotes", ITEMS, **headers, **{"X-API-Key": served.reader}).status_code


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


def test_the_page_and_the_api_show_the_same_price(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=bmw_apps:true&on=2013-06-01").text
    assert "$42,145.00" == re.search(r"data-total>([^<]*?)\s*<", page).group(1)  # type: ignore[union-attr]


def test_an_action_leads_to_the_address_after_it(served: Service) -> None:
    found = served.client.get("/shop/bmw_x3?c=paint:jet_black&set=paint:blue_water", follow_redirects=False)
    assert (303, "/shop/bmw_x3?c=paint:blue_water") == (found.status_code, found.headers["location"])
    back = served.client.get("/shop/bmw_x3?c=paint:blue_water&drop=paint", follow_redirects=False)
    assert "/shop/bmw_x3" == back.headers["location"]


def test_a_blocked_option_of_the_page_has_its_reason_and_a_repair(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=premium_package:false&why=trim:fineline_siena").text
    assert "This trim is only made with the Premium Package." in page
    assert 'href="/shop/bmw_x3?c=trim:fineline_siena"' in page


def test_the_page_escapes_what_it_is_given_and_forbids_inline_scripts(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=<script>:1")
    assert 422 == page.status_code
    assert "<script>:" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_page_speaks_the_locale_of_its_address(served: Service) -> None:
    page = served.client.get("/shop/aeron?locale=de").text
    assert "Aeron Arbeitsstuhl" in page and "Beispielpreise" in page and '<html lang="de">' in page


def test_style_and_script_are_served_from_the_package(served: Service) -> None:
    assert [200, 200] == [served.client.get(f"/static/{name}").status_code for name in ("page.css", "page.js")]


def test_instances_are_added_and_removed_by_their_ids(served: Service) -> None:
    page = "/shop/modular_server?c=cells:3"
    added = served.client.get(f"{page}&add=cells", follow_redirects=False)
    assert "/shop/modular_server?c=cells:4" == added.headers["location"]
    removed = served.client.get(f"{page}&remove=cells[c2]", follow_redirects=False)
    assert "/shop/modular_server?c=cells:2&i=cells:c1,c3" == removed.headers["location"]
