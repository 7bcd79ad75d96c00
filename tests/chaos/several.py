"""Several services on one database, and clocks that are set."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from configurator_api.app import create_app
from configurator_api.service_context import Settings
from fastapi.testclient import TestClient

from configurator.engine import Engine
from configurator.storage.sql.sql_storage import SqlStorage, open_sql
from tests.chaos.clients import in_threads
from tests.chaos.ledger import NOW, Ledger, body_of, shop
from tests.chaos.load import settled
from tests.chaos.service import issued_key, serving
from tests.chaos.trials import Outcome, TrialRoom


def several_processes(room: TrialRoom) -> Outcome:
    """Let services share one database, and send the same quotes to all of them at once, in different orders."""
    outcome, ledger = Outcome(), Ledger()
    with serving(room) as first, ExitStack() as others:
        secret = first.secret
        services = [first]
        services += [others.enter_context(serving(room, secret=secret)) for _ in range(room.size.processes - 1)]
        keys = [f"n{number}" for number in range(room.size.requests // 6)]

        def ask(client: int) -> None:
            for key in Random(client).sample(keys, len(keys)):
                answer = services[client % len(services)].quote(key, ledger, outcome)
                outcome.counts[f"quotes {answer.status}"] += 1
                outcome.expect(answer.status == 201, f"{key} was answered with {answer}")

        in_threads(2 * len(services), ask)
        outcome.expect(len(keys) == len(ledger.acknowledged), "not every key has a quote")
        outcome.counts["processes"] = len(services)
        return settled(room, first, ledger, outcome)


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class SetClock:
    """A clock that stands at what it was set to."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


SETTINGS = (0, -2 * 3600, 3600, -30, 86_400 * 45, -86_400 * 400, 86_400 * 365, 0)
"""Seconds from noon to which the clock is set, one after the other."""


def clock_set_forward_and_back(room: TrialRoom) -> Outcome:
    """Set the service's clock forward and back: replays stay replays, lists are whole, and nobody is locked out."""
    outcome, ledger, clock, books = Outcome(), Ledger(), SetClock(), shop(room.folder)
    secret = issued_key(room.url)
    with open_sql(room.url) as storage, _asked(storage, Engine.open(*books), clock) as client:
        for number, seconds in enumerate(SETTINGS):
            clock.at = NOW + timedelta(seconds=seconds)
            for key in [f"c{each}" for each in range(number + 1)]:
                headers = {"X-API-Key": secret, "Idempotency-Key": key}
                answer = client.post("/v1/quotes", json=body_of(key), headers=headers)
                outcome.counts[f"quotes {answer.status_code}"] += 1
                outcome.expect(answer.status_code == 201, f"{key} at {clock.at} was answered with {answer.text[:300]}")
                ledger.acknowledge(key, answer.json()["id"], outcome)
            outcome.expect(
                sorted(_listed(client, secret)) == sorted(ledger.acknowledged.values()), "a list is not whole"
            )
        ledger.settle(storage, books, outcome)
    return outcome


@contextmanager
def _asked(storage: SqlStorage, engine: Engine, clock: SetClock) -> Iterator[TestClient]:
    settings = Settings(clock, evaluate_rate="1000/minute", write_rate="1000/minute")
    with TestClient(create_app(engine, storage, settings=settings), raise_server_exceptions=False) as client:
        yield client


def _listed(client: TestClient, secret: str) -> Iterator[str]:
    """Yield the ids of all quotes, by pages of two."""
    after = ""
    while True:
        page = client.get(f"/v1/quotes?limit=2{after}", headers={"X-API-Key": secret}).json()
        yield from (quote["id"] for quote in page["quotes"])
        if page["next"] is None:
            return
        after = f"&after={page['next']}"
