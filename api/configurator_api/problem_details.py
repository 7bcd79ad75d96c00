"""Every error in one form: problem+json of RFC 9457; the page shows the same as HTML."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from typing_extensions import TypedDict

from configurator.canonical_json import dumps
from configurator.errors import (
    ConfiguratorError,
    Conflicting,
    InvalidDocument,
    InvalidRequest,
    NotExact,
    NotFound,
    Undecided,
    WrongAnswer,
)
from configurator.storage.storage_ports import StorageUnavailable
from configurator_api.limits import LONGEST_DETAIL, MOST_ERRORS

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("configurator_api")

STATUSES: tuple[tuple[type[ConfiguratorError], int, str], ...] = (
    (InvalidDocument, 500, "invalid-document"),
    (InvalidRequest, 422, "invalid-request"),
    (NotFound, 404, "not-found"),
    (Conflicting, 409, "conflicting"),
    (Undecided, 503, "undecided"),
    (StorageUnavailable, 503, "storage-unavailable"),
    (NotExact, 422, "not-exact"),
    (WrongAnswer, 500, "wrong-answer"),
    (ConfiguratorError, 500, "unexpected"),
)
"""The first match gives the status and the name of an error."""


class HttpProblem(HTTPException):
    """A problem found while translating a request; `kind` is the last part of its type."""

    def __init__(
        self, status: int, kind: str, detail: str, *, at: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.kind = kind
        self.at = at


class FaultyRequest(InvalidRequest):
    """The unknown or impossible parts of a request: JSON pointers with their errors."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(faults[0][1])
        self.faults = tuple(faults)


class FieldErrorResponse(TypedDict):
    """One thing that is wrong. `at` is a JSON pointer into the body (`#/items/0/quantity`), or names a parameter."""

    at: str
    message: str


class ProblemResponse(TypedDict):
    """An error, as RFC 9457 has it; `errors` lists everything that was found at once."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldErrorResponse]


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """An error in its serialisable form."""

    status: int
    kind: str
    detail: str
    errors: Sequence[FieldErrorResponse] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def body(self) -> str:
        """Return the problem as canonical JSON."""
        response: ProblemResponse = {
            "type": f"urn:configurator:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": list(self.errors),
        }
        return dumps(response)


_PLAIN = {
    404: "there is nothing at this address",
    405: "this address does not take that method; /v1/openapi.json lists the methods it takes",
}
"""The texts for addresses without a route."""


def problem_of(error: Exception) -> ProblemDetails:
    """Return the response to an exception. Unexpected ones are logged, and their text is not disclosed."""
    match error:
        case RequestValidationError():
            return _invalid(error)
        case HttpProblem():
            errors = (FieldErrorResponse(at=error.at, message=error.detail),) if error.at else ()
            return ProblemDetails(error.status_code, error.kind, error.detail, errors, error.headers or {})
        case HTTPException():
            kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
            said = _PLAIN.get(error.status_code, str(error.detail))
            return ProblemDetails(error.status_code, kind, said, (), error.headers or {})
        case ConfiguratorError():
            return _declared(error)
        case _:
            _log.error("an unexpected error", exc_info=error)
            return ProblemDetails(
                500, "unexpected", "something went wrong here, not with the request; it has been logged"
            )


def _invalid(error: RequestValidationError) -> ProblemDetails:
    results = error.errors()
    errors = tuple(FieldErrorResponse(at=place_in(each["loc"]), message=_said(each)) for each in results[:MOST_ERRORS])
    return ProblemDetails(
        422, "invalid-request", f"the request is not of the expected form: {counted(len(results))}", errors
    )


def counted(number: int) -> str:
    """Return the number of errors, and where they are listed."""
    listed = f"; `errors` lists the first {MOST_ERRORS}" if number > MOST_ERRORS else "; see `errors`"
    return f"{number} thing{'s are' if number > 1 else ' is'} wrong{listed}"


def place_in(location: Sequence[str | int]) -> str:
    """Return where something stands: a JSON pointer into the body (`#/items/0/id`), or the name of a parameter."""
    kind, *steps = map(str, location)
    steps = [step for step in steps if step != "[key]"]
    if kind != "body":
        return " ".join((kind, *steps))[:LONGEST_DETAIL]
    return ("#" + "".join(f"/{pointed(step)}" for step in steps))[:LONGEST_DETAIL]


def pointed(step: str) -> str:
    """Return a name as a step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


_SAID = {
    "extra_forbidden": "there is no such field",
    "missing": "this is required",
    "model_type": "expected an object",
    "model_attributes_type": "expected an object",
    "dict_type": "expected an object",
    "list_type": "expected a list",
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
    "string_pattern_mismatch": "expected a text of the form {pattern}",
    "too_short": "expected at least {min_length}, found {actual_length}",
    "too_long": "expected at most {max_length}, found {actual_length}",
    "value_error": "{error}",
}
"""The message for a malformed value, by pydantic's kind of error."""


def _said(results: Mapping[str, Any]) -> str:
    said = _SAID.get(results["type"])
    return (str(results["msg"]) if said is None else said.format(**results.get("ctx", {})))[:LONGEST_DETAIL]


def _declared(error: ConfiguratorError) -> ProblemDetails:
    status, kind = next((status, kind) for known, status, kind in STATUSES if isinstance(error, known))
    headers = {"Retry-After": "1"} if status == 503 else {}
    match error:
        case InvalidDocument(problems=problems):
            _log.error("a document cannot be used:\n%s", error)
            errors = tuple(
                FieldErrorResponse(at=str(each.location), message=str(each)) for each in problems[:MOST_ERRORS]
            )
            return ProblemDetails(status, kind, "the catalog or its price book cannot be used; see errors", errors)
        case FaultyRequest(faults=faults):
            errors = tuple(FieldErrorResponse(at=f"#{at}", message=message) for at, message in faults[:MOST_ERRORS])
            return ProblemDetails(
                status, kind, str(error) if len(faults) == 1 else counted(len(faults)), errors, headers
            )
        case StorageUnavailable():
            _log.error("the store does not answer: %s", error)
            return ProblemDetails(
                status, kind, "the store does not answer; send the same again in a moment", (), headers
            )
        case WrongAnswer():
            _log.error("an engine gave a wrong answer, which was withheld: %s", error)
            return ProblemDetails(
                status, kind, "an answer was checked, found to be wrong and withheld; it has been logged"
            )
        case InvalidRequest(field=at) if at:
            return ProblemDetails(status, kind, str(error), (FieldErrorResponse(at=at, message=str(error)),), headers)
        case _:
            return ProblemDetails(status, kind, str(error), (), headers)


def problem_response(problem_details: ProblemDetails) -> Response:
    """Return a problem as a response."""
    return Response(problem_details.body(), problem_details.status, dict(problem_details.headers), MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Let an application answer every error as a problem, but for the page, which answers in HTML."""

    def answer(request: Request, error: Exception) -> Response:
        problem_details = problem_of(error)
        show = getattr(request.app.state, "show_problem", None)
        if show is not None and not request.url.path.startswith("/v1"):
            shown = show(request, problem_details)
            if isinstance(shown, Response):
                return shown
        return problem_response(problem_details)

    for kind in (RequestValidationError, HTTPException, ConfiguratorError, Exception):
        app.add_exception_handler(kind, answer)
