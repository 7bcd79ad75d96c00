"""Work of one kind never waits behind another, and what is full refuses at once and says whose limit it was."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from configurator_api.lanes import Lane, LaneName
from configurator_api.limits import LANES, LaneSize
from configurator_api.problem_details import HttpProblem

from tests.api.service import service


def _held(lane: Lane, thawed: Event, clients: list[str]) -> list[object]:
    async def send() -> list[object]:
        sent = [asyncio.ensure_future(lane.run(client, lambda: thawed.wait(60))) for client in clients]
        await asyncio.sleep(0.05)
        thawed.set()
        return list(await asyncio.gather(*sent, return_exceptions=True))

    return asyncio.run(send())


def test_a_full_lane_refuses_at_once_and_goes_on_when_it_has_room() -> None:
    lane = Lane("searches", LaneSize(threads=2, line=1, of_one_client=3))
    results = _held(lane, Event(), ["a", "b", "c", "d"])
    assert [True, True, True] == results[:3]
    assert isinstance(results[3], HttpProblem)
    assert (503, "busy") == (results[3].status_code, results[3].kind)
    assert 0 == lane.admission.under_way
    assert 7 == asyncio.run(Lane("searches", LaneSize(1, 0, 1)).run("d", lambda: 7))


def test_one_client_cannot_take_the_whole_lane() -> None:
    lane = Lane("pages", LaneSize(threads=2, line=8, of_one_client=2))
    results = _held(lane, Event(), ["a", "a", "a", "b"])
    assert [True, True, True] == [results[0], results[1], results[3]]
    assert isinstance(results[2], HttpProblem)


def test_while_searches_take_long_everything_else_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thawed = Event()
    monkeypatch.setattr(
        "configurator_api.service_context.ServiceContext.search", lambda *_: "{}" if thawed.wait(60) else "late"
    )
    size = LANES[LaneName.SEARCHES]
    paths = ("/livez", "/readyz", "/v1/catalogs", "/v1/catalogs/bmw_x3", "/shop/aeron")
    with service(tmp_path) as served, ThreadPoolExecutor(2 * size.line) as clients:
        searches = [clients.submit(served.post, "/v1/catalogs/bmw_x3/range", {}) for _ in range(2 * size.line)]
        while sum(search.done() for search in searches) < len(searches) - size.of_one_client:
            sleep(0.01)
        others = [served.client.get(path) for path in paths]
        others.append(served.post("/v1/catalogs/aeron/evaluate", {}))
        thawed.set()
        found = [search.result().status_code for search in searches]
    assert {200} == {each.status_code for each in others}
    assert (size.of_one_client, 2 * size.line - size.of_one_client) == (found.count(200), found.count(503))
