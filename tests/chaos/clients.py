"""Clients that are slow, gone or hostile, and a service that is told to stop while it works."""

import os
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count, islice
from pathlib import Path
from threading import Event, Thread

from configurator_api.limits import HEAD_SECONDS

from tests.chaos.ledger import Ledger
from tests.chaos.load import load, wait_for
from tests.chaos.service import Service
from tests.chaos.trials import Outcome, TrialRoom
from tests.fuzz.fuzzing import inputs
from tests.fuzz.http_target import HTTP_TARGETS

HEAD = b"POST /v1/catalogs/lamps/evaluate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW: dict[str, bytes] = {
    "nothing": b"",
    "half a head": HEAD,
    "half a body": HEAD + b"Content-Length: 1000\r\n\r\n{",
    "a body in chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    "a second head": b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /li",
}
"""How requests begin that never end."""
GONE = 20
"""Clients of each kind that close their connection at once, in the middle of a request."""


UNREAD = b"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 300
"""More answers than the buffers of a connection hold."""


def slow_and_abandoned_clients(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Open very many connections that say nothing more, and others that are cut; all end, and nobody waits for them."""
    before = _open_files(service)
    held = [(kind, _connected(service, sent)) for kind, sent in SLOW.items() for _ in range(10 * room.size.clients)]
    unread = [_connected(service, UNREAD) for _ in range(room.size.clients)]
    _abandon(service)
    outcome.counts["slow"], outcome.counts["abandoned"] = len(held) + len(unread), GONE * 2 * len(SLOW)
    for number in range(room.size.requests // 10):
        outcome.expect(200 == service.evaluate(1 + number % 4).status, "no evaluation beside slow clients")
        outcome.expect(201 == service.quote(f"s{number}", ledger, outcome).status, "no quote beside slow clients")
    _all_end(held, outcome)
    wait_for(lambda: _open_files(service) <= before + room.size.clients, looks=4000)
    for connection in unread:
        connection.close()


def _connected(service: Service, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", service.port))
    connection.sendall(sent)
    return connection


def _abandon(service: Service) -> None:
    """Begin requests of every kind, and be gone: by an orderly close, or by a reset."""
    for sent in SLOW.values():
        for _ in range(GONE):
            _connected(service, sent).close()
            reset = _connected(service, sent + b"\r\n")
            reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            reset.close()


def _all_end(held: list[tuple[str, socket.socket]], outcome: Outcome) -> None:
    """Wait until the service has closed every connection that never says its request to the end."""
    for kind, connection in held:
        connection.settimeout(4 * HEAD_SECONDS)
        try:
            while connection.recv(65_536):
                pass
        except TimeoutError:
            outcome.expect(False, f"a client that sent {kind} keeps its connection")
        except OSError:
            pass
        connection.close()


def _open_files(service: Service) -> int:
    return sum(1 for _ in Path(f"/proc/{service.process.pid}/fd").iterdir())


def hostile_mixture(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Send mutated requests of every kind on several connections at once: each has an answer, and none is 500."""
    resident = _resident(service)
    with load(service, 2, ledger, outcome, room, "m") as answered:
        in_threads(room.size.clients, lambda client: _hostile(service, client, room, outcome))
        wait_for(lambda: answered() > 2)
    outcome.counts["MB before"], outcome.counts["MB after"] = resident, _resident(service)


def _hostile(service: Service, client: int, room: TrialRoom, outcome: Outcome) -> None:
    share = room.size.requests // room.size.clients
    numbers = count(1_000_000 * (1 + client))
    target = HTTP_TARGETS[0]
    for path, files in islice(inputs(target, numbers), share):
        sent = files[path].replace(b"lantern", b"lamps").replace(b"SECRET", service.secret.encode())
        status = _status(service, sent)
        outcome.counts[f"status {status}"] += 1
        outcome.expect(status < 500 or status == 503, f"{status} to {sent[:300]!r}")


def _status(service: Service, sent: bytes) -> int:
    """Return the status of the answer to a request of the corpus as bytes; 0 where the connection just ends."""
    head, _, body = sent.partition(b"\n\n")
    first, *headers = head.split(b"\n")
    lines = [
        first + b" HTTP/1.1",
        b"Host: localhost",
        b"Connection: close",
        b"Content-Length: %d" % len(body),
        *headers,
    ]
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.settimeout(60)
        try:
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            answer = connection.recv(65_536)
        except ConnectionError:
            return 0
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def _resident(service: Service) -> int:
    """Return the megabytes that the process of the service holds."""
    pages = int(Path(f"/proc/{service.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def stopped_under_load(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> None:
    """Tell a service to stop while clients ask for quotes, evaluations and searches: what it accepted is answered."""
    stopped, before = Event(), len(ledger.acknowledged)

    def ask(client: int) -> None:
        for number in count():
            accepted = not stopped.is_set()
            try:
                status = _one_of_each(service, client, number, ledger, outcome)
            except ConnectionRefusedError:
                return
            except (OSError, HTTPException) as error:
                outcome.expect(not accepted, f"what was sent before the signal has no answer: {error!r}")
                return
            outcome.counts[f"status {status}"] += 1
            outcome.expect(status in (200, 201, 503), f"found {status}")

    with _threads(room.size.clients, ask):
        wait_for(lambda: len(ledger.acknowledged) > before + 2 * room.size.clients)
        stopped.set()
        time.sleep(0.5)
        began = room.clock()
        code = service.end(signal.SIGTERM)
        outcome.took("until it had ended", room.clock() - began)
        outcome.counts[f"ended with {code}"] += 1


def _one_of_each(service: Service, client: int, number: int, ledger: Ledger, outcome: Outcome) -> int:
    match number % 3:
        case 0:
            return service.quote(f"t{client}-{number}", ledger, outcome).status
        case 1:
            return service.evaluate(1 + number % 4).status
        case _:
            body = {"choices": {"bulbs": 1 + number % 4}, "options": True, "on": "2026-03-01"}
            return service.ask("POST", "/v1/catalogs/lamps/range", body).status


@contextmanager
def _threads(number: int, work: Callable[[int], None]) -> Iterator[None]:
    threads = [Thread(target=work, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def in_threads(number: int, work: Callable[[int], None]) -> None:
    """Let so many threads work, each with its number, and wait for all."""
    with _threads(number, work):
        pass
