"""Templates escape everything, and a problem is a page in the language it was met in."""

import pytest
from configurator_api.problem_details import ProblemDetails
from configurator_api.web.rendering import all_spoken, show_problem, shown_day, shown_difference, spoken
from fastapi import Request

from configurator.canonical_json import Json

MARK = "<script>alert(1)</script>"


def _request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def test_what_is_told_is_never_markup() -> None:
    shown = bytes(
        show_problem(_request("locale=" + MARK), ProblemDetails(404, "x", MARK, [{"at": MARK, "message": MARK}])).body
    )
    assert MARK.encode() not in shown and b"&lt;script&gt;" in shown


def test_a_problem_keeps_its_status_its_headers_and_its_language() -> None:
    found = show_problem(_request("locale=de"), ProblemDetails(429, "x", "langsam", headers={"Retry-After": "7"}))
    assert (429, "7") == (found.status_code, found.headers["retry-after"])
    assert "Das hat nicht geklappt" in bytes(found.body).decode()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "Unter dieser Adresse gibt es nichts."),
        (422, "Diese Adresse passt nicht zum Produkt, wie es heute ist:"),
        (429, "Das waren zu viele Aufrufe in kurzer Zeit."),
        (503, "Die Antwort dauert im Moment zu lange."),
        (500, "Diese Seite lässt sich nicht anzeigen."),
    ],
)
def test_a_problem_is_told_in_the_words_of_the_page_and_those_of_the_api_are_marked(status: int, sentence: str) -> None:
    shown = bytes(show_problem(_request("locale=de"), ProblemDetails(status, "x", "found 3")).body).decode()
    before, _, technical = shown.partition("<details")
    assert f"<p>{sentence}" in before and "found 3" not in before
    assert '<a href="/?locale=de">' in before
    assert '<div lang="en"><p>found 3</p>' in technical


def test_a_day_is_written_as_in_the_language_of_the_page() -> None:
    assert ("1. Juni 2013", "June 1, 2013") == (shown_day("2013-06-01", "de"), shown_day("2013-06-01", "en"))


def test_pages_run_no_script_but_their_own() -> None:
    policy = show_problem(_request(""), ProblemDetails(400, "x", "y")).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy


@pytest.mark.parametrize(
    ("locale", "known", "shown"),
    [
        ("", ("en", "de"), "en"),
        ("", ("de",), "de"),
        ("de", ("en", "de"), "de"),
        ("de-AT", ("en", "de"), "de"),
        ("DE", ("en", "de"), "de"),
        ("", (), "en"),
    ],
)
def test_what_there_is_is_shown_without_a_word(locale: str, known: tuple[str, ...], shown: str) -> None:
    assert (shown, "") == spoken(locale, known)


def test_another_language_is_said_to_be_shown_instead() -> None:
    assert ("en", "This product is not described in “fr”; it is shown in English.") == spoken("fr", ("en", "de"))
    assert ("de", "Dieses Produkt ist nicht auf „fr“ beschrieben; Sie sehen es auf Deutsch.") == spoken("fr", ("de",))


def test_a_list_is_offered_in_languages_that_the_page_speaks() -> None:
    assert ("de", "en") == all_spoken([("de", "ja"), ()])


def usd(amount: str) -> dict[str, Json]:
    return {"amount": amount, "currency": "USD"}


def test_a_difference_carries_its_sign() -> None:
    assert "+$250.00" == shown_difference({"one_time": usd("250.00")}, "en")
    assert "−$5.00" == shown_difference({"one_time": usd("-5.00")}, "en")


def test_no_difference_is_said_and_an_unknown_one_is_not_invented() -> None:
    assert "same price" == shown_difference({"one_time": usd("0.00")}, "en")
    assert "" == shown_difference(None, "en")


def test_recurring_differences_name_their_period() -> None:
    assert "+$3.00 a month" == shown_difference({"one_time": usd("0.00"), "monthly": usd("3.00")}, "en")
