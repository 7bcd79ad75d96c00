"""Every error has one form, says where it stands, and keeps to itself what nobody should see."""

import json

import pytest
from configurator_api.problem_details import FaultyRequest, ProblemResponse, counted, problem_of
from fastapi.exceptions import RequestValidationError

from configurator.errors import Conflicting, InvalidDocument, InvalidRequest, NotExact, NotFound, Undecided, WrongAnswer
from configurator.storage.storage_ports import StorageUnavailable
from tests.offering.test_evaluation_responses import as_described


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidDocument(()), 500),
        (NotFound("x"), 404),
        (Conflicting("x"), 409),
        (Undecided("x"), 503),
        (StorageUnavailable("x"), 503),
        (NotExact("x"), 422),
        (WrongAnswer("secret"), 500),
        (ValueError("secret"), 500),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int) -> None:
    found = problem_of(error)
    assert (status, status) == (found.status, json.loads(found.body())["status"])
    assert "secret" not in found.body()


def test_where_the_store_stands_is_not_told_to_the_street() -> None:
    found = problem_of(StorageUnavailable("connection to 10.0.0.5 failed for user quotes"))
    assert ("the store does not answer; send the same again in a moment", ()) == (found.detail, found.errors)


def test_a_wrong_answer_is_withheld_and_logged_with_its_question(caplog: pytest.LogCaptureFixture) -> None:
    found = problem_of(WrongAnswer("the witness costs 4, not 5; asked paint in 3"))
    assert ("wrong-answer", 500) == (found.kind, found.status)
    assert "an engine gave a wrong answer, which was withheld: the witness costs 4, not 5; asked paint in 3" in (
        caplog.messages
    )


def test_what_may_be_sent_again_says_when() -> None:
    assert {"Retry-After": "1"} == problem_of(Undecided("x")).headers


def test_many_faults_are_counted_and_the_first_are_listed() -> None:
    found = problem_of(FaultyRequest([(f"/choices/p{number}", "unknown") for number in range(60)]))
    assert ("the request has 60 problems; `errors` lists the first 50", 50) == (found.detail, len(found.errors))
    assert "the request has 2 problems; see `errors`" == counted(2)
    assert "unknown" == problem_of(FaultyRequest([("/choices/p", "unknown")])).detail


def test_a_problem_is_as_described() -> None:
    body = problem_of(FaultyRequest([("/choices/p", "unknown"), ("/on", "unknown")])).body()
    assert json.loads(body) == as_described(body.encode(), ProblemResponse)
    assert {"type", "title", "status", "detail", "errors"} == json.loads(body).keys()


def test_a_field_that_the_engine_names_is_located_in_the_request() -> None:
    error = InvalidRequest("no", field="after")
    assert ({"at": "query after", "message": "no"},) == problem_of(error, lambda name: f"query {name}").errors
    assert () == problem_of(error, lambda _: "").errors


def test_the_detail_of_a_single_error_has_its_location() -> None:
    missing = {"type": "missing", "loc": ("body", "items"), "msg": "Field required", "input": {}}
    assert "#/items: this is required; add it" == problem_of(RequestValidationError([missing])).detail
