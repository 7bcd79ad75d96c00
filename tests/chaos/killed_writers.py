"""Writers killed while they store quotes: each is a process that tells its parent what it was told is safe."""

import os
import secrets
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from select import select

from configurator.engine import Engine
from configurator.offering.order_requests import OrderItemRequest
from configurator.storage.sql.sql_storage import open_sql
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, RecordedResponse
from tests.chaos.ledger import NOW, SELLER, Ledger, shop
from tests.chaos.trials import Outcome, TrialRoom

WRITERS = 2
"""Processes that write at the same time; one of them is killed at a time, and another takes its place."""
LONGEST = 0.1
"""Seconds for which one goes on writing, at most, before it is killed."""
FIRST_QUOTE = 120
"""Seconds within which a writer's first quote is awaited; it is killed then anyway."""


def kills_while_quotes_are_written(room: TrialRoom) -> Outcome:
    """Kill writers at random moments; the next one begins by sending again what was not acknowledged."""
    outcome, ledger, random = Outcome(), Ledger(), Random(12)
    books = shop(room.folder)
    engine = Engine.open(*books)
    items = [engine.evaluate("lamps", {"bulbs": bulbs}, on=NOW.date()).item(quantity=2) for bulbs in range(1, 5)]
    with open_sql(room.url) as storage:
        storage.sellers.ensure(SELLER, at=NOW)
    writers = [_Writer.begun(room.url, engine, items, number, 0) for number in range(WRITERS)]
    for _ in range(room.size.kills):
        number = random.randrange(WRITERS)
        writers[number].writes()
        time.sleep(random.uniform(0.0, LONGEST))
        writers[number] = _Writer.begun(room.url, engine, items, number, writers[number].killed(ledger, outcome))
        outcome.counts["kills"] += 1
    for writer in writers:
        writer.killed(ledger, outcome)
    with open_sql(room.url) as storage:
        ledger.settle(storage, books, outcome)
    return outcome


@dataclass(frozen=True, slots=True)
class _Writer:
    """A process that stores quotes, and the pipe in which it says which ones were acknowledged."""

    number: int
    begins: int
    process: int
    told: int

    @staticmethod
    def begun(url: str, engine: Engine, items: Sequence[OrderItemRequest], number: int, begins: int) -> "_Writer":
        told, tells = os.pipe()
        process = os.fork()
        if not process:
            os.close(told)
            try:
                _write(url, engine, items, number, begins, tells)
            finally:
                os._exit(1)
        os.close(tells)
        return _Writer(number, begins, process, told)

    def writes(self) -> None:
        """Wait until the first quote of the writer is acknowledged."""
        select([self.told], [], [], FIRST_QUOTE)

    def killed(self, ledger: Ledger, outcome: Outcome) -> int:
        """Kill the writer, note what it was told is safe, and return the number of the first quote that is not."""
        os.kill(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        outcome.expect(os.WIFSIGNALED(status), f"writer {self.number} ended by itself, with {status}")
        with os.fdopen(self.told, encoding="ascii") as lines:
            told = [line.split() for line in lines if line.endswith("\n")]
        for at, id in told:
            ledger.acknowledge(_key(self.number, int(at)), id, outcome)
        return int(told[-1][0]) + 1 if told else self.begins


def _write(url: str, engine: Engine, items: Sequence[OrderItemRequest], number: int, begins: int, tells: int) -> None:
    with open_sql(url) as storage:
        for at in count(begins):
            id, key = f"q_{secrets.token_hex(12)}", _key(number, at)
            drawn = engine.quote([items[at % len(items)]], id=id, seller=SELLER, created=NOW, on=NOW.date())
            answer = AnswerRecord(IdempotentRequest(key, key), RecordedResponse(201, id), NOW)
            result = storage.quotes.add(drawn.sealed, drawn.contents, answer=answer)
            os.write(tells, f"{at} {id if result is None else result.response.resource}\n".encode())


def _key(writer: int, number: int) -> str:
    return f"w{writer}-{number}"
