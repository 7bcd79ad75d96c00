"""Two checkouts measured in one run, in turn, so that a busy moment of the machine meets both.

Run `python -m tests.benchmarks.compare BASE_CHECKOUT [rounds]`: A is the other checkout, B this one. Each runs in a
process of its own with the libraries of this one; while one is asked, the other waits.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tests.benchmarks.clicks import percentile, set_out

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 6
Rounds = tuple[list[list[float]], list[list[float]]]
"""Seconds of a figure, round by round, of A and of B."""
HEADINGS = (
    "figure",
    "samples",
    "A least",
    "B least",
    "B/A",
    "A p50",
    "B p50",
    "B/A",
    "A p99",
    "B p99",
    "B/A",
    "rounds' B/A",
)
"""The last column is the median, over all rounds, of the ratio of the two p50s of one round: a machine that changes its
speed from minute to minute moves it least, as it measures both checkouts within seconds of each other."""

WORKER = r"""
import json, sys, tempfile, time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from fastapi.testclient import TestClient
from configurator import storage as stores
from configurator.engine import Engine
try:
    from configurator.engine import EvaluationRequest
except ImportError:
    from configurator.engine import Ask as EvaluationRequest
from configurator.session.choices import NO_CHOICES, Choices
from tests.benchmarks import clicks, evaluations, growth, pricing, repricing
from configurator_api.app import create_app
try:
    from configurator_api.service_context import Settings
except ImportError:
    from configurator_api.settings import Settings
try:
    from configurator.offering.bulk_repricing import reprice_in_process as in_process
except ImportError:
    from configurator.offering.bulk import in_turn as in_process

engine = Engine.open(now=time.monotonic)
STARTS = {
    "aeron": EvaluationRequest("aeron", date(2026, 3, 1), NO_CHOICES, seconds=None),
    "bmw_x3": EvaluationRequest("bmw_x3", date(2013, 6, 1), NO_CHOICES, seconds=None),
    "modular_server": EvaluationRequest("modular_server", date(2026, 3, 1), Choices({"cells": 4}), seconds=None),
}
storage = stores.open(f"sqlite:///{tempfile.mkdtemp()}/compare.db")
at = datetime(2026, 3, 1, 12, tzinfo=UTC)
usual = Settings(lambda: at, evaluate_rate="1000000/minute", write_rate="1000000/minute")


def served(engine):
    client = TestClient(create_app(engine, storage, settings=usual))
    client.__enter__()
    return client


client = None


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def answered(path, body, client):
    seconds, answer = timed(lambda: client.post(path, json=body))
    if answer.status_code >= 300:
        raise ValueError(f"{path}: {answer.status_code}: {answer.text[:300]}")
    return seconds


def figures(name, seed):
    global client
    kind, _, of = name.partition(" ")
    if kind == "evaluate":
        steps = 3 if of == "modular_server" else 8
        return [each.seconds for each in evaluations.walk(engine, STARTS[of], steps, seed)[1:]]
    if kind == "click":
        folder = next(each for each in clicks.shipped_catalogs() if each.name == of)
        walk = clicks.walk(folder, 6, seed)
        return [each.states + each.completion for each in walk.clicks]
    if kind == "loading":
        fresh = Engine.open(now=time.monotonic)
        return [timed(lambda: (fresh.catalog(of), fresh.book(of)))[0]]
    if kind == "pricing":
        return {each.name: [each.seconds] for each in pricing.measured(20, (1000,))}
    if kind == "growth":
        found = growth.measure(60, 20)
        return {"growth plan, 8 contracts × 20 courses": [found.comparison], "growth statement": [found.statement]}
    if kind == "repricing":
        work, tasks = repricing.work_on(engine, of, 200)
        return [repricing.measure(in_process, work, tasks)[0]]
    if kind == "objective":
        fresh = Engine.open(now=time.monotonic)
        fresh.catalog(of)
        with TestClient(create_app(fresh, storage, settings=usual)) as other:
            first = answered(f"/v1/catalogs/{of}/range", BODIES[of], other)
            later = [answered(f"/v1/catalogs/{of}/range", {**BODIES[of], "choices": c}, other) for c in LATER[of]]
        return {f"objective and range, first, {of}": [first], f"range, later, {of}": later}
    if kind == "http":
        client = client or served(engine)
        day = {"on": STARTS[of].on.isoformat()}
        return [answered(f"/v1/catalogs/{of}/evaluate", {**day, "choices": c}, client) for c in LATER[of]] + [
            answered(f"/v1/catalogs/{of}/evaluate", {**day, "choices": c}, client) for c in LATER[of]
        ]
    raise ValueError(name)


BODIES = {"aeron": {"on": "2026-03-01"}, "bmw_x3": {"on": "2013-06-01"}}
LATER = {
    "aeron": [{"size": "small"}, {"size": "medium"}, {"size": "large"}],
    "bmw_x3": [{"bmw_apps": True}, {"premium_package": True}, {"m_sport_package": True}],
}
print("ready", flush=True)
for line in sys.stdin:
    name, seed = json.loads(line)
    try:
        found = figures(name, seed)
    except Exception as error:
        found = {"error": repr(error)[:300]}
    print(json.dumps({name: found} if isinstance(found, list) else found), flush=True)
"""
"""What runs in each checkout: it reads a figure's name and a seed, and answers with seconds by figure."""

FIGURES = (
    ("loading aeron", 1),
    ("loading modular_server", 1),
    ("evaluate aeron", 1),
    ("evaluate bmw_x3", 1),
    ("evaluate modular_server", 2),
    ("click aeron", 2),
    ("click bmw_x3", 2),
    ("pricing", 1),
    ("growth", 1),
    ("repricing bmw_x3", 1),
    ("objective bmw_x3", 2),
    ("http aeron", 1),
    ("http bmw_x3", 1),
)
"""What is asked, and in every which round."""


class Worker:
    """A process that measures one checkout."""

    def __init__(self, checkout: Path) -> None:
        path = os.pathsep.join([str(checkout), str(checkout / "api")])
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self._line() != "ready":
            raise RuntimeError(f"{checkout} cannot be measured")

    def request(self, figure: str, seed: int) -> dict[str, list[float]]:
        """Return seconds by figure. Raises RuntimeError where the checkout cannot do it."""
        _open(self._process.stdin).write(json.dumps([figure, seed]) + "\n")
        _open(self._process.stdin).flush()
        found = json.loads(self._line())
        if "error" in found:
            raise RuntimeError(f"{figure}: {found['error']}")
        return {name: list(map(float, seconds)) for name, seconds in found.items()}

    def close(self) -> None:
        """Let the process end."""
        _open(self._process.stdin).close()
        self._process.wait()

    def _line(self) -> str:
        return _open(self._process.stdout).readline().strip()


def _open(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the process has no streams")
    return stream


def compare(base: Path, rounds: int = ROUNDS) -> str:
    """Measure both checkouts and return the table: p50 and p99 of each, and how often B takes A's time."""
    workers = (Worker(base), Worker(ROOT))
    samples: dict[str, Rounds] = defaultdict(lambda: ([], []))
    for number in range(rounds + 1):  # The first round warms up and does not count.
        for figure, every in FIGURES:
            if number % every == 0:
                _measure(workers, figure, number, samples if number else {})
    for worker in workers:
        worker.close()
    return set_out([HEADINGS, *(_row(name, *both) for name, both in samples.items())])


def _measure(workers: tuple[Worker, Worker], figure: str, number: int, samples: dict[str, Rounds]) -> None:
    for side in (0, 1) if number % 2 else (1, 0):
        try:
            seconds_of = workers[side].request(figure, number)
        except RuntimeError as error:
            print(f"{'AB'[side]}: {error}", file=sys.stderr)
            continue
        if number:
            for name, seconds in seconds_of.items():
                samples[name][side].append(seconds)


def _row(name: str, first: Sequence[Sequence[float]], second: Sequence[Sequence[float]]) -> tuple[str, ...]:
    if not (first and second):
        return (name, f"{len(first)}/{len(second)}", *["-"] * 10)
    both = [[seconds for each in side for seconds in each] for side in (first, second)]
    cells = [name, str(len(both[0]))]
    for of in (min, lambda side: percentile(side, 50), lambda side: percentile(side, 99)):
        one, other = map(of, both)
        cells += [_shown(one), _shown(other), f"{other / one:.2f}"]
    ratios = [percentile(b, 50) / percentile(a, 50) for a, b in zip(first, second, strict=False)]
    return (*cells, f"{percentile(ratios, 50):.2f}")


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    print(compare(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS))
