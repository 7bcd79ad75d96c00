"""A catalog is tried out in a worker process before the service answers about it itself."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from configurator_api import serve
from configurator_api.app import create_app
from configurator_api.search_messages import NoReply, WorkerSettings
from configurator_api.search_processes import SearchProcesses
from configurator_api.service_context import Settings
from configurator_api.trials import Trials
from fastapi.testclient import TestClient

from configurator import storage as stores
from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.api.service import NOW

SETTINGS = WorkerSettings(None, None, "compiled", None, checked=False)


def test_a_catalog_passes_by_a_trial_and_fails_once_it_is_late() -> None:
    used = iter([0.0, 2.4, 10.0, 12.6, 20.0, 29.0])
    trials = Trials(used=lambda: next(used))
    trials.passes("lamp")
    with trials.watching("lamp", 2.0):
        pass
    assert trials.has_passed("lamp")
    with pytest.raises(ZeroDivisionError), trials.watching("lamp", 2.0):
        raise ZeroDivisionError
    assert not trials.has_passed("lamp")
    trials.passes("lamp")
    assert not trials.has_passed("lamp")
    with trials.watching("chair", None):
        pass
    assert not trials.has_passed("chair")


def test_another_catalog_has_not_passed() -> None:
    trials = Trials()
    trials.passes("lamp")
    assert [True, False] == [trials.has_passed(each) for each in ("lamp", "chair")]


@pytest.fixture
def searches() -> Iterator[SearchProcesses]:
    pool = SearchProcesses(SETTINGS, most=1)
    yield pool
    pool.close()


@pytest.fixture
def client(tmp_path: Path, searches: SearchProcesses) -> Iterator[TestClient]:
    settings = Settings(lambda: NOW, evaluate_rate="100000/minute", page_seconds=20.0)
    with stores.open(f"sqlite:///{tmp_path / 'test.db'}", create=True) as storage:
        app = create_app(Engine.open(), storage, settings=settings, searches=searches)
        yield TestClient(app, raise_server_exceptions=False)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no limits on processes here")
class TestAService:
    """With one worker process."""

    BODIES: tuple[tuple[str, dict[str, object]], ...] = (
        ("evaluate", {}),
        ("explain", {"path": "size"}),
        ("conflicts", {}),
    )

    def test_answers_the_same_before_a_catalog_has_passed_and_after(
        self, client: TestClient, searches: SearchProcesses
    ) -> None:
        for name, body in (*self.BODIES, ("evaluate", {"choices": {"none": 1}}), ("explain", {"path": "none"})):
            url = f"/v1/catalogs/aeron/{name}"
            searches.trials = Trials()
            before = client.post(url, json=body)
            searches.trials.passes("aeron")
            after = client.post(url, json=body)
            assert (before.status_code, before.text) == (after.status_code, after.text)

    def test_does_not_work_on_a_catalog_that_has_not_passed(
        self, client: TestClient, searches: SearchProcesses, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Trials, "passes", lambda *_: None)
        for name in ("evaluation", "why", "session", "catalog", "saved"):
            monkeypatch.setattr(Engine, name, None)
        responses = [client.post(f"/v1/catalogs/aeron/{name}", json=body) for name, body in self.BODIES]
        assert [200] * 3 == [response.status_code for response in responses]

    def test_evaluates_itself_what_a_worker_decided(self, client: TestClient, searches: SearchProcesses) -> None:
        assert not searches.trials.has_passed("aeron")
        client.post("/v1/catalogs/aeron/evaluate", json={})
        assert searches.trials.has_passed("aeron")

    def test_leaves_undecided_what_ends_a_worker(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def ended(*_: object) -> None:
            raise NoReply("time ran out")

        monkeypatch.setattr(SearchProcesses, "answer", ended)
        assert 503 == client.post("/v1/catalogs/aeron/evaluate", json={}).status_code
        assert 503 == client.get("/shop/aeron").status_code
        assert 503 == client.post("/shop/aeron/save").status_code

    def test_shows_a_page_once_a_worker_has_replied(self, client: TestClient, searches: SearchProcesses) -> None:
        assert 200 == client.get("/shop/aeron").status_code
        assert searches.trials.has_passed("aeron")

    def test_tries_catalogs_out_when_it_starts(self, searches: SearchProcesses, tmp_path: Path) -> None:
        for name in ("aeron", "bmw_x3"):
            (tmp_path / name).symlink_to(shipped_folder("catalogs") / name)
        serve.warm_up(Engine.open(tmp_path, shipped_folder("pricing_rules")), searches)
        assert searches.trials.has_passed("aeron")
        assert searches.trials.has_passed("bmw_x3")

    def test_refuses_an_order_at_its_fault(self, client: TestClient) -> None:
        items = [{"id": "1", "catalog": "aeron"}, {"id": "2", "catalog": "nothing"}]
        response = client.post("/v1/orders/price", json={"items": items})
        assert (422, "#/items/1/catalog") == (response.status_code, response.json()["errors"][0]["at"])
