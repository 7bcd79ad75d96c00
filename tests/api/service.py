"""A whole service over the shipped catalogs and a database in a temporary folder."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from configurator_api.app import create_app
from configurator_api.service_context import Settings
from fastapi import Request
from fastapi.testclient import TestClient
from starlette.types import Message

from configurator import storage as stores
from configurator.engine import Engine
from tests.clocks import ticking

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Service:
    """A client of a running service; keys of a seller that may read and write, only read, and only write."""

    client: TestClient
    secret: str
    reader: str
    writer: str
    rival: str

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.client.post(path, json=body, headers=headers)


def waiting() -> Request:
    """Return a request whose client awaits the answer for ever."""

    async def receive() -> Message:
        return await asyncio.Future()

    return Request({"type": "http", "client": ("127.0.0.1", 1)}, receive)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return an engine over the shipped catalogs, whose budgets end after very many looks, even on a busy machine."""
    return Engine.open(now=ticking(5e-4))


@contextmanager
def service(folder: Path, answering: Engine | None = None, **settings: Any) -> Iterator[Service]:
    with stores.open(f"sqlite:///{folder / 'test.db'}") as storage:
        storage.sellers.ensure("acme", at=NOW)
        storage.sellers.ensure("rival", at=NOW)

        def key(seller: str, *scopes: str) -> str:
            return storage.keys.issue(seller, label="test", scopes=frozenset(scopes), at=NOW).secret

        secret, reader = key("acme", "quotes:read", "quotes:write"), key("acme", "quotes:read")
        writer, rival = key("acme", "quotes:write"), key("rival", "quotes:read", "quotes:write")
        usual = Settings(lambda: NOW, evaluate_rate="100000/minute", write_rate="100000/minute")
        app = create_app(answering or engine(), storage, settings=replace(usual, **settings))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield Service(client, secret, reader, writer, rival)
