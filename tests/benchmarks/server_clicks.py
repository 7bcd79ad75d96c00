"""How long a click takes on the server with 16 cells, all that a page shows included, beside another checkout.

Run `python -m tests.benchmarks.server_clicks [BASE_CHECKOUT [clicks]]`: walks of five seeds, 40 clicks each, in a
process of its own for each checkout; times are of the processor. Walks are the same, as states are exact in both.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.clicks import percentile, set_out

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(1, 6)
CLICKS = 40
HEADINGS = ("checkout", "clicks", "prices", "first", "click p50", "p99", "undecided")

WORKER = r"""
import json, sys
from dataclasses import replace
from datetime import date
from random import Random
from time import process_time
from configurator.engine import Engine
try:
    from configurator.engine import EvaluationRequest
except ImportError:
    from configurator.engine import Ask as EvaluationRequest
from configurator.session.choices import Choices
from tests.benchmarks.evaluations import _available

engine = Engine.open()
evaluation_of = getattr(engine, "evaluation", None) or engine.evaluate
engine.catalog("modular_server")
for seed in json.loads(sys.argv[1]):
    chance = Random(seed)
    request = EvaluationRequest("modular_server", date(2026, 3, 1), Choices({"cells": 16}), seconds=None)
    for _ in range(int(sys.argv[2]) + 1):
        began = process_time()
        evaluation = evaluation_of(request)
        print(json.dumps([process_time() - began, len(evaluation.differences), evaluation.undecided]), flush=True)
        options = sorted(_available(evaluation), key=str)
        if not options:
            break
        request = replace(request, choices=request.choices.choosing(*chance.choice(options)))
    print("null", flush=True)
"""
"""What runs in each checkout: for each seed seconds, number of prices, and whether it is undecided, by click."""


def measured(checkout: Path, clicks: int) -> tuple[str, ...]:
    """Return the row of one checkout, in milliseconds; the first evaluation of each walk is apart."""
    answer = subprocess.run(
        [sys.executable, "-c", WORKER, json.dumps(list(SEEDS)), str(clicks)],
        cwd=checkout,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(checkout), str(checkout / "api")]),
            "PYTHONHASHSEED": "0",
        },
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    walks: list[list[tuple[float, int, bool]]] = [[]]
    for line in map(json.loads, answer.stdout.splitlines()):
        if line is None:
            walks.append([])
        else:
            walks[-1].append(line)
    later = [click for walk in walks for click in walk[1:]]
    times = [seconds for seconds, _, _ in later]
    spread = (walks[0][0][0], percentile(times, 50), percentile(times, 99))
    undecided = sum(undecided for _, _, undecided in later)
    return (
        checkout.name,
        str(len(later)),
        str(walks[0][0][1]),
        *(f"{1000 * each:,.0f}" for each in spread),
        str(undecided),
    )


def main(arguments: Sequence[str]) -> None:
    """Measure both checkouts one after the other and print the table."""
    clicks = int(arguments[1]) if len(arguments) > 1 else CLICKS
    checkouts = [*(Path(argument).resolve() for argument in arguments[:1]), ROOT]
    print(set_out([HEADINGS, *(measured(checkout, clicks) for checkout in checkouts)]))


if __name__ == "__main__":
    main(sys.argv[1:])
