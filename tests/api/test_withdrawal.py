"""Work whose client has gone ends: what waits is never begun, and what runs finds its budget spent."""

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from configurator_api.lanes import LaneName, Lanes
from configurator_api.problem_details import HttpProblem
from configurator_api.withdrawal import while_awaited
from configurator_api.workers import CatalogWorker
from fastapi import FastAPI, Request
from starlette.types import Message

from configurator.engine import Engine
from tests.api.service import Service, engine, waiting


def _leaving(gone: asyncio.Event, body: bytes = b"") -> Callable[[], Any]:
    """Return the receiving end of a client that sends a body and closes the connection at a moment."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}] if body else []

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive


async def _begun(begun: Event) -> None:
    assert await asyncio.to_thread(begun.wait, 60)


def test_an_answer_is_returned_to_a_client_that_awaits_it() -> None:
    async def request() -> int:
        return await while_awaited(waiting(), CatalogWorker("aeron").done("a", lambda: 7))

    assert 7 == asyncio.run(request())


@pytest.mark.parametrize("lane", [*LaneName])
def test_what_runs_on_a_lane_finds_its_budget_spent_once_its_client_has_gone(lane: LaneName) -> None:
    async def request() -> list[str]:
        gone, begun, ended = asyncio.Event(), Event(), list[str]()

        def work() -> None:
            budget = engine().budget(None)
            begun.set()
            while not budget.spent():
                sleep(0.001)
            ended.append(str(budget.lacks()))

        http = Request({"type": "http", "client": ("127.0.0.1", 1)}, _leaving(gone))
        lanes = Lanes()
        asked = asyncio.ensure_future(lanes.run(lane, http, work))
        await _begun(begun)
        gone.set()
        with pytest.raises(HttpProblem):
            await asked
        lane_left = lanes.by_name[lane].admission
        while lane_left.under_way:
            await asyncio.sleep(0.001)
        return ended

    assert ["patience"] == asyncio.run(request())


def test_what_waits_for_a_catalog_is_never_begun_once_its_client_has_gone() -> None:
    async def request() -> tuple[list[str], int]:
        worker, gone, begun, end, done = CatalogWorker("aeron"), asyncio.Event(), Event(), Event(), list[str]()

        def long() -> None:
            begun.set()
            end.wait(60)

        first = asyncio.ensure_future(worker.done("a", long))
        await _begun(begun)
        http = Request({"type": "http"}, _leaving(gone))
        second = asyncio.ensure_future(while_awaited(http, worker.done("b", lambda: done.append("second"))))
        await asyncio.sleep(0.01)
        gone.set()
        with pytest.raises(HttpProblem):
            await second
        left = worker.admission.under_way
        end.set()
        await first
        await worker.done("a", lambda: done.append("third"))
        return done, left

    assert (["third"], 1) == asyncio.run(request())


def test_a_request_that_the_service_gives_up_is_withdrawn_too() -> None:
    async def request() -> bool:
        begun, ended = Event(), Event()

        def work() -> None:
            budget = engine().budget(None)
            begun.set()
            while not budget.spent():
                sleep(0.001)
            ended.set()

        asked = asyncio.ensure_future(Lanes().run(LaneName.SEARCHES, waiting(), work))
        await _begun(begun)
        asked.cancel()
        await asyncio.wait((asked,))
        return await asyncio.to_thread(ended.wait, 60)

    assert asyncio.run(request())


@pytest.mark.parametrize("path", ["evaluate", "explain"])
def test_an_evaluation_ends_with_its_client_and_is_logged_as_abandoned(
    path: str, served: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun = Event()

    def never_ends(self: Engine, *_: object) -> None:
        budget = self.budget(None)
        begun.set()
        while not budget.spent():
            sleep(0.001)
        raise budget.undecided("it was ready")

    monkeypatch.setattr(Engine, "evaluation", never_ends)
    monkeypatch.setattr(Engine, "why", never_ends)
    engine().catalog("aeron")
    unasked = {"on": "2031-05-07"}  # No other test asks for this day, so that no answer is known yet.
    body = json.dumps({**unasked, "path": "seat_back"} if path == "explain" else unasked).encode()
    app = served.client.app
    assert isinstance(app, FastAPI)

    async def request() -> None:
        gone = asyncio.Event()
        asked = asyncio.ensure_future(app(_scope(f"/v1/catalogs/aeron/{path}"), _leaving(gone, body), _unread))
        await _begun(begun)
        gone.set()
        await asked

    with caplog.at_level(logging.INFO, "configurator_api.requests"):
        asyncio.run(request())
    assert "abandoned" == json.loads(caplog.records[-1].message)["outcome"]


def _scope(path: str) -> dict[str, Any]:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    given = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode()}
    return {**given, "query_string": b"", "root_path": "", "headers": headers, "client": ("127.0.0.1", 1)}


async def _unread(_: Message) -> None:
    """Send nothing: the client has gone."""
