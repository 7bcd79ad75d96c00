"""Bodies are read by the one exact reader of JSON: 0.1 is a tenth, never a float, and hostile bodies are refused."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from configurator.canonical_json import Parsed, dumps, loads
from configurator.errors import ConfiguratorError, InvalidRequest
from configurator.limits import JSON_BYTES
from configurator_api.lanes import LaneName
from configurator_api.problem_details import MEDIA_TYPE, HttpProblem, ProblemResponse
from configurator_api.service_context import context_of
from configurator_api.well_formed_parts import with_unknown_names


class ExactRequest(Request):
    """A request whose JSON holds exact numbers."""

    async def json(self) -> Parsed:
        body = await self.body()
        try:
            return loads(body, most_bytes=max(JSON_BYTES, len(body)))
        except InvalidRequest as error:
            raise HttpProblem(400, "not-json", str(error)) from None


class ExactRoute(APIRoute):
    """A route that reads its body exactly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def exactly(request: Request) -> Response:
            if request.method in ("POST", "PUT", "PATCH"):
                _require_json(request)
            try:
                return await handle(ExactRequest(request.scope, request.receive))
            except RequestValidationError as error:
                raise await _with_unknown_names(request, error) from None

        return exactly


async def _with_unknown_names(request: Request, error: RequestValidationError) -> RequestValidationError:
    """Return the faults of form with those of names, unless too much is read from files just now."""
    if not isinstance(error.body, dict):
        return error
    context, catalog = context_of(request), request.path_params.get("catalog_id")
    looked_up = partial(with_unknown_names, context.engine, error, catalog, context.settings.now())
    with suppress(HttpProblem, ConfiguratorError):
        return await context.lanes.run(LaneName.READING, request, looked_up)
    return error


def _require_json(request: Request) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json" and not (sent.startswith("application/") and sent.endswith("+json")):
        raise HttpProblem(
            415,
            "unsupported-media-type",
            f"the body was sent {f'as {sent[:60]}' if sent else 'without a type'}; "
            "send JSON, with the header 'Content-Type: application/json'",
        )


async def _sent_body(request: Request) -> bytes:
    return await request.body()


SentBody = Annotated[bytes, Depends(_sent_body)]
"""The body as it came in, beside its parsed form."""

Documented = dict[int | str, dict[str, Any]]


def json_response(data: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return data as canonical JSON."""
    return Response(dumps(data), status, headers, "application/json")


def text_response(body: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a body that is canonical JSON already."""
    return Response(body, status, headers, "application/json")


def tagged(request: Request, body: str, digest: str) -> Response:
    """Return a body with its entity tag, or 304 where the client has it already."""
    tag = f'"{digest}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Authorization, X-API-Key"}
    text = request.headers.get("if-none-match", "")
    known = {each.strip().removeprefix("W/") for each in text.split(",")}
    if tag in known or "*" in known:
        return Response(None, 304, headers)
    return text_response(body, 200, headers)


def answers(ok: str, model: type[object], *errors: int, status: int = 200) -> Documented:
    """Document the good answer of a route and the problems it may answer with."""
    results: Documented = {status: {"description": ok, "model": model}}
    if 304 in errors:
        results[304] = {"description": "The client has this already."}
        results[status]["headers"] = {"ETag": TAG}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemResponse"}}}
    for each in (error for error in (*errors, 500) if error != 304):
        results[each] = {"description": _MEANING[each], "content": content, "model": ProblemResponse}
    return results


TAG = {"schema": {"type": "string"}, "description": "The digest of the body, in quotes."}

_MEANING = {
    400: "The body is not JSON.",
    401: "An API key is needed.",
    403: "The API key may not do this.",
    404: "There is no such thing.",
    409: "The request clashes with what is stored.",
    408: "The body did not arrive in time.",
    413: "The body is too large.",
    415: "The body was not sent as JSON.",
    422: "The request is of the wrong form, or names something unknown.",
    429: "Too many requests.",
    500: "Something went wrong in the service.",
    503: "There was not enough time, or the store does not answer; try again.",
}
