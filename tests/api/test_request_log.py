"""Every request leaves one line that a machine can read."""

import json
import logging

import pytest

from tests.api.service import Service

ITEMS = {"items": [{"id": "car", "catalog": "bmw_x3", "choices": {"bmw_apps": True}}], "on": "2013-06-01"}


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "configurator_api.requests")
    return caplog


def _last(lines: pytest.LogCaptureFixture) -> dict[str, object]:
    logged = [record.getMessage() for record in lines.records if record.name == "configurator_api.requests"]
    line: dict[str, object] = json.loads(logged[-1])
    return line


def test_a_line_says_who_asked_what_and_what_came_of_it(served: Service, lines: pytest.LogCaptureFixture) -> None:
    sent = served.client.post(
        "/v1/catalogs/bmw_x3/evaluate", json={"choices": {}}, headers={"X-Request-ID": "from-the-proxy.1"}
    )
    line = _last(lines)
    assert isinstance(line.pop("milliseconds"), int)
    assert {
        "request": "from-the-proxy.1",
        "client": "testclient",
        "key": None,
        "method": "POST",
        "path": "/v1/catalogs/bmw_x3/evaluate",
        "catalog": "bmw_x3",
        "status": 200,
        "outcome": "ok",
    } == line
    assert "from-the-proxy.1" == sent.headers["x-request-id"]


def test_a_refusal_is_named_and_a_key_by_its_id(served: Service, lines: pytest.LogCaptureFixture) -> None:
    served.post("/v1/quotes", ITEMS, **{"Idempotency-Key": "logged", "X-API-Key": served.reader})
    line = _last(lines)
    assert (403, "forbidden", True) == (line["status"], line["outcome"], str(line["key"]).startswith("key_"))
    assert served.reader not in json.dumps(line)


@pytest.mark.parametrize("given", ["", "x" * 65, "new\tline", "ünlesbar".encode().decode("latin-1")])
def test_an_id_of_another_form_is_replaced(served: Service, lines: pytest.LogCaptureFixture, given: str) -> None:
    sent = served.client.get("/livez", headers={"X-Request-ID": given.encode("latin-1")})
    assert 16 == len(sent.headers["x-request-id"])
    assert sent.headers["x-request-id"] == _last(lines)["request"]


def test_the_choices_of_a_shopper_are_not_logged(served: Service, lines: pytest.LogCaptureFixture) -> None:
    served.client.get("/shop/aeron?c=arms:none")
    assert ("/shop/aeron", "aeron") == (_last(lines)["path"], _last(lines)["catalog"])
    assert "arms" not in json.dumps(_last(lines))
