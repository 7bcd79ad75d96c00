"""Answers are canonical, tagged, and documented with their problems."""

from configurator_api.answers import answers, json_response, tagged
from configurator_api.schemas.told import Health
from fastapi import Request


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
    told = answers("Good.", Health, 304, 404, 503)
    assert [200, 304, 404, 503, 500] == list(told)
    assert all(each["description"] for each in told.values())
