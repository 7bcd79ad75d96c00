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

    def abort(self) -> None:
        self.closed = True

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


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a service wait for nobody."""
    for limit in ("HEAD_SECONDS", "READING_SECONDS"):
        monkeypatch.setattr(f"configurator_api.serve.{limit}", 0.01)


BEGUN = ((b"", b""), (b"GET / HTTP/1.1\r\nHost: loc", b"HTTP/1.1 400 "))


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("begin", "answer"), BEGUN, ids=["nothing", "half a head"])
def test_a_connection_on_which_nothing_is_asked_is_closed(begin: bytes, answer: bytes) -> None:
    async def waited(wire: Wire) -> None:
        connected(wire).data_received(begin) if begin else connected(wire)
        while not wire.closed:
            await asyncio.sleep(0.01)

    wire = Wire()
    asyncio.run(waited(wire))
    assert wire.written.startswith(answer)
    assert bool(answer) == bool(wire.written)


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("impatient")
def test_a_request_under_way_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waited(wire: Wire) -> None:
        protocol = connected(wire)
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        protocol.data_received(b"GET /half")
        await asyncio.sleep(0.1)
        assert not wire.closed
        protocol.cycle.response_complete = True
        while not wire.closed:
            await asyncio.sleep(0.01)

    asyncio.run(waited(Wire()))


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("reads", [True, False])
def test_a_client_that_does_not_take_its_answer_is_cut_off(reads: bool) -> None:
    async def cut_off(wire: Wire) -> bool:
        protocol = connected(wire)
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        protocol.pause_writing()
        if reads:
            protocol.resume_writing()
        await asyncio.sleep(0.1)
        closed = wire.closed
        protocol.connection_lost(None)
        return closed

    assert reads != asyncio.run(cut_off(Wire()))


def test_all_requests_of_a_lost_connection_are_told() -> None:
    async def lost(wire: Wire) -> list[bool]:
        protocol = connected(wire)
        cycles = []
        for _ in range(3):
            protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            cycles.append(protocol.cycle)
        protocol.connection_lost(None)
        return [cycle.disconnected for cycle in cycles]

    assert [True] * 3 == asyncio.run(lost(Wire()))


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
