"""Bodies are read by the one exact reader of JSON: 0.1 is a tenth, never a float, and hostile bodies are refused."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from configurator.errors import InvalidRequest
from configurator.wire import MOST_BYTES, Parsed, loads
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
            return await handle(ExactRequest(request.scope, request.receive))

        return exactly
