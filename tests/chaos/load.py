"""Clients that ask without pause, and what must hold of a service once its trouble is over."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from threading import Event, Thread

from configurator.storage.sql.sql_storage import open_sql
from tests.chaos.ledger import Ledger, shop
from tests.chaos.service import Service, serving, unexpected_errors
from tests.chaos.trials import CannotTry, Outcome, Trial, TrialRoom

IN_ORDER = (0, -signal.SIGTERM)
"""How a service ends that was asked to: by itself, or by passing the signal on to itself."""


@contextmanager
def load(
    service: Service, clients: int, ledger: Ledger, outcome: Outcome, room: TrialRoom, prefix: str
) -> Iterator[Callable[[], int]]:
    """Let clients ask for quotes until the end of the block; each next one once the one before has an answer."""
    stop, answered = Event(), [0] * clients

    def ask(client: int) -> None:
        for number in count():
            if stop.is_set():
                return
            began = room.clock()
            try:
                answer = service.quote(f"{prefix}{client}-{number}", ledger, outcome)
            except (OSError, HTTPException) as error:
                outcome.counts["no answer"] += 1
                outcome.expect(False, f"a request ended without an answer: {error!r}")
                return
            answered[client] += 1
            outcome.counts[f"quotes {answer.status}"] += 1
            outcome.took(f"quotes {answer.status}", room.clock() - began)
            outcome.expect(answer.status in (201, 503), f"a quote was answered with {answer.status}: {answer.body}")

    threads = [Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(answered)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def settled(room: TrialRoom, service: Service, ledger: Ledger, outcome: Outcome) -> Outcome:
    """Look at the log and at what is stored, once the service has ended."""
    code = service.process.poll()
    code = service.end() if code is None else code
    outcome.expect(code in IN_ORDER, f"the service did not end in order, but with {code}")
    outcome.faults += unexpected_errors(service)[:3]
    with open_sql(room.url) as storage:
        ledger.settle(storage, shop(room.folder), outcome)
    return outcome


def goes_on(answered: Callable[[], int], room: TrialRoom) -> None:
    before = answered()
    wait_for(lambda: answered() >= before + room.size.clients)


def wait_for(holds: Callable[[], bool], looks: int = 1200) -> None:
    """Look every twentieth of a second, until something holds."""
    for _ in range(looks):
        if holds():
            return
        time.sleep(0.05)
    raise CannotTry("the service made no progress")


Part = Callable[[TrialRoom, Service, Ledger, Outcome], None]
"""Trouble for a service that runs."""

SOON = """
from configurator_api import limits
limits.HEAD_SECONDS = limits.BODY_SECONDS = limits.READING_SECONDS = 2.0
"""
"""What makes a service lose patience with slow clients soon, as a small trial does not wait for long."""


def on_a_service(*parts: Part) -> Trial:
    """Return the trial of several troubles, one after the other, of one service."""

    def trial(room: TrialRoom) -> Outcome:
        outcome, ledger = Outcome(), Ledger()
        with serving(room, prepare="" if room.size.is_full else SOON) as service:
            for part in parts:
                part(room, service, ledger, outcome)
            return settled(room, service, ledger, outcome)

    return trial
