"""What an operator may set, what is done before somebody asks, and what is not read to its end."""

import asyncio
import gc
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from configurator_api.limits import MOST_UNFINISHED
from configurator_api.serve import BoundedHeads, DrainedServer, serve, settings_from, warm_up
from uvicorn.server import ServerState

from configurator.engine import Engine
from configurator.shipped import shipped_folder


def test_the_environment_overrides_the_defaults() -> None:
    found = settings_from({"CONFIGURATOR_MOST_BYTES": "5", "CONFIGURATOR_WRITE_RATE": "1/day"})
    assert (5, "1/day", "600/minute") == (found.most_bytes, found.write_rate, found.evaluate_rate)


@pytest.mark.parametrize(
    ("declared", "host", "expected"),
    [
        ("", "127.0.0.1", ""),
        (None, "127.0.0.1", "http://127.0.0.1:8000"),
        (None, "0.0.0.0", ""),
        ("https://shop.example/", "0.0.0.0", "https://shop.example"),
    ],
)
def test_copied_links_begin_with_the_declared_address(declared: str | None, host: str, expected: str) -> None:
    environment = {} if declared is None else {"CONFIGURATOR_PUBLIC_URL": declared}
    assert expected == settings_from(environment, host=host, port=8000).public_url


def test_a_catalog_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "catalog.yaml").write_text("format: 9\n", encoding="utf-8")
    (tmp_path / "aeron").symlink_to(shipped_folder("catalogs") / "aeron")
    engine = Engine.open(tmp_path, tmp_path / "books")
    warm_up(engine)
    assert "aeron" == engine.catalog("aeron").catalog.id


def test_a_loaded_catalog_is_exempt_from_collections_while_its_prices_are_prepared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[int] = []
    (tmp_path / "aeron").symlink_to(shipped_folder("catalogs") / "aeron")
    engine = Engine.open(tmp_path)
    monkeypatch.setattr(Engine, "price_search", lambda *_, **__: frozen.append(gc.get_freeze_count()))
    gc.unfreeze()
    try:
        warm_up(engine)
    finally:
        gc.unfreeze()
    assert frozen[0] > 1_000


class Wire:
    """The connection of a client, as far as a protocol sees it."""

    def __init__(self) -> None:
        self.written, self.closed = b"", False

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, _name: str) -> None:
        return None

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


async def patient(_scope: Any, _receive: Any, _send: Any) -> None:
    await asyncio.sleep(60)


def connected(canonical_json: Wire) -> BoundedHeads:
    protocol = BoundedHeads(uvicorn.Config(patient), ServerState(), {})
    protocol.connection_made(canonical_json)  # type: ignore[arg-type]
    return protocol


POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"GET /", b"a" * 1000),
        (b"GET / HTTP/1.1\r\nX: ", b"b" * 1000),
        (b"GET / HTTP/1.1\r\n", b"X: " + b"b" * 900 + b"\r\n"),
        (POST + b"1\r\na\r\n0\r\n", b"X: " + b"b" * 900 + b"\r\n"),
    ],
    ids=["address", "header", "headers", "trailers"],
)
def test_a_head_or_trailer_without_an_end_is_refused(begin: bytes, more: bytes) -> None:
    async def send(canonical_json: Wire) -> int:
        protocol, sent = connected(canonical_json), 0
        protocol.data_received(begin)
        while not canonical_json.closed and sent < 4 * MOST_UNFINISHED:
            protocol.data_received(more)
            sent += len(more)
        return sent

    canonical_json = Wire()
    assert asyncio.run(send(canonical_json)) <= MOST_UNFINISHED + len(more)
    assert (True, True) == (canonical_json.written.startswith(b"HTTP/1.1 400 "), canonical_json.closed)


def test_a_long_body_is_no_long_head() -> None:
    async def closed(canonical_json: Wire) -> bool:
        protocol = connected(canonical_json)
        protocol.data_received(POST)
        for _ in range(MOST_UNFINISHED // 10):
            protocol.data_received(b"1\r\na\r\n" * 10)
        return canonical_json.closed

    assert not asyncio.run(closed(Wire()))


@pytest.mark.parametrize(
    ("set_to", "requested", "expected"), [(None, False, False), ("1", False, True), (None, True, True)]
)
def test_answers_are_checked_where_the_operator_says_so(
    set_to: str | None, requested: bool, expected: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[bool] = []
    opened_before = Engine.open(tmp_path, tmp_path)

    def open_engine(*_: object, checked: bool, **__: object) -> Engine:
        opened.append(checked)
        return opened_before

    def run(server: DrainedServer) -> None:
        """Serve nobody."""
        server.started = True

    monkeypatch.delenv("CONFIGURATOR_CHECKED", raising=False)
    if set_to:
        monkeypatch.setenv("CONFIGURATOR_CHECKED", set_to)
    monkeypatch.setattr(Engine, "open", open_engine)
    monkeypatch.setattr(DrainedServer, "run", run)
    serve(database=f"sqlite:///{tmp_path / 'kept.db'}", checked=requested)
    assert [expected] == opened
