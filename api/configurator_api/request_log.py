"""One line of JSON for every request: its id, who sent it, the catalog, how long it took, and what came of it.

The outcome is counted, too. It is `undecided` also where an answer with status 200 is.
"""

import logging
import re
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from configurator.canonical_json import dumps
from configurator_api.limits import LONGEST_DETAIL
from configurator_api.withdrawal import ABANDONED

log = logging.getLogger("configurator_api.requests")
HEADER: Final = "X-Request-ID"
UNDECIDED: Final = "undecided"
"""The outcome of a request whose answer time left undecided, in part or altogether."""
_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class RequestLog:
    """Logs every request when it has ended, and gives it an id unless it came with one; counts `outcomes`."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float], outcomes: Counter[str]) -> None:
        self._app = app
        self._clock = clock
        self._outcomes = outcomes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, id = self._clock(), _id_of(scope)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            outcome = _outcome(scope, status)
            self._outcomes[outcome] += 1
            if log.isEnabledFor(logging.INFO):
                log.info(dumps(_line(scope, id, status, self._clock() - began, outcome)))


def _id_of(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def _outcome(scope: Scope, status: int) -> str:
    """Return `ok`, `undecided`, `abandoned`, or the kind of the problem that was answered."""
    return str(scope.get("state", {}).get("outcome", "ok")) if status else ABANDONED


def _line(scope: Scope, id: str, status: int, seconds: float, outcome: str) -> dict[str, object]:
    state, parameters = scope.get("state", {}), scope.get("path_params", {})
    client = scope.get("client")
    return {
        "request": id,
        "client": client[0] if client else None,
        "key": state.get("key"),
        "method": scope["method"],
        "path": scope["path"][:LONGEST_DETAIL],
        "catalog": parameters.get("catalog_id", parameters.get("catalog")),
        "status": status,
        "milliseconds": round(seconds * 1000),
        "outcome": outcome,
    }
