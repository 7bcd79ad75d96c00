"""Bodies are JSON, read exactly, or refused."""

from configurator_api.json_http import answers, json_response, tagged
from configurator_api.routes.health_routes import HealthResponse
from fastapi import Request

from tests.api.service import Service

BMW = "/v1/catalogs/bmw_x3"


def test_numbers_are_read_exactly(served: Service) -> None:
    raw = '{"choices": {"paint": 0.10000000000000001}}'
    headers = {"Content-Type": "application/json"}
    found = served.client.post(f"{BMW}/evaluate", content=raw, headers=headers)
    assert 422 == found.status_code
    assert "`10000000000000001/100000000000000000`" in found.json()["detail"]
    many = raw.replace("0.1", "0." + "1" * 50)
    assert 400 == served.client.post(f"{BMW}/evaluate", content=many, headers=headers).status_code


def test_what_is_not_sent_as_json_is_told_so(served: Service) -> None:
    for kind in ("text/xml", "application/x-www-form-urlencoded"):
        found = served.client.post(f"{BMW}/evaluate", content="{}", headers={"Content-Type": kind})
        assert (415, True) == (found.status_code, kind in found.json()["detail"])


def test_json_that_cannot_be_held_exactly_is_refused_quickly(served: Service) -> None:
    bodies = ["{", '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', '{"a": 1e99999}', "[" * 100_000]
    for body in bodies:
        found = served.client.post(f"{BMW}/evaluate", content=body, headers={"Content-Type": "application/json"})
        assert (400, "urn:configurator:problem:not-json") == (found.status_code, found.json()["type"])


def _request(known: str) -> Request:
    return Request({"type": "http", "headers": [(b"if-none-match", known.encode())]})


def test_json_is_canonical() -> None:
    assert b'{"a":1,"b":"\xc3\xa4"}' == json_response({"b": "ä", "a": 1}).body


def test_what_the_client_has_is_not_sent_again() -> None:
    for known in ('"d"', 'W/"d"', '"x", "d"', "*"):
        assert 304 == tagged(_request(known), "{}", "d").status_code, known
    for unknown in ("", '"x"', "d"):
        assert 200 == tagged(_request(unknown), "{}", "d").status_code, unknown


def test_every_documented_answer_says_what_it_means() -> None:
    responses = answers("Good.", HealthResponse, 304, 404, 503)
    assert [200, 304, 404, 503, 500] == list(responses)
    assert all(each["description"] for each in responses.values())
