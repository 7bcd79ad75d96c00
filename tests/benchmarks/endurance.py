"""The memory of a service over many mixed requests: it should be stable, whatever is asked and refused.

Run `python -m tests.benchmarks.endurance [--requests N]`. Evaluations of random walks on random days, some of them
again, explanations, pages, searches, catalogs, codes, saved configurations, unknown things, malformed bodies and
clients that leave, on a few connections at once. `beside catalogs` is what the service holds more than once it had
loaded them all; what its worker processes hold is told apart, and they are limited by the system.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter

from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.benchmarks import http, overload
from tests.benchmarks.clicks import set_out
from tests.benchmarks.load import Connections, Question

CATALOGS = {"aeron": 48, "bmw_x3": 48, "modular_server": 4}
"""Of a hundred requests, how many are about each catalog."""
REQUESTS = 100_000
CONNECTIONS = 4
PARTS = 10
WALKED = 40
HEADINGS = ("requests", "resident", "beside catalogs", "workers", "requests/s", "outcomes")
DAYS = {"aeron": date(2026, 1, 1), "bmw_x3": date(2013, 6, 1), "modular_server": date(2026, 1, 1)}
"""A day from which on each catalog and its prices hold for a year."""
MIX = {"walk": 60, "again": 15, "explain": 4, "page": 6, "search": 1, "read": 6, "save": 3, "wrong": 4, "leave": 1}
"""How many of a hundred requests are of a kind."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the service held after some requests, in bytes, and what those came to."""

    requests: int
    resident: int
    workers: int
    rate: float
    outcomes: Counter[str]

    def row(self, catalogs: int) -> tuple[str, ...]:
        """Return one line of the table; `catalogs` is what the service held before."""
        sizes = (self.resident, self.resident - catalogs, self.workers)
        outcomes = " ".join(f"{kind}: {count}" for kind, count in self.outcomes.most_common())
        return (f"{self.requests:,}", *(f"{size / 1e6:,.0f} MB" for size in sizes), f"{self.rate:,.0f}", outcomes)


def resident(*processes: int) -> int:
    """Return the bytes that processes hold; 0 where the system does not tell."""
    pages = 0
    for process in processes:
        with suppress(OSError):
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class Mixture:
    """Requests at random, the same for a seed."""

    def __init__(self, engine: Engine, walked: int = WALKED, seed: int = 1) -> None:
        self._chance = Random(seed)
        self._walks = {name: overload.questions(engine, name, walked, clients=1) for name in CATALOGS}

    def __iter__(self) -> Iterator[tuple[str, Question]]:
        """Yield kinds of requests, and requests."""
        while True:
            kind = self._chance.choices([*MIX], [*MIX.values()])[0]
            yield kind, self._request(kind, self._chance.choices([*CATALOGS], [*CATALOGS.values()])[0])

    def _request(self, kind: str, name: str) -> Question:
        path, walked = f"/v1/catalogs/{name}", json.loads(self._chance.choice(self._walks[name]).body)
        day = str(DAYS[name] + timedelta(days=self._chance.randrange(300)))
        body: dict[str, object] = {**walked, "on": day}
        match kind:
            case "walk" | "leave":
                return _posted(f"{path}/evaluate", {**body, "differences": self._chance.random() < 0.5})
            case "again":
                return _posted(f"{path}/evaluate", {"on": str(DAYS[name])})
            case "explain":
                return _posted(
                    f"{path}/explain", {**body, "path": self._chance.choice([*walked["choices"], "nothing"])}
                )
            case "search":
                return _posted(f"{path}/range", {**body, "seconds": 1})
            case "page":
                chosen = "&".join(f"c={place}:{_shown(value)}" for place, value in walked["choices"].items())
                return Question(f"/shop/{name}?on={day}&{chosen}", method="GET")
            case "save":
                return _posted("/v1/configurations", {**body, "catalog": name})
            case "read":
                here = ("/v1/catalogs", path, "/", "/livez", "/v1/health", "/plans/ibm_power", f"{path}/codes/X")
                return Question(self._chance.choice(here), method="GET")
            case _:
                return _posted(f"{path}/evaluate", {"choices": {f"x{self._chance.random()}"[:60]: 1}, "also": [day]})


def _posted(path: str, body: object) -> Question:
    return Question(path, json.dumps(body).encode())


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def _asked(port: int, requests: Iterator[tuple[str, Question]], outcomes: Counter[str]) -> None:
    connections = Connections(port)
    for kind, question in requests:
        if kind == "leave":
            await _left(port, question)
            outcomes["left"] += 1
        else:
            outcomes[str((await connections.ask(question, perf_counter())).status)] += 1
    connections.close()


async def _left(port: int, question: Question) -> None:
    """Send a request, and close the connection before its answer."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(question.written())
    await writer.drain()
    writer.close()


async def _part(port: int, requests: Iterator[tuple[str, Question]]) -> Counter[str]:
    outcomes = Counter[str]()
    await asyncio.gather(*(_asked(port, requests, outcomes) for _ in range(CONNECTIONS)))
    return outcomes


def measured(port: int, process: int, mixture: Mixture, requests: int) -> Iterator[Part]:
    """Yield what a service holds after each of ten parts of so many requests."""
    each, going = max(1, requests // PARTS), iter(mixture)
    for number in range(1, PARTS + 1):
        began = perf_counter()
        outcomes = asyncio.run(_part(port, islice(going, each)))
        rate = each / (perf_counter() - began)
        yield Part(number * each, resident(process), resident(*http.children(process)), rate, outcomes)


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="how many requests in all")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in CATALOGS:
            shutil.copytree(shipped_folder("catalogs") / name, folder / name)
        mixture = Mixture(Engine.open(folder, now=perf_counter))
        with http.serving(folder, CONFIGURATOR_WRITE_RATE="1000000/minute") as (port, process):
            http.wait_until_warm(process)
            catalogs = resident(process)
            rows: list[tuple[str, ...]] = [HEADINGS]
            for part in measured(port, process, mixture, given.requests):
                rows.append(part.row(catalogs))
                print(" | ".join(rows[-1]), flush=True)
    print(set_out(rows))
    print(f"load of the machine {Path('/proc/loadavg').read_text().strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
