"""The service as a target: whatever a request says, it is answered, never by 500, and each error is a problem."""

import asyncio
import atexit
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from string import punctuation
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from configurator_api.app import create_app
from configurator_api.problem_details import MEDIA_TYPE
from configurator_api.service_context import Settings
from configurator_api.web.page_address import read_address

from configurator import storage as stores
from configurator.engine import Engine
from configurator.errors import InvalidRequest
from configurator.reading.files import Files
from tests.fuzz.targets import CORPUS, Target, each_of

SECRET = b"SECRET"
"""What stands in the corpus for the secret of an API key."""
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class FuzzedService:
    """A service over the catalogs of the corpus, asked without a socket."""

    def __init__(self, folder: Path) -> None:
        self._storage = stores.open(f"sqlite:///{folder / 'fuzz.db'}")
        self._storage.sellers.ensure("acme", at=NOW)
        scopes = frozenset(("quotes:read", "quotes:write"))
        self._secret = self._storage.keys.issue("acme", label="fuzz", scopes=scopes, at=NOW).secret.encode()
        engine = Engine.open(CORPUS / "catalogs", CORPUS / "pricing_rules", now=process_time)
        engine.catalog("lantern")
        rate = "1000000000/minute"
        settings = Settings(lambda: NOW, seller="acme", most_seconds=1, evaluate_rate=rate, write_rate=rate)
        self._app = create_app(engine, self._storage, settings=settings)
        self._loop = asyncio.Runner()

    def close(self) -> None:
        """Close the database and the event loop."""
        self._loop.close()
        self._storage.close()

    def answer(self, sent: bytes) -> Answer:
        """Return the answer to a request: a line with method and address, headers, an empty line, a body."""
        head, _, body = sent.replace(SECRET, self._secret).partition(b"\n\n")
        first, *lines = head.split(b"\n")
        method, _, address = first.partition(b" ")
        path, _, query = _as_browsers_send(address).partition(b"?")
        pairs = (line.partition(b":") for line in lines)
        headers = [(name.strip().lower(), value.strip()) for name, colon, value in pairs if colon and name.strip()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method.decode("latin-1").upper(),
            "path": unquote(path.decode("ascii", "replace")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [*headers, (b"host", b"localhost"), (b"content-length", str(len(body)).encode())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        return self._loop.run(self._asked(scope, body))

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Answer:
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            if not waiting:
                await asyncio.Event().wait()  # The client stays: one that is gone gets no answer worth looking at.
            return waiting.pop()

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        begun, *parts = sent
        return Answer(begun["status"], dict(begun["headers"]), b"".join(part.get("body", b"") for part in parts))


def _as_browsers_send(address: bytes) -> bytes:
    """Return an address with what the web server refuses, spaces and all beyond ASCII, in percent form."""
    return quote(address.strip(), safe=punctuation).encode()


@contextmanager
def _opened() -> Iterator[FuzzedService]:
    with TemporaryDirectory() as folder:
        service = FuzzedService(Path(folder))
        try:
            yield service
        finally:
            service.close()


@cache
def _service() -> FuzzedService:
    """Return the one service of this process, closed at its end."""
    opened = _opened()
    atexit.register(opened.__exit__, None, None, None)
    return opened.__enter__()


def seed_statuses() -> dict[str, int]:
    """Return how each unchanged request and address of the corpus is answered."""
    requests = {path: seed.files[path] for seed in each_of("http") for path in (seed.path,)}
    pages = {seed.path: b"GET " + seed.files[seed.path].replace(b"\n", b"") for seed in each_of("pages")}
    return {path: _service().answer(sent).status for path, sent in {**requests, **pages}.items()}


def _http(files: Files, path: str) -> None:
    _check(_service().answer(files[path]))


def _page(files: Files, path: str) -> None:
    _check(_service().answer(b"GET " + files[path].replace(b"\n", b"")))


def _address(files: Files, path: str) -> None:
    """Read the query of an address, and its canonical form as the same."""
    query = parse_qsl(files[path].partition(b"?")[2].decode("utf-8", "replace"), keep_blank_values=True)
    address = read_address("lantern", query)
    again = read_address("lantern", parse_qsl(address.url().partition("?")[2], keep_blank_values=True))
    assert address == replace(again, locale=address.locale), "the canonical address is read as another"


def _check(answer: Answer) -> None:
    assert answer.status < 500 or answer.status == 503, f"status {answer.status}: {answer.body[:500]!r}"
    if answer.status >= 400 and answer.headers.get(b"content-type") == MEDIA_TYPE.encode() and answer.body:
        assert answer.status == json.loads(answer.body)["status"]


HTTP_TARGETS: tuple[Target, ...] = (
    Target("HTTP requests", _http, partial(each_of, "http"), 3),
    Target("page addresses", _address, partial(each_of, "pages"), 8, (InvalidRequest,)),
    Target("pages", _page, partial(each_of, "pages"), 1),
)
