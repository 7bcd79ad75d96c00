"""How long a click takes over HTTP, beside the same question put to the engine alone: one worker, real orders.

Run `python -m tests.benchmarks.http [catalog ...]`. The service runs in a process of its own; the client is a socket
and bytes made beforehand, and takes 0.1 ms of processor time for a request. First one connection asks, then several at
once. Every request is another one, so that nothing is answered from memory, but for the last column of figures, which
asks some of them again.
"""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, sleep

from configurator.catalog.feature_values import wire_value
from configurator.configuration import FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.limits import MOST_EVALUATIONS
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from tests.benchmarks import evaluations, models
from tests.benchmarks.clicks import percentile, set_out

MODEL = "renault_medium"
CLICKS = 400
CLICKS_OF = {MODEL: 1000, "modular_server": 24}
WALK = 8
CONNECTIONS = 2
"""While one request is worked on, the next one is there already: more would wait longer, and be answered no sooner."""
TIMES = ("engine p50", "p99", "HTTP p50", "p99", "processor", "busy p50", "p99", "processor")
HEADINGS = ("catalog", "clicks", *TIMES, "requests/s", "again/s")


@dataclass(frozen=True, slots=True)
class Load:
    """How a service did with some requests, in seconds."""

    each: tuple[float, ...]
    """How long each took."""
    processor: float
    """Processor time of the service for one of them."""
    rate: float
    """Requests a second."""


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """Serve a folder of catalogs in a process of its own, and give its port and process. Rates are not limited."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        "from pathlib import Path; from configurator_api.serve import serve; "
        f"serve(port={port}, database='sqlite:///{folder}/quotes.db', catalogs=Path({str(folder)!r}))"
    )
    unlimited = {**os.environ, "CONFIGURATOR_EVALUATE_RATE": "1000000/minute", **environment}
    service = subprocess.Popen(
        [sys.executable, "-c", command], env=unlimited, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port, service.pid
    finally:
        service.terminate()
        service.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError("the service did not begin to answer")


def wait_until_warm(process: int) -> None:
    """Wait until neither a service nor its worker processes do anything: then all catalogs are loaded."""
    used, before = 0.0, -1.0
    while used - before > 0.05:
        sleep(2.0)
        used, before = sum(_processor(each) for each in (process, *children(process))), used


def children(process: int) -> list[int]:
    """Return the processes that a process has started; none where the system does not tell."""
    return [
        int(child) for path in Path(f"/proc/{process}/task").glob("*/children") for child in path.read_text().split()
    ]


def measured(port: int, process: int, bodies: Sequence[tuple[str, bytes]], connections: int = 1) -> Load:
    """Send requests on so many connections, on each one after the other."""
    begun, started = _processor(process), perf_counter()
    each = asyncio.run(_on(port, [bodies[number::connections] for number in range(connections)]))
    rate = len(bodies) / (perf_counter() - started)
    return Load(tuple(each), (_processor(process) - begun) / len(bodies), rate)


async def _on(port: int, lists: Sequence[Sequence[tuple[str, bytes]]]) -> list[float]:
    found = await asyncio.gather(*(_one_by_one(port, bodies) for bodies in lists))
    return [each for seconds in found for each in seconds]


async def _one_by_one(port: int, bodies: Sequence[tuple[str, bytes]]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = []
    for catalog, body in bodies:
        head = (
            f"POST /v1/catalogs/{catalog}/evaluate HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = perf_counter()
        writer.write(head.encode() + body)
        await _answer(reader)
        seconds.append(perf_counter() - began)
    writer.close()
    return seconds


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    status, *lines = head.split("\r\n")
    length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
    body = await reader.readexactly(length)
    if " 200 " not in status:
        raise ValueError(f"{status}: {body[:500]!r}")
    return body


def _processor(process: int) -> float:
    """Return the seconds of processor time that a process has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def imported(name: str, folder: Path) -> None:
    """Write a real model as a catalog into a folder of catalogs."""
    for path, data in models.catalog_files(name).items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def order_requests(name: str) -> Iterator[EvaluationRequest]:
    """Yield every click of the real orders of a model, each a different question."""
    encoding = models.compiled(name).encoding
    slots = {slot.variable: slot for slot in encoding.features()}
    seen: set[frozenset[tuple[int, int]]] = set()
    for order in models.orders(name):
        chosen = list(models.chosen(name, order).items())
        Random(len(seen)).shuffle(chosen)
        for number in range(1, len(chosen) + 1):
            first = frozenset(chosen[:number])
            if first not in seen:
                seen.add(first)
                values = {slots[place].path: slots[place].value(held) for place, held in chosen[:number]}
                yield EvaluationRequest(name, date(2026, 3, 1), Choices(values))  # type: ignore[arg-type]  # chosen, so not absent


def walk_requests(engine: Engine, start: EvaluationRequest) -> Iterator[EvaluationRequest]:
    """Yield the questions of seeded random walks, each a different one."""
    seen: set[frozenset[tuple[str, FeatureValue]]] = set()
    for seed in range(1, 1000):
        for step in evaluations.walk(engine, replace(start, differences=False), WALK, seed):
            key = frozenset(step.choices.values.items())
            if key not in seen:
                seen.add(key)
                yield replace(start, choices=step.choices)


def body_of(request: EvaluationRequest) -> bytes:
    """Return a question as the body of a request."""
    choices = {path: wire_value(value) for path, value in request.choices.values.items()}
    return json.dumps({"choices": choices, "on": str(request.on)}).encode()


def compare(engine: Engine, requests: Sequence[EvaluationRequest], port: int, process: int) -> tuple[str, ...]:
    """Put the same questions to an engine and to a service, and return one line of the table, times in milliseconds."""
    alone = []
    for request in requests:
        started = perf_counter()
        engine.evaluation(request)
        alone.append(perf_counter() - started)
    bodies, half = [(request.catalog, body_of(request)) for request in requests], len(requests) // 2
    measured(port, process, bodies[:1])
    single, busy = measured(port, process, bodies[:half]), measured(port, process, bodies[half:], CONNECTIONS)
    lately = bodies[-MOST_EVALUATIONS // 2 :]
    again = max(measured(port, process, lately, CONNECTIONS).rate for _ in range(4))
    figures = [*_ends(alone), *_ends(single.each), single.processor, *_ends(busy.each), busy.processor]
    shown = (f"{1000 * seconds:,.2f}" for seconds in figures)
    return requests[0].catalog, str(len(requests)), *shown, f"{busy.rate:,.0f}", f"{again:,.0f}"


def _ends(seconds: Sequence[float]) -> tuple[float, float]:
    return percentile(seconds, 50), percentile(seconds, 99)


def main(arguments: Sequence[str]) -> None:
    """Measure a real model and the shipped catalogs, and print the table; names of catalogs choose among them."""
    wanted = set(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for path in shipped_folder("catalogs").iterdir():
            if not wanted or path.name in wanted:
                shutil.copytree(path, folder / path.name)
        with_model = not wanted or MODEL in wanted
        if with_model:
            imported(MODEL, folder)
        engine = Engine.open(folder, now=perf_counter)
        batches = [list(islice(order_requests(MODEL), CLICKS_OF[MODEL]))] if with_model else []
        batches += [
            list(
                islice(
                    walk_requests(engine, EvaluationRequest(name, on, choices, seconds=10.0)),
                    CLICKS_OF.get(name, CLICKS),
                )
            )
            for name, on, choices in evaluations.STARTS
            if not wanted or name in wanted
        ]
        with serving(folder) as (port, process):
            for name in engine.catalog_ids():
                engine.catalog(name)
            print(set_out([HEADINGS, *(compare(engine, requests, port, process) for requests in batches)]))


if __name__ == "__main__":
    main(sys.argv[1:])
