"""Bodies are read by the one exact reader of JSON: 0.1 is a tenth, never a float, and hostile bodies are refused."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from configurator.canonical_json import MOST_BYTES, Parsed, loads
from configurator.errors import InvalidRequest
from configurator_api.problems import HttpProblem


class ExactRequest(Request):
    """A request whose JSON holds exact numbers."""

    async def json(self) -> Parsed:
        body = await self.body()
        try:
            return loads(body, most_bytes=max(MOST_BYTES, len(body)))
        except InvalidRequest as error:
            raise HttpProblem(400, "not-json", str(error)) from None


class ExactRoute(APIRoute):
    """A route that reads its body exactly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def exactly(request: Request) -> Response:
            if request.method in ("POST", "PUT", "PATCH"):
                _require_json(request)
            return await handle(ExactRequest(request.scope, request.receive))

        return exactly


def _require_json(request: Request) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json" and not (sent.startswith("application/") and sent.endswith("+json")):
        raise HttpProblem(
            415,
            "unsupported-media-type",
            f"the body was sent {f'as {sent[:60]}' if sent else 'without a type'}; "
            "send JSON, with the header 'Content-Type: application/json'",
        )
