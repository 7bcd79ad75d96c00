"""A load generator with an open loop: requests leave at their moments, however long the answers take.

What a client waits for is counted from the moment at which its request should have left, so a generator that is late
counts against the service, and is told beside it. It keeps to one processor of its own choice, where it can.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import perf_counter, process_time

from tests.benchmarks.clicks import percentile


@dataclass(frozen=True, slots=True)
class Question:
    """A request: its method, path and body, and the address it is to seem to come from, behind a declared proxy."""

    path: str
    body: bytes = b""
    method: str = "POST"
    client: str = ""

    def written(self) -> bytes:
        """Return the request as bytes."""
        forwarded = f"X-Forwarded-For: {self.client}\r\n" if self.client else ""
        sent = f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n" if self.body else ""
        return f"{self.method} {self.path} HTTP/1.1\r\nHost: localhost\r\n{forwarded}{sent}\r\n".encode() + self.body


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: a status, 0 where the connection ended; seconds from when it should have left."""

    path: str
    status: int
    seconds: float
    late: float
    """How much later than it should have the request left."""
    retry_after: str = ""
    kind: str = ""
    """The kind of the problem, where it is one."""


@dataclass(frozen=True, slots=True)
class Replies:
    """All replies to a load, and the share of one processor that sending it took."""

    each: tuple[Reply, ...]
    generator: float

    def outcomes(self) -> dict[int, int]:
        """Return how many replies there were of each status."""
        return dict(sorted(Counter(reply.status for reply in self.each).items()))

    def seconds(self, *statuses: int) -> list[float]:
        """Return how long the replies of these statuses took; nothing is 0."""
        return [reply.seconds for reply in self.each if reply.status in statuses] or [0.0]

    def late(self) -> float:
        """Return how late the generator was, at p99."""
        return percentile([reply.late for reply in self.each] or [0.0], 99)


class Connections:
    """Connections to a service that are kept open between requests; a new one where all are taken."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, question: Question, due: float) -> Reply:
        """Send a request and await its reply."""
        late = perf_counter() - due
        read = ReadReply()
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = self._idle.pop() if self._idle else await self._opened()
            try:
                writer.write(question.written())
                read = await read_reply(reader)
            finally:
                if read.status:
                    self._idle.append((reader, writer))
                else:
                    writer.close()
        return Reply(question.path, read.status, perf_counter() - due, late, read.retry_after, read.kind)

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=2**24)

    def close(self) -> None:
        """Close all that are open."""
        for _, writer in self._idle:
            writer.close()


@dataclass(frozen=True, slots=True)
class ReadReply:
    """What a reply says: its status, 0 without one, its `Retry-After`, and the kind of its problem."""

    status: int = 0
    retry_after: str = ""
    kind: str = ""


async def read_reply(reader: asyncio.StreamReader) -> ReadReply:
    """Read a reply."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    is_problem = headers.get("content-type", "").startswith("application/problem+json")
    kind = json.loads(body)["type"].rpartition(":")[2] if is_problem else ""
    return ReadReply(int(first.split()[1]), headers.get("retry-after", ""), kind)


async def at_rate(port: int, questions: Sequence[Question], rate: float) -> list[Reply]:
    """Send requests evenly, so many a second, and return their replies in the same order."""
    connections, began = Connections(port), perf_counter()
    asked = []
    for number, question in enumerate(questions):
        due = began + number / rate
        while (left := due - perf_counter()) > 0:
            await asyncio.sleep(left)
        asked.append(asyncio.ensure_future(connections.ask(question, due)))
    replies = await asyncio.gather(*asked)
    connections.close()
    return list(replies)


async def one_by_one(port: int, questions: Iterable[Question]) -> list[Reply]:
    """Send one request after the other on one connection."""
    connections = Connections(port)
    replies = [await connections.ask(question, perf_counter()) for question in questions]
    connections.close()
    return replies


def sent(load: Coroutine[None, None, list[Reply]]) -> Replies:
    """Return the replies to a load, sent from this process."""
    began, used = perf_counter(), process_time()
    replies = asyncio.run(load)
    return Replies(tuple(replies), (process_time() - used) / (perf_counter() - began))


@contextmanager
def pinned() -> Iterator[int | None]:
    """Keep this process to its last processor, and give that; None where the system cannot, or has but one."""
    if not hasattr(os, "sched_setaffinity") or len(allowed := os.sched_getaffinity(0)) < 2:
        yield None
        return
    last = max(allowed)
    os.sched_setaffinity(0, {last})
    try:
        yield last
    finally:
        os.sched_setaffinity(0, allowed)
