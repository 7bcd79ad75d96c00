"""Run the service: the one module that knows the web server, and with the command line the one that reads clocks."""

import asyncio
import logging
import os
import sys
import threading
import time
from asyncio import TimerHandle, Transport
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from socket import socket

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from configurator import storage as stores
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError
from configurator.garbage_collection import freeze_living_objects
from configurator.offering.limits import PREPARATION_SECONDS
from configurator.solving.engines import DEFAULT
from configurator_api import request_log
from configurator_api.app import create_app
from configurator_api.limits import (
    DRAIN_SECONDS,
    HEAD_SECONDS,
    KEPT_ANSWERS,
    MOST_UNFINISHED,
    READING_SECONDS,
    SWITCH_SECONDS,
    TRIAL_SECONDS,
    WITHDRAWN_SECONDS,
)
from configurator_api.search_messages import NoReply, SearchQuestion, WorkerSettings
from configurator_api.search_processes import SearchProcesses
from configurator_api.searches import digests_of
from configurator_api.service_context import Settings, rehearse

_log = logging.getLogger("configurator_api")
_LOOPBACK = ("127.0.0.1", "localhost")


def _now() -> datetime:
    return datetime.now(UTC)


def settings_from(
    environment: Mapping[str, str], now: Callable[[], datetime] = _now, *, host: str = "", port: int = 0
) -> Settings:
    """Return the settings, as far as the environment overrides the defaults.

    `CONFIGURATOR_EVALUATE_RATE` and `CONFIGURATOR_WRITE_RATE` (`600/minute`), `CONFIGURATOR_MOST_BYTES` of a request,
    `CONFIGURATOR_PUBLIC_URL` that copied links begin with; by default that of a loopback `host`.
    """
    usual = Settings(now)
    here = f"http://{host}:{port}" if host in _LOOPBACK else ""
    return Settings(
        now,
        public_url=environment.get("CONFIGURATOR_PUBLIC_URL", here).rstrip("/"),
        most_bytes=int(environment.get("CONFIGURATOR_MOST_BYTES", usual.most_bytes)),
        evaluate_rate=environment.get("CONFIGURATOR_EVALUATE_RATE", usual.evaluate_rate),
        write_rate=environment.get("CONFIGURATOR_WRITE_RATE", usual.write_rate),
    )


def warm_up(engine: Engine, searches: SearchProcesses | None = None) -> None:
    """Load every catalog before its first request; errors are logged once, at startup.

    The worker processes of `searches` try catalogs out first, and prepare the same, as far as their memory suffices. A
    catalog that they do not evaluate in time stays theirs. What a catalog holds is exempt from garbage collection at
    once: a full collection of it would hold up every answer meanwhile.
    """
    for id in [each for each in engine.catalog_ids() if _is_loaded(engine, searches, each)]:
        try:
            engine.price_search(EvaluationRequest(id, _now()), budget=engine.budget(PREPARATION_SECONDS))
            freeze_living_objects()
        except ConfiguratorError as error:
            _log.info("no range of prices for %s: %s", id, error)
            continue
        if searches is not None:
            _prepare(searches, engine, id)


def _is_loaded(engine: Engine, searches: SearchProcesses | None, catalog: str) -> bool:
    """Load a catalog, and return whether it is; one that does not pass a trial is left to worker processes."""
    try:
        if searches is not None and not _passes(searches, engine, catalog):
            return False
        engine.catalog(catalog)
        freeze_living_objects()
    except ConfiguratorError as error:
        _log.error("the catalog %s cannot be used:\n%s", catalog, error)
        return False
    return True


def _passes(searches: SearchProcesses, engine: Engine, catalog: str) -> bool:
    """Try a catalog out in a worker process, and return whether it has passed."""
    with suppress(NoReply):
        rehearse(searches, engine, EvaluationRequest(catalog, _now(), seconds=TRIAL_SECONDS), _now())
    if not searches.trials.has_passed(catalog):
        _log.warning("%s takes more than %g s, so only worker processes answer about it", catalog, TRIAL_SECONDS)
    return searches.trials.has_passed(catalog)


def _prepare(searches: SearchProcesses, engine: Engine, catalog: str) -> None:
    digests = digests_of(engine, "prepare", catalog)
    with suppress(ConfiguratorError):
        question = SearchQuestion("prepare", catalog, digests, "{}", _now().isoformat(), 0)
        searches.answer(question, engine.budget(PREPARATION_SECONDS))


def searches_of(settings: WorkerSettings) -> SearchProcesses | None:
    """Return worker processes for long searches; None where the system cannot limit them."""
    return SearchProcesses(settings) if hasattr(os, "fork") else None


class BoundedHeads(HttpToolsProtocol):
    """HTTP/1.1 as the web server reads it, but that nobody holds a connection without a request or without reading.

    Heads and trailers without an end are refused, those that stop halfway after `HEAD_SECONDS`; a client that does not
    take its answer is cut off after `READING_SECONDS`.
    """

    _unfinished = 0
    _head: TimerHandle | None = None
    _reading: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._cycles: list[RequestResponseCycle] = []
        self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more. The web server itself tells only the latest of several requests."""
        self._advanced()
        self._taken()
        for cycle in self._cycles:
            cycle.disconnected = True
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what a client sends."""
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished and self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)
        if self._unfinished > MOST_UNFINISHED and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """Go on to the body."""
        self._advanced()
        super().on_headers_complete()
        self._cycles = [cycle for cycle in self._cycles if not cycle.response_complete]
        self._cycles.append(self.cycle)

    def on_body(self, body: bytes) -> None:
        """Take in a part of the body; how large it may be in all is looked after by the application."""
        self._advanced()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Go on to the next request."""
        self._advanced()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent."""
        super().pause_writing()
        self._reading = self._reading or self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        self._taken()
        super().resume_writing()

    def _advanced(self) -> None:
        self._unfinished = 0
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _taken(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _give_up(self) -> None:
        """Close a connection on which no request is under way; while one is, look again later."""
        self._head = None
        if self.cycle is not None and not self.cycle.response_complete:
            self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)
        elif self._unfinished and not self.transport.is_closing():
            self.send_400_response("The head of the request did not arrive in time.")
        else:
            self.transport.close()


class DrainedServer(uvicorn.Server):
    """A web server that answers what it has accepted before it stops; what takes too long, by `withdraw`."""

    def __init__(self, config: uvicorn.Config, withdraw: Callable[[], None]) -> None:
        super().__init__(config)
        self._withdraw = withdraw

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Accept nothing more, and return once everything is answered, or time is up."""
        withdrawal = asyncio.get_running_loop().call_later(DRAIN_SECONDS, self._withdraw)
        await super().shutdown(sockets)
        withdrawal.cancel()


def _log_requests() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    request_log.log.addHandler(handler)
    request_log.log.setLevel(logging.INFO)
    request_log.log.propagate = False


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    database: str | None = None,
    catalogs: Path | None = None,
    books: Path | None = None,
    engine: str | None = None,
    checked: bool = False,
) -> None:
    """Serve the API and the page until interrupted.

    `database` is a URL, by default that of `DATABASE_URL` or a SQLite file in the current folder. Compiled catalogs are
    kept in the folder that `CONFIGURATOR_COMPILED` names. The address of a client is that of the connection, but behind
    the reverse proxies whose addresses `CONFIGURATOR_PROXIES` lists, which say it in `X-Forwarded-For`.
    Every answer is `checked` by a second engine if requested, or if `CONFIGURATOR_CHECKED` is set.
    """
    url = database or os.environ.get("DATABASE_URL") or stores.DEFAULT_URL
    proxies = os.environ.get("CONFIGURATOR_PROXIES", "")
    folder = os.environ.get("CONFIGURATOR_COMPILED")
    checked = checked or bool(os.environ.get("CONFIGURATOR_CHECKED"))
    kept = Path(folder) if folder else None
    if os.environ.get("CONFIGURATOR_REQUEST_LOG", "on") != "off":
        _log_requests()
    sys.setswitchinterval(SWITCH_SECONDS)
    ready = Engine.open(catalogs, books, engine=engine or DEFAULT, now=time.monotonic, kept=kept, checked=checked)
    searches = searches_of(WorkerSettings(_text(catalogs), _text(books), engine or DEFAULT, folder, checked))
    threading.Thread(target=warm_up, args=(ready, searches), name="warm-up", daemon=True).start()
    with stores.open(url) as storage:
        storage.idempotency.forget(before=_now() - KEPT_ANSWERS)
        app = create_app(ready, storage, settings=settings_from(os.environ, host=host, port=port), searches=searches)
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=BoundedHeads,
            ws="none",
            log_level="info",
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=DRAIN_SECONDS + WITHDRAWN_SECONDS,
        )
        server = DrainedServer(config, partial(_withdraw, ready, searches))
        with suppress(KeyboardInterrupt):
            server.run()
        _withdraw(ready, searches)
        if not server.started:
            sys.exit(STARTUP_FAILURE)


def _withdraw(engine: Engine, searches: SearchProcesses | None) -> None:
    engine.close()
    if searches is not None:
        searches.close()


def _text(folder: Path | None) -> str | None:
    return None if folder is None else str(folder.absolute())
