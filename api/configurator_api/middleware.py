"""What holds for the headers of every answer: browsers make no more of it than it is, and HEAD asks for them alone."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from configurator_api.problem_details import ProblemDetails, problem_response

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Guarded:
    """Adds the headers to every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in GUARDS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


class HeadsLikeGets:
    """Answers HEAD as GET is answered, without the body (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, sending)
        else:
            await self._app(scope, receive, send)


class BodyLimit:
    """Answers 413 where a body is larger than it may be, declared or not, and 408 where it does not arrive in time."""

    def __init__(self, app: ASGIApp, most_bytes: int, most_seconds: float) -> None:
        self._app = app
        self._most = most_bytes
        self._seconds = most_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _may_have_body(scope):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = None if self._declares_too_much(scope) else await self._read(receive)
        except TimeoutError:
            await problem_response(self._too_slow())(scope, receive, send)
            return
        if body is None:
            await problem_response(self._too_large())(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _declares_too_much(self, scope: Scope) -> bool:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        return declared.isdigit() and (len(declared) > 18 or int(declared) > self._most)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the whole body; None as soon as it is too large."""
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            part = message.get("body", b"")
            parts.append(part)
            size, more = size + len(part), message.get("more_body", False)
            if size > self._most:
                return None
        return b"".join(parts)

    def _too_slow(self) -> ProblemDetails:
        said = f"the body did not arrive within {self._seconds:g} seconds; send it again, all at once"
        return ProblemDetails(408, "request-timeout", said, headers={"Connection": "close"})

    def _too_large(self) -> ProblemDetails:
        return ProblemDetails(413, "content-too-large", f"the body is too large; expected at most {self._most:,} bytes")


def _may_have_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return bool(names & {b"content-length", b"transfer-encoding"}) or scope["method"] not in ("GET", "HEAD")


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
