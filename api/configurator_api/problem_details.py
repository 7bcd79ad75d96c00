"""Every error in one form: problem+json of RFC 9457; the page shows the same as HTML."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

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
from configurator.storage.storage_ports import StorageUnavailable, StoredDamage
from configurator_api.fault_locations import location_named, location_of
from configurator_api.limits import MOST_ERRORS
from configurator_api.validation_messages import message_of

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("configurator_api")

STATUSES: tuple[tuple[type[ConfiguratorError], int, str], ...] = (
    (InvalidDocument, 500, "invalid-document"),
    (InvalidRequest, 422, "invalid-request"),
    (NotFound, 404, "not-found"),
    (Conflicting, 409, "conflicting"),
    (Undecided, 503, "undecided"),
    (StorageUnavailable, 503, "storage-unavailable"),
    (StoredDamage, 500, "stored-damage"),
    (NotExact, 422, "not-exact"),
    (WrongAnswer, 500, "wrong-answer"),
    (ConfiguratorError, 500, "unexpected"),
)
"""The first match gives the status and the name of an error."""


class HttpProblem(HTTPException):
    """A problem of the HTTP request itself; `kind` is the last part of its type."""

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
    """An error, as RFC 9457 has it; `errors` lists all problems at once."""

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
    405: "this address does not support the method; /v1/openapi.json lists the methods",
}
"""The texts for addresses without a route."""


def problem_of(error: Exception, located: Callable[[str], str] = str) -> ProblemDetails:
    """Return the response to an exception. Unexpected ones are logged, and their text is not disclosed.

    `located` returns where the request holds a field that the engine objects to; empty if nowhere.
    """
    match error:
        case RequestValidationError():
            return _malformed(error)
        case HttpProblem():
            errors = (FieldErrorResponse(at=error.at, message=error.detail),) if error.at else ()
            return ProblemDetails(error.status_code, error.kind, error.detail, errors, error.headers or {})
        case HTTPException():
            kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
            said = _PLAIN.get(error.status_code, str(error.detail))
            return ProblemDetails(error.status_code, kind, said, (), error.headers or {})
        case ConfiguratorError():
            return _declared(error, located)
        case _:
            _log.error("an unexpected error", exc_info=error)
            return ProblemDetails(
                500, "unexpected", "the service failed; the request is not at fault, and the failure has been logged"
            )


def _malformed(error: RequestValidationError) -> ProblemDetails:
    results = error.errors()
    errors = tuple(FieldErrorResponse(at=location_of(each), message=message_of(each)) for each in results[:MOST_ERRORS])
    detail = "{at}: {message}".format(**errors[0]) if len(results) == 1 else counted(len(results))
    return ProblemDetails(422, "invalid-request", detail, errors)


def counted(number: int) -> str:
    """Return how many problems a request has, and where they are listed; there are several."""
    listed = f"`errors` lists the first {MOST_ERRORS}" if number > MOST_ERRORS else "see `errors`"
    return f"the request has {number} problems; {listed}"


def _declared(error: ConfiguratorError, located: Callable[[str], str]) -> ProblemDetails:
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
        case StoredDamage():
            _log.error("%s", error)
            return ProblemDetails(status, kind, f"{error}; the operator was told")
        case WrongAnswer():
            _log.error("an engine gave a wrong answer, which was withheld: %s", error)
            return ProblemDetails(
                status, kind, "the answer failed its check and was withheld; the failure has been logged"
            )
        case InvalidRequest(field=name) if name and (at := located(name)):
            return ProblemDetails(status, kind, str(error), (FieldErrorResponse(at=at, message=str(error)),), headers)
        case _:
            return ProblemDetails(status, kind, str(error), (), headers)


def problem_response(problem_details: ProblemDetails) -> Response:
    """Return a problem as a response."""
    return Response(problem_details.body(), problem_details.status, dict(problem_details.headers), MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Let an application answer every error as a problem, but for the page, which answers in HTML."""

    async def answer(request: Request, error: Exception) -> Response:
        problem_details = problem_of(error, partial(location_named, request))
        request.state.outcome = problem_details.kind
        show = getattr(request.app.state, "show_problem", None)
        if show is not None and not request.url.path.startswith("/v1"):
            shown = show(request, problem_details)
            if isinstance(shown, Response):
                return shown
        return problem_response(problem_details)

    for kind in (RequestValidationError, HTTPException, ConfiguratorError, Exception):
        app.add_exception_handler(kind, answer)
