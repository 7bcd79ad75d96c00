"""Long searches of a service run in worker processes: the answers are the same, and what ends a worker is undecided."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from threading import Thread
from time import monotonic, sleep

import pytest
from configurator_api import search_processes, search_worker
from configurator_api.app import create_app
from configurator_api.search_messages import SearchQuestion, SearchReply, WorkerSettings
from configurator_api.search_processes import SearchProcess, SearchProcesses, processes_at_most
from configurator_api.searches import digests_of
from configurator_api.service_context import Settings
from fastapi.testclient import TestClient

from configurator import storage as stores
from configurator.budget import Budget, Cancellation
from configurator.engine import Engine
from configurator.errors import Undecided
from configurator.shipped import shipped_folder
from tests.api.service import NOW

SETTINGS = WorkerSettings(None, None, "compiled", None, checked=False)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="no limits on processes here")]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("searched")
    copytree(shipped_folder("catalogs"), root / "catalogs")
    copytree(shipped_folder("pricing_rules"), root / "pricing_rules")
    return root / "catalogs", root / "pricing_rules"


@pytest.fixture(scope="module")
def engine(folders: tuple[Path, Path]) -> Engine:
    return Engine.open(*folders)


@pytest.fixture(scope="module")
def searches(folders: tuple[Path, Path]) -> Iterator[SearchProcesses]:
    pool = SearchProcesses(replace(SETTINGS, catalogs=str(folders[0]), books=str(folders[1])), most=1)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def clients(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, searches: SearchProcesses
) -> Iterator[tuple[TestClient, TestClient]]:
    """Two services over the same files: one searches in worker processes, the other does not."""
    settings = Settings(lambda: NOW, evaluate_rate="100000/minute")
    with stores.open(f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}", create=True) as storage:
        apps = (create_app(engine, storage, settings=settings, searches=each) for each in (searches, None))
        yield tuple(TestClient(app, raise_server_exceptions=False) for app in apps)  # type: ignore[misc]


def _question(engine: Engine, search: str = "range", about: str = "aeron", body: object = None) -> SearchQuestion:
    return SearchQuestion(search, about, digests_of(engine, search, about), json.dumps(body or {}), NOW.isoformat(), 0)


def _budget(seconds: float) -> Budget:
    return Budget(monotonic).at_most(seconds)


GOAL = {"sense": "most", "expression": "1 if navigation else 0"}
REQUESTS = [
    ("catalogs/bmw_x3/range", {"on": "2013-06-01", "builds": 2, "options": True, "seconds": 9}),
    ("catalogs/bmw_x3/best", {"on": "2013-06-01", "goals": [GOAL], "at_most": 42000.5, "locale": "de"}),
    ("catalogs/bmw_x3/front", {"on": "2013-06-01", "goals": [GOAL], "points": 3}),
    ("catalogs/bmw_x3/range", {"choices": {"navigation": "rear"}, "parameters": {"x": 1}}),
    ("catalogs/bmw_x3/best", {"goals": [{"sense": "most", "expression": "nothing + 1"}], "require": ["also"]}),
    ("catalogs/bmw_x3/range", {"book": "none"}),
    ("catalogs/nothing/range", {}),
    ("plans", {"offer": "ibm_power", "forecast": {}}),
]


@pytest.mark.parametrize(("path", "body"), REQUESTS)
def test_a_service_answers_the_same_with_worker_processes_and_without(
    clients: tuple[TestClient, TestClient], path: str, body: object
) -> None:
    there, here = (client.post(f"/v1/{path}", json=body) for client in clients)
    assert (here.status_code, here.text, here.headers["content-type"]) == (
        there.status_code,
        there.text,
        there.headers["content-type"],
    )


def test_a_search_is_not_made_in_the_process_of_the_service(
    clients: tuple[TestClient, TestClient], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "price_overview", None)
    responses = [client.post("/v1/catalogs/bmw_x3/range", json={"on": "2013-06-01"}) for client in clients]
    assert [200, 500] == [response.status_code for response in responses]


def test_files_that_have_changed_since_are_declined(engine: Engine, searches: SearchProcesses) -> None:
    old = replace(_question(engine), digests=("other",))
    assert None is searches.answer(old, _budget(20))
    assert searches.answer(_question(engine), _budget(20)) is not None


def test_a_killed_worker_leaves_the_answer_undecided_and_the_next_question_starts_another(
    engine: Engine, searches: SearchProcesses
) -> None:
    assert searches.answer(_question(engine), _budget(20)) is not None
    searches._idle[0].kill()
    with pytest.raises(Undecided, match=r"the worker ended \(-9\) before the answer was certain"):
        searches.answer(_question(engine), _budget(20))
    assert searches.answer(_question(engine), _budget(20)) is not None


def test_a_worker_that_exceeds_its_time_is_ended_by_the_system(engine: Engine, searches: SearchProcesses) -> None:
    assert searches.answer(_question(engine), _budget(20)) is not None
    os.kill(searches._idle[0]._process.pid, signal.SIGPROF)
    with pytest.raises(Undecided, match="time ran out before the answer was certain"):
        searches.answer(_question(engine), _budget(20))


def test_a_question_that_has_to_wait_for_longer_than_its_time_is_undecided(engine: Engine) -> None:
    pool = SearchProcesses(SETTINGS, most=1)
    taken = pool._taken("aeron", _budget(1))
    with pytest.raises(Undecided, match="time ran out before it was the turn of this question"):
        pool.answer(_question(engine), _budget(0.01))
    pool._released(taken, leaving=False)
    assert taken is pool._taken("aeron", _budget(1))
    pool.close()
    pool._released(taken, leaving=False)  # It was searching, and ends with its question.
    assert [] == pool._idle


def test_closing_the_service_ends_a_search_in_progress(engine: Engine) -> None:
    pool, results = SearchProcesses(SETTINGS, most=1), list[str]()

    def ask() -> None:
        try:
            pool.answer(_question(engine), _budget(60))
        except Undecided as undecided:
            results.append(str(undecided))

    thread = Thread(target=ask)
    thread.start()
    while not pool._busy:
        pass
    pool.close()
    thread.join()
    assert 1 == len(results)
    with pytest.raises(Undecided, match="the service is closing"):
        pool.answer(_question(engine), _budget(1))


def test_a_withdrawn_search_ends_and_its_worker_goes_on(engine: Engine, searches: SearchProcesses) -> None:
    assert searches.answer(_question(engine), _budget(20)) is not None
    (process,), asker, results = searches._idle, Cancellation(), list[str]()

    def ask() -> None:
        with pytest.raises(Undecided) as undecided:
            searches.answer(_question(engine, "range", "power_supply"), replace(_budget(600), cancellation=asker))
        results.append(str(undecided.value))

    thread = Thread(target=ask)
    thread.start()
    while not searches._busy:
        sleep(0.01)
    asker.cancel()
    thread.join(60)
    assert 1 == len(results)
    assert searches.answer(_question(engine), _budget(20)) is not None
    assert [process] == searches._idle


def test_a_worker_that_does_not_heed_the_withdrawal_is_ended(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_processes, "WITHDRAWAL_SECONDS", 0.01)
    process, asker = SearchProcess(SETTINGS), Cancellation()
    os.kill(process._process.pid, signal.SIGSTOP)
    asker.cancel()
    with pytest.raises(Undecided):
        process.reply(_question(engine), replace(_budget(600), cancellation=asker))
    assert process._process.returncode is not None


def test_a_signal_ends_the_questions_of_a_worker(engine: Engine) -> None:
    with search_worker.withdrawn_by(signal.SIGUSR1):
        budget = engine.budget(None)
        assert not budget.spent()
        os.kill(os.getpid(), signal.SIGUSR1)
        assert budget.spent()
    assert not engine.budget(None).spent()


def test_a_question_goes_to_the_worker_that_has_its_catalog(engine: Engine) -> None:
    pool = SearchProcesses(SETTINGS, most=2)
    first, second = pool._taken("aeron", _budget(1)), pool._taken("bmw_x3", _budget(1))
    first.loaded.add("aeron")
    second.loaded.add("bmw_x3")
    for process in (first, second):
        pool._released(process, leaving=False)
    assert second is pool._taken("bmw_x3", _budget(1))
    pool._released(second, leaving=True)
    pool.close()


def test_one_processor_is_left_to_the_service() -> None:
    assert 1 <= processes_at_most() <= max(1, (os.cpu_count() or 1) - 1)


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (MemoryError(), ("NoReply", "memory ran out before the answer was certain", True)),
        (RuntimeError("can't start new thread"), ("NoReply", "memory ran out before the answer was certain", True)),
        (RuntimeError("a defect"), ("ConfiguratorError", "the search failed", True)),
        (Undecided("time ran out"), ("Undecided", "time ran out", False)),
    ],
)
def test_a_worker_replies_whatever_happens(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, error: Exception, reply: tuple[str, str, bool]
) -> None:
    def fail(*_: object) -> str:
        raise error

    monkeypatch.setattr(search_worker, "answer_to", fail)
    monkeypatch.setattr(search_worker, "WORKER_BYTES", 10**12)
    result = search_worker.reply_to(engine, replace(_question(engine), milliseconds=1000))
    assert reply == (result.error, result.message, result.leaving)


def test_a_worker_that_holds_much_leaves_after_its_answer(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_worker, "WORKER_BYTES", 1)
    reply = search_worker.reply_to(engine, replace(_question(engine, "prepare"), milliseconds=20_000))
    assert SearchReply("{}", leaving=True) == reply


def test_a_worker_ends_with_its_service() -> None:
    process = SearchProcess(SETTINGS)
    process._channel.close()
    assert 0 == process._process.wait(20)
