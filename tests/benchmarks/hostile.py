"""Forty-five hostile clients at once: what they do to signs of life, and to evaluations of another catalog.

Run `python -m tests.benchmarks.hostile [--seconds N] [--hostile N] [--addresses N]`, on a machine that does nothing
else. A patient client asks for `/v1/health` ten times a second, another evaluates `bmw_x3` five times a second, each
time something else: first alone, then while hostile clients keep so many long questions about `modular_server` under
way. Those come from one address unless more are given; one that is refused comes back when it was told to, and no rate
holds. The load generator keeps to one processor, and its share and lateness are printed.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.benchmarks import http, overload
from tests.benchmarks.clicks import percentile, set_out
from tests.benchmarks.load import Connections, Question, Replies, Reply, at_rate, pinned, sent

OTHER, ATTACKED = "bmw_x3", "modular_server"
HOSTILE = 45
SECONDS = 20.0
HEALTH, HEALTH_RATE = Question("/v1/health", method="GET", client="10.0.0.1"), 10.0
OTHER_RATE = 5.0
HEADINGS = ("", "health p50", "p99", "most", f"{OTHER} p50", "p99", "most", "other than 200", "late p99", "processor")
GOAL = {"sense": "most", "expression": "cells"}


def long_questions() -> list[Question]:
    """Return questions that take as long as they may."""
    bodies: Mapping[str, object] = {
        "range": {"seconds": 60, "builds": 100},
        "best": {"seconds": 60, "goals": [GOAL], "at_most": 100_000},
        "front": {"seconds": 60, "goals": [GOAL], "points": 1000},
        "evaluate": {"seconds": 60, "cheapest": True, "choices": {"cells": 16}},
        "conflicts": {"seconds": 60, "path": "cells", "value": 16, "by": "price"},
        "explain": {"seconds": 60, "path": "cells", "value": 16, "choices": {"cells": 1}},
    }
    asked = [Question(f"/v1/catalogs/{ATTACKED}/{name}", json.dumps(body).encode()) for name, body in bodies.items()]
    return [*asked, Question(f"/shop/{ATTACKED}?wait=1&c=cells:16", method="GET")]


@dataclass(frozen=True, slots=True)
class Phase:
    """The replies to the patient clients, and what the hostile ones came to."""

    name: str
    replies: Replies
    attack: Mapping[str, int]

    def of(self, path: str) -> list[Reply]:
        """Return the replies to one of the patient clients."""
        return [reply for reply in self.replies.each if reply.path == path]

    def p99(self, path: str) -> float:
        """Return how long one of the patient clients waited at p99."""
        return percentile([reply.seconds for reply in self.of(path)], 99)

    def row(self) -> tuple[str, ...]:
        """Return one line of the table, times in milliseconds."""
        figures: list[str] = []
        for path in (HEALTH.path, f"/v1/catalogs/{OTHER}/evaluate"):
            seconds = [reply.seconds for reply in self.of(path)]
            ends = (percentile(seconds, 50), percentile(seconds, 99), max(seconds))
            figures += (f"{1000 * each:,.1f}" for each in ends)
        others = sum(reply.status != 200 for reply in self.replies.each)
        late, share = 1000 * self.replies.late(), self.replies.generator
        return (self.name, *figures, str(others), f"{late:,.1f}", f"{share:.0%}")


async def _patient(port: int, others: Sequence[Question], seconds: float) -> list[Reply]:
    signs = [HEALTH] * round(HEALTH_RATE * seconds)
    asked = await asyncio.gather(at_rate(port, signs, HEALTH_RATE), at_rate(port, others, OTHER_RATE))
    return [reply for replies in asked for reply in replies]


async def _attacker(port: int, asked: Sequence[Question], came_to: Counter[str]) -> None:
    connections = Connections(port)
    try:
        for question in cycle(asked):
            reply = await connections.ask(question, perf_counter())
            came_to[reply.kind or str(reply.status)] += 1
            await asyncio.sleep(float(reply.retry_after or 0))
    finally:
        connections.close()


async def under_attack(
    port: int,
    others: Sequence[Question],
    seconds: float,
    attackers: Sequence[Sequence[Question]],
    came_to: Counter[str],
) -> list[Reply]:
    """Return the replies to the patient clients while hostile ones ask, one question after the other each."""
    attack = [asyncio.ensure_future(_attacker(port, asked, came_to)) for asked in attackers]
    await asyncio.sleep(1.0 if attack else 0.0)
    replies = await _patient(port, others, seconds)
    for each in attack:
        each.cancel()
    await asyncio.gather(*attack, return_exceptions=True)
    return replies


def attackers(number: int, addresses: int) -> list[list[Question]]:
    """Return what each hostile client asks, beginning with another question each."""
    asked = long_questions()
    return [
        [
            Question(each.path, each.body, each.method, client=f"10.0.9.{place % addresses}")
            for each in (*asked[place % len(asked) :], *asked[: place % len(asked)])
        ]
        for place in range(number)
    ]


def measured(
    port: int, others: Sequence[Question], seconds: float, asking: Sequence[Sequence[Question]]
) -> tuple[Phase, Phase]:
    """Measure the patient clients alone, and under attack."""
    number = round(OTHER_RATE * seconds)
    again = cycle(others)
    came_to = Counter[str]()
    alone = sent(under_attack(port, list(islice(again, number)), seconds, [], came_to))
    loaded = sent(under_attack(port, list(islice(again, number)), seconds, asking, came_to))
    return Phase("alone", alone, {}), Phase(f"{len(asking)} hostile", loaded, dict(came_to))


def main(arguments: Sequence[str]) -> None:
    """Measure once, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each phase lasts")
    parser.add_argument("--hostile", type=int, default=HOSTILE, help="hostile clients")
    parser.add_argument("--addresses", type=int, default=1, help="addresses that they come from")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in (OTHER, ATTACKED):
            shutil.copytree(shipped_folder("catalogs") / name, folder / name)
        others = overload.questions(Engine.open(folder, now=perf_counter), OTHER, 200, clients=1)
        with http.serving(folder, CONFIGURATOR_PROXIES="127.0.0.1") as (port, process), pinned() as processor:
            http.wait_until_warm(process)
            phases = measured(port, others, given.seconds, attackers(given.hostile, given.addresses))
    print(set_out([HEADINGS, *(phase.row() for phase in phases)]))
    path = f"/v1/catalogs/{OTHER}/evaluate"
    most = 2 * phases[0].p99(path) + 0.02
    print(f"{OTHER} p99: {1000 * phases[1].p99(path):,.1f} ms, of at most {1000 * most:,.1f} (2 × unloaded + 20)")
    print(f"hostile requests came to {', '.join(f'{kind}: {count}' for kind, count in phases[1].attack.items())}")
    print(f"generator on processor {processor}; load of the machine {Path('/proc/loadavg').read_text().strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
