"""Liveness never waits, and readiness waits for the database no longer than it may."""

import asyncio
import threading
from typing import cast

import pytest
from configurator_api.readiness import ReadinessProbe

from configurator.storage.storage_ports import Storage, StorageUnavailable
from tests.api.service import Service


class FrozenStorage:
    """A database that does not answer until it thaws."""

    def __init__(self) -> None:
        self.thawed = threading.Event()
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        self.thawed.wait(30)


def test_a_service_that_can_work_says_so(served: Service) -> None:
    for path in ("/livez", "/readyz", "/v1/health"):
        found = served.client.get(path)
        assert (200, {"status": "ok"}) == (found.status_code, {"status": found.json()["status"]})


def test_a_database_that_does_not_answer_is_asked_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator_api.readiness.READINESS_SECONDS", 0.05)
    frozen = FrozenStorage()
    probe = ReadinessProbe(cast(Storage, frozen))

    async def ask() -> None:
        results = await asyncio.gather(*(probe.passed() for _ in range(20)), return_exceptions=True)
        assert [True] * 20 == [isinstance(each, StorageUnavailable) for each in results]
        frozen.thawed.set()
        await probe.passed()

    asyncio.run(ask())
    assert frozen.asked <= 2
