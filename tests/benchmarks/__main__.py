"""All figures of the reasoning core as one table, each beside its target and, where there is one, a baseline.

Run `python -m tests.benchmarks [group ...]`, or `python -m tests.benchmarks -group ...` to leave some out. Times are
processor time but for compiling, HTTP and whole evaluations. Other reasoners are measured where they are installed.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, thread_time

from configurator.budget import UNLIMITED, Budget
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.limits import MOST_EVALUATIONS
from configurator.program.nodes import Program
from configurator.session.choices import Choices
from configurator.solving.engines import engine_named
from configurator.solving.port import FindDomains, Minimise, SampleSolutions, Solve
from tests.benchmarks import compiled, evaluations, http, models, peers, sat
from tests.benchmarks.clicks import percentile
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.reading_models import MODELS, read_model
from tests.benchmarks.synthetic import resources

SECONDS = 10.0
"""The budget of one answer of a baseline."""
TABLES = {
    "renault_big": (0.5, 2.0, 10.0, 50.0),
    "renault_medium": (None, 0.3, 0.5, None),
    "clib_pc": (None, 2.0, None, None),
}
"""By model the most milliseconds of a click at the median and at p99, seconds to compile, milliseconds to load."""


def tables(model: str) -> Iterator[Figure]:
    """Yield the figures of a model of tables."""
    median, worst, compiling, loading = TABLES[model]
    row = compiled.measure(f"tables/{model}.json")
    yield from _clicks(row, median, worst)
    yield Figure(model, "compile", compiling, row.compile, "s", kilobytes=_kilobytes(row))
    yield Figure(model, "load of the saved form", loading, 1000 * row.load)
    priced, repaired = (2.0, 5.0) if model == "renault_big" else (None, None)
    yield Figure(model, "least price through every value", priced, 1000 * row.priced)
    program = read_model(f"tables/{model}.json")
    slow = _repair_by_cp_sat(program) if model == "renault_big" else None
    yield Figure(
        model, "minimum-change repair", repaired, 1000 * row.repair, baseline=slow, beside="CP-SAT" if slow else ""
    )
    yield Figure(model, "counts exact, of 1", 1.0, float(row.counted == "exact"), "", less=False)


def _clicks(row: compiled.Row, median: float | None, worst: float | None) -> Iterator[Figure]:
    middle, last = (1000 * percentile(row.clicks, percent) for percent in (50, 99))
    mean = 1000 * sum(row.clicks) / len(row.clicks)
    size = _kilobytes(row)
    yield Figure(
        row.model, "click p50", median, middle, baseline=mean * row.baseline, beside="our SAT, mean", kilobytes=size
    )
    yield Figure(row.model, "click p99", worst, last, kilobytes=size)


def _kilobytes(row: compiled.Row) -> float:
    return row.found.diagram.bytes() / 1000


def _repair_by_cp_sat(program: Program) -> float:
    """Return the milliseconds CP-SAT takes to mend a configuration, spoilt in three places, by the fewest changes."""
    solver, chance = engine_named("cp_sat").load(program), Random(3)
    wanted = list(engine_named("compiled").load(program).ask(SampleSolutions(number=1, seed=3), UNLIMITED).solutions[0])
    for place in chance.sample(range(len(wanted)), 3):
        wanted[place] = chance.choice(list(program.variables[place].domain))
    started = perf_counter()
    solver.ask(Minimise(compiled.changes(program, wanted)), Budget(perf_counter, started + SECONDS))
    return 1000 * (perf_counter() - started)


def splot() -> Iterator[Figure]:
    """Yield the slowest figures of all SPLOT files."""
    rows = [compiled.measure(name) for name in compiled.models() if "splot_" in name]
    exact = sum(row.counted == "exact" for row in rows)
    yield Figure("all SPLOT files", f"counts exact, of {len(rows)}", float(len(rows)), float(exact), "", less=False)
    slowest = max(rows, key=lambda row: percentile(row.clicks, 99))
    yield replace(
        list(_clicks(slowest, None, 2.0))[1], model="all SPLOT files", what=f"click p99 ({slowest.model[-20:]})"
    )


CLAUSES: Mapping[str, tuple[float, float | None, float | None]] = {
    **dict.fromkeys(("financial_services", "busybox", "uclinux_base", "automotive01"), (100.0, None, 20.0)),
    "linux_2_6_33_3": (200.0, 10.0, 100.0),
    "automotive02_1": (2000.0, 50.0, None),
}
"""By model the most milliseconds of the first states, and of a click at the median and at p99."""


def clauses(model: str) -> Iterator[Figure]:
    """Yield the figures of a model in clauses, by incremental SAT; other reasoners answer for the first states."""
    first, median, worst = CLAUSES[model]
    found = sat.measure(model, read_model(f"boolean/{model}.cnf"))
    initial = Figure(model, "initial exact states", first, 1000 * found.initial)
    for peer in peers.PEERS:
        seconds, told = peers.first_states(peer, MODELS / "boolean" / f"{model}.cnf")
        yield replace(initial, baseline=None if seconds is None else 1000 * seconds, beside=told)
    yield from _walked(found, median, worst)


def _walked(found: sat.Measured, median: float | None, worst: float | None) -> Iterator[Figure]:
    middle, last = (1000 * percentile(found.clicks, percent) for percent in (50, 99))
    every = 1000 * found.per_value * found.values
    yield Figure(found.name, "click p50", median, middle, baseline=every, beside="CP-SAT, one solve a value")
    yield Figure(found.name, "click p99", worst, last)
    yield Figure(found.name, "values not settled", 0, float(found.undecided), "")


def synthetic() -> Iterator[Figure]:
    """Yield the figures of the synthetic server."""
    yield from _walked(sat.measure("synthetic server", resources()), 10.0, 50.0)


def coom(model: str) -> Iterator[Figure]:
    """Yield how long a model of the COOM suite takes from its program to a first solution, and to its states."""
    program = models.program(model)
    given = {name: engine_named(name) for name in ("compiled", "sat")}
    for name, engine in given.items():
        started = thread_time()
        solver = engine.load(program)
        solver.ask(Solve(), Budget(perf_counter, perf_counter() + SECONDS))
        solved = thread_time()
        possible = solver.ask(FindDomains(), Budget(perf_counter, perf_counter() + SECONDS))
        ended = thread_time()
        left = sat.number_of(program, possible.undecided)
        yield Figure(model, f"first solution, {name}", 1000.0, 1000 * (solved - started))
        unsure = f", {left} undecided" if left else ""
        yield Figure(model, f"states, {name}{unsure}", 1000.0, 1000 * (ended - solved))


def bikes(model: str, worst: float) -> Iterator[Figure]:
    """Yield the figures of the travel-bikes."""
    yield from _clicks(compiled.measure(model), None, worst)


def modular_server() -> Iterator[Figure]:
    """Yield how long a click takes with the states, the completion and all prices of sixteen cells."""
    name, on, _ = evaluations.STARTS[2]
    engine = Engine.open(now=perf_counter)
    found = evaluations.walk(engine, EvaluationRequest(name, on, Choices({"cells": 16}), seconds=SECONDS), clicks=20)[
        1:
    ]
    times = [1000 * each.seconds for each in found]
    yield Figure(name, "click p50 with prices, 16 cells", None, percentile(times, 50))
    yield Figure(name, "click p99 with prices, 16 cells", 10.0, percentile(times, 99))


def over_http() -> Iterator[Figure]:
    """Yield the figures of a service with one worker."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        http.imported(http.MODEL, folder)
        requests = list(islice(http.order_requests(http.MODEL), http.CLICKS_OF[http.MODEL]))
        bodies = [(request.catalog, http.body_of(request)) for request in requests]
        half, lately = len(bodies) // 2, bodies[-MOST_EVALUATIONS // 2 :]
        with http.serving(folder) as (port, process):
            http.measured(port, process, bodies[:1])
            single = http.measured(port, process, bodies[:half])
            busy = http.measured(port, process, bodies[half:], http.CONNECTIONS)
            again = http.measured(port, process, lately, http.CONNECTIONS)
    yield Figure(http.MODEL, "HTTP evaluate p99, one connection", 8.0, 1000 * percentile(single.each, 99))
    yield Figure(http.MODEL, "HTTP evaluate p99, two connections", 8.0, 1000 * percentile(busy.each, 99))
    yield Figure(http.MODEL, "HTTP evaluate, all different", 400.0, busy.rate, "/s", less=False)
    yield Figure(http.MODEL, "HTTP evaluate, asked again", None, again.rate, "/s", less=False)


GROUPS: Mapping[str, Callable[[], Iterator[Figure]]] = {
    **{name: partial(tables, name) for name in TABLES},
    "splot": splot,
    **{name: partial(clauses, name) for name in CLAUSES},
    **{name: partial(coom, name) for name in ("pc", "box", "travel-bike", "unbounded-racks")},
    "modular_server": modular_server,
    "synthetic": synthetic,
    "bike": partial(bikes, "travel-bike", 5.0),
    "fleet": partial(bikes, "travel-bike-fleet", 50.0),
    "http": over_http,
}


def main(arguments: Sequence[str]) -> None:
    """Measure all groups, or those named, or those not named with a dash; figures are told as they come, then all."""
    left_out = {name[1:] for name in arguments if name.startswith("-")}
    wanted = [name for name in arguments if not name.startswith("-")] or [*GROUPS]
    if unknown := [name for name in (*wanted, *left_out) if name not in GROUPS]:
        raise SystemExit(f"{', '.join(unknown)}: not a group; groups are {', '.join(GROUPS)}")
    if not (MODELS / "truth.json").is_file():
        raise SystemExit(f"the published models were expected in {MODELS}")
    figures: list[Figure] = []
    for name in wanted:
        if name not in left_out:
            begun = perf_counter()
            found = [*GROUPS[name]()]
            figures += found
            print(f"{table(found)}\n({name}: {perf_counter() - begun:.0f} s)\n", file=sys.stderr, flush=True)
    print(table(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
