"""The service as it is started, a process of its own over a small catalog, and what its clients were told."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from configurator.storage.sql.sql_storage import open_sql
from tests.chaos.ledger import NOW, SELLER, Ledger, body_of, shop
from tests.chaos.trials import CannotTry, Outcome, TrialRoom

ATTEMPTS = 600
"""Looks, a tenth of a second apart, at whether a service has begun to answer, or has ended."""
PATIENCE = 60
"""Seconds after which a client gives up, which is a fault."""
UNLIMITED = {"CONFIGURATOR_EVALUATE_RATE": "100000000/minute", "CONFIGURATOR_WRITE_RATE": "100000000/minute"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer and its JSON, None where it has none."""

    status: int
    body: Any


@dataclass(slots=True)
class Service:
    """A running service: its port, its process, where it writes its log, and the secret of a key."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    secret: str

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Return the answer to a request on a connection of its own. Raises OSError or HTTPException if it has none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            data = None if body is None else json.dumps(body)
            given = {"X-API-Key": self.secret, "Content-Type": "application/json", **headers}
            connection.request(method, path, data, given)
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, json.loads(content) if content[:1] == b"{" else None)
        finally:
            connection.close()

    def quote(self, key: str, ledger: Ledger, outcome: Outcome) -> Answer:
        """Ask for a quote under a key; note it where it was acknowledged."""
        answer = self.ask("POST", "/v1/quotes", body_of(key), **{"Idempotency-Key": key})
        if answer.status == 201:
            ledger.acknowledge(key, answer.body["id"], outcome)
        return answer

    def evaluate(self, bulbs: int = 2) -> Answer:
        """Evaluate a lamp, which needs no database."""
        return self.ask("POST", "/v1/catalogs/lamps/evaluate", {"choices": {"bulbs": bulbs}, "on": "2026-03-01"})

    def end(self, sent: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code once the process has ended."""
        self.process.send_signal(sent)
        return self.process.wait()

    def started_anew(self, room: TrialRoom, url: str, prepare: str = "") -> None:
        """Start the service again at the same port."""
        self.process = _process(room, url, self.port, self.log, prepare)
        _await(self.port, self.process)


def issued_key(url: str) -> str:
    """Return the secret of a new key that may read and write quotes."""
    with open_sql(url) as storage:
        storage.sellers.ensure(SELLER, at=NOW)
        scopes = frozenset(("quotes:read", "quotes:write"))
        return storage.keys.issue(SELLER, label="chaos", scopes=scopes, at=NOW).secret


@contextmanager
def serving(room: TrialRoom, url: str = "", *, secret: str = "", prepare: str = "") -> Iterator[Service]:
    """Run a service until the end of the block. `prepare` is Python that its process runs first."""
    url = url or room.url
    secret = secret or issued_key(url)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = room.folder / f"service-{port}.log"
    service = Service(port, _process(room, url, port, log, prepare), log, secret)
    try:
        _await(port, service.process)
        service.evaluate()
        yield service
    finally:
        if service.process.poll() is None:
            service.process.kill()
        service.process.wait()


def _process(room: TrialRoom, url: str, port: int, log: Path, prepare: str) -> subprocess.Popen[bytes]:
    catalogs, books = shop(room.folder)
    command = (
        f"{prepare}\nfrom pathlib import Path\nfrom configurator_api.serve import serve\n"
        f"serve(port={port}, database={url!r}, catalogs=Path({str(catalogs)!r}), books=Path({str(books)!r}))"
    )
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-c", command], env={**os.environ, **UNLIMITED}, stdout=out, stderr=out, cwd=room.folder
        )


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(ATTEMPTS):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise CannotTry(f"the service ended at once, with {process.returncode}")
        time.sleep(0.1)
    raise CannotTry("the service did not begin to answer")


def unexpected_errors(service: Service) -> list[str]:
    """Return what the log tells of failures no one foresaw: each with the end of its traceback."""
    text = service.log.read_text(encoding="utf-8", errors="replace")
    return [part[:200] + " … " + part[:4_000].partition("\n{")[0][-500:] for part in text.split("Traceback")[1:]]
