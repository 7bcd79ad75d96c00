"""SIGTERM under load: how long the service takes to end, and what becomes of the requests that it has accepted.

Run `python -m tests.benchmarks.draining [--each N]`. Connections are opened and used before, so that the service has
accepted them; then each of them sends a request, of evaluations, searches, pages and signs of life in turn, and half a
second later the service is told to end. A request is `cut` if its connection ends without a reply.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from configurator.shipped import shipped_folder
from tests.benchmarks import http
from tests.benchmarks.clicks import set_out
from tests.benchmarks.load import Connections, Question, Replies

CATALOGS = ("aeron", "bmw_x3", "modular_server")
EACH = 8
BEFORE = 0.5
HEADINGS = ("sent", "answered", "refused", "undecided", "cut", "slowest reply", "ended after")
WIDE = json.dumps({"seconds": 60}).encode()


@dataclass(frozen=True, slots=True)
class Drained:
    """The replies to what was accepted, and the seconds from the signal until the process had ended."""

    replies: Replies
    ended: float

    def row(self) -> tuple[str, ...]:
        """Return one line of the table."""
        outcomes = self.replies.outcomes()
        busy = sum(reply.status == 503 and reply.kind == "busy" for reply in self.replies.each)
        slowest = max(reply.seconds for reply in self.replies.each)
        counts = (len(self.replies.each), outcomes.get(200, 0), busy, outcomes.get(503, 0) - busy, outcomes.get(0, 0))
        return (*map(str, counts), f"{slowest:.1f} s", f"{self.ended:.1f} s")


def questions(each: int) -> list[Question]:
    """Return so many requests of every kind, from as many addresses."""
    kinds = [
        Question("/v1/catalogs/bmw_x3/evaluate", b'{"on": "2013-06-01"}'),
        Question("/v1/catalogs/modular_server/evaluate", b'{"choices": {"cells": 16}}'),
        Question("/v1/catalogs/modular_server/range", WIDE),
        Question("/v1/catalogs/bmw_x3/range", json.dumps({"on": "2013-06-01", "builds": 50, "seconds": 60}).encode()),
        Question("/v1/catalogs/aeron/explain", b'{"path": "size"}'),
        Question("/shop/modular_server", method="GET"),
        Question("/v1/catalogs", method="GET"),
        Question("/livez", method="GET"),
    ]
    return [
        Question(kind.path, kind.body, kind.method, client=f"10.0.1.{number}")
        for number in range(each)
        for kind in kinds
    ]


async def drained(port: int, process: int, asked: Sequence[Question]) -> Drained:
    """Send all requests at once, on connections of their own that were used before, and end the service meanwhile."""
    connections = [Connections(port) for _ in asked]
    await asyncio.gather(*(each.ask(Question("/livez", method="GET"), perf_counter()) for each in connections))
    began = perf_counter()
    sending = [asyncio.ensure_future(one.ask(each, began)) for one, each in zip(connections, asked, strict=True)]
    await asyncio.sleep(BEFORE)
    os.kill(process, signal.SIGTERM)
    told = perf_counter()
    replies = await asyncio.gather(*sending)
    for each in connections:
        each.close()
    ended = await asyncio.to_thread(_ended, process, told)
    return Drained(Replies(tuple(replies), 0.0), ended)


def _ended(process: int, told: float) -> float:
    """Wait until a child has ended, and return how long that took."""
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    return perf_counter() - told


def main(arguments: Sequence[str]) -> None:
    """Measure once, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="requests of every kind")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in CATALOGS:
            shutil.copytree(shipped_folder("catalogs") / name, folder / name)
        with http.serving(folder, CONFIGURATOR_PROXIES="127.0.0.1") as (port, process):
            http.wait_until_warm(process)
            found = asyncio.run(drained(port, process, questions(given.each)))
    print(set_out([HEADINGS, found.row()]))
    print(f"load of the machine {Path('/proc/loadavg').read_text().strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
