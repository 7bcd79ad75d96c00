"""Templates escape everything, and a problem is a page in the language it was met in."""

from configurator_api.problems import Found
from configurator_api.web.rendering import page, show_problem
from fastapi import Request

MARK = "<script>alert(1)</script>"


def _request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def test_what_is_told_is_never_markup() -> None:
    shown = bytes(show_problem(_request("locale=" + MARK), Found(404, "x", MARK, [{"at": MARK, "message": MARK}])).body)
    assert MARK.encode() not in shown and b"&lt;script&gt;" in shown


def test_a_problem_keeps_its_status_its_headers_and_its_language() -> None:
    found = show_problem(_request("locale=de"), Found(429, "x", "langsam", headers={"Retry-After": "7"}))
    assert (429, "7") == (found.status_code, found.headers["retry-after"])
    assert "Das hat nicht geklappt" in bytes(found.body).decode()


def test_pages_run_no_script_but_their_own() -> None:
    policy = page("problem.html", "en", found=Found(400, "x", "y")).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
