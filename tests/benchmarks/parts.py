"""Growth with the number of parts: loading, first states, clicks, prices of all options, memory.

Run `python -m tests.benchmarks.parts [parts ...]`. Each size runs in a process of its own, so that the memory is its
own; times are processor time. Beside each click stand the same states by hand (`parts_by_hand`), and one CP-SAT solve
for one value, of a sample. The last line is the exponent of growth, fitted over all sizes.
"""

import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from time import process_time

from configurator.budget import Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation import Evaluation
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.session.choices import Choices
from configurator.session.states import OptionState
from configurator.solving.port import Assumptions, Solve
from tests.benchmarks.clicks import percentile, set_out
from tests.benchmarks.part_catalogs import write_catalog
from tests.benchmarks.parts_by_hand import PARTS, ByHand

DAY = date(2026, 3, 1)
SIZES = (500, 1_000, 2_000, 4_000, 9_300, 18_600, 37_800)
WALKS, CLICKS, SAMPLE = 6, 5, 2
PATIENCE = 20.0
COLUMNS = {
    "options": "options",
    "load s": "load",
    "book ms": "book",
    "first ms": "first",
    "by hand": "first by hand",
    "click p50": "click",
    "p99": "click p99",
    "by hand ": "hand",
    "with prices p50": "priced",
    "p99 ": "priced p99",
    "MB": "memory",
    "CP-SAT ms a value": "CP-SAT",
}
"""The headings, and the figures below each."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Threads that wait for one another would count as work."""
GROWING = ("load", "first", "click", "priced", "memory")


def asked(choices: Mapping[str, str | bool], *, differences: bool = False) -> EvaluationRequest:
    """Return the question about some choices."""
    return EvaluationRequest("parts", DAY, Choices(dict(choices)), differences=differences, seconds=60)


def choose(evaluation: Evaluation, chance: Random) -> tuple[str, str]:
    """Return an available part of a group of which none is chosen yet."""
    chosen = evaluation.session.choices.values
    path = chance.choice([each for each in PARTS if each not in chosen and _available(evaluation, each)])
    return path, chance.choice(_available(evaluation, path))


def _available(evaluation: Evaluation, path: str) -> list[str]:
    options = evaluation.states.features[path].options.items()
    return [value for value, state in options if state is OptionState.AVAILABLE and isinstance(value, str)]


def measure(parts: int, folder: Path) -> dict[str, float]:
    """Return the figures of one size: seconds of processor time, bytes of memory, and the number of priced options."""
    catalogs, books = write_catalog(folder, parts)
    engine, figures, started = Engine.open(catalogs, books), dict[str, float](), process_time()
    loaded = engine.catalog("parts")
    figures["load"], started = process_time() - started, process_time()
    engine.prepared(asked({}))
    figures["book"], started = process_time() - started, process_time()
    engine.evaluation(asked({}))
    figures["first"] = process_time() - started
    hand, started = ByHand(catalogs / "parts"), process_time()
    hand.states({})
    figures["first by hand"], chance = process_time() - started, Random(parts)
    clicks = [click for _ in range(WALKS) for click in _walk(engine, hand, chance)]
    for name, times in zip(("click", "priced", "hand"), zip(*clicks, strict=True), strict=True):
        figures |= {name: percentile(times, 50), f"{name} p99": percentile(times, 99)}
    figures["options"] = len(engine.evaluation(asked({}, differences=True)).differences)
    figures["memory"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures["CP-SAT"] = _one_by_one(loaded.compiled.program, chance)
    return figures


def _walk(engine: Engine, hand: ByHand, chance: Random) -> Iterator[tuple[float, float, float]]:
    """Yield the times of a click's states and product, of all its prices too, and of its states by hand."""
    choices: dict[str, str | bool] = {}
    for _ in range(CLICKS):
        path, value = choose(engine.evaluation(asked(choices)), chance)
        choices, started = {**choices, path: value}, process_time()
        engine.evaluation(asked(choices))
        states, started = process_time() - started, process_time()
        engine.evaluation(asked(choices, differences=True))
        priced, started = process_time() - started, process_time()
        hand.states(choices)
        yield states, priced, process_time() - started


def _one_by_one(program: Program, chance: Random) -> float:
    """Return the seconds that plain CP-SAT takes for one value, of a sample, the model included, at most `PATIENCE`."""
    from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver  # Its library would count as memory.

    started = process_time()
    for _ in range(SAMPLE):
        variable = chance.randrange(len(program.variables))
        value = chance.choice(list(program.variables[variable].domain))
        budget = Budget(process_time, process_time() + PATIENCE)
        CpSatSolver(program, backtracks=None).ask(Solve(Assumptions({variable: IntSet.of((value,))})), budget)
    return (process_time() - started) / SAMPLE


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the power of the size that values grow with: the slope of their logarithms by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle) * (y - mean) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def row(parts: int, figures: Mapping[str, float]) -> tuple[str, ...]:
    """Return a line of the table."""
    scales = {"load s": 1.0, "options": 1.0, "MB": 1e-6}
    numbers = (f"{scales.get(name, 1e3) * figures[figure]:,.{name == 'load s':d}f}" for name, figure in COLUMNS.items())
    return f"{parts:,}", *numbers


def main(arguments: Sequence[str]) -> None:
    """Measure every size in a process of its own, and print the table and the exponents."""
    if arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(int(arguments[1]), Path(folder))))
        return
    sizes, measured = [int(each) for each in arguments] or list(SIZES), []
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.parts", "--one", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **ONE_THREAD})
        measured.append(json.loads(done.stdout))
    print(set_out([("parts", *map(str.strip, COLUMNS)), *map(row, sizes, measured)]))
    if len(sizes) > 1:
        grown = (f"{name} {exponent(sizes, [each[name] for each in measured]):.2f}" for name in GROWING)
        print("grows with the number of parts to the power of:", ", ".join(grown))


if __name__ == "__main__":
    main(sys.argv[1:])
