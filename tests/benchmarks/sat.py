"""What incremental SAT takes on its own: seeded random walks, each click one more value and the exact states of all.

Run `python -m tests.benchmarks.sat [model …]`. Clicks are timed by the processor time of the thread, as machines are
often shared. The baseline asks CP-SAT once for every value, on a sample of the values that a click leaves to
be looked at; the ratio is that against the median click.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from time import perf_counter, thread_time

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.port import Assumptions, FindDomains, Solve, ValidDomains
from configurator.solving.sat.sat_solver import SatSolver
from tests.benchmarks.clicks import percentile
from tests.benchmarks.models import program as published
from tests.benchmarks.reading_models import read_model
from tests.benchmarks.synthetic import car, resources, server

CLICKS, WALKS, SAMPLE = 50, 20, 5
SECONDS = 10.0
"""The budget of one click; what is not settled by then counts as undecided."""

MODELS: Mapping[str, Callable[[], Program]] = {
    **{
        name: partial(read_model, f"boolean/{name}.cnf")
        for name in (
            "financial_services",
            "busybox",
            "uclinux_base",
            "automotive01",
            "linux_2_6_33_3",
            "automotive02_1",
        )
    },
    **{name: partial(published, name) for name in ("travel-bike", "travel-bike-fleet")},
    "resources": resources,
    "server": server,
    "car": partial(car, 400),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one model, in seconds but for the counts."""

    name: str
    variables: int
    clauses: int
    loading: float
    initial: float
    clicks: tuple[float, ...]
    undecided: int
    per_value: float
    values: int

    @property
    def ratio(self) -> float:
        """Return how many times as long as the median click one solve for each value takes."""
        median = percentile(self.clicks, 50)
        return self.per_value * self.values / median if median else 0.0


def measure(name: str, program: Program, walks: int = WALKS, clicks: int = CLICKS) -> Measured:
    """Walk through a program from the start so many times, with one solver that stays warm."""
    started = thread_time()
    solver = SatSolver(program, CpSatSolver)
    clauses = solver.size
    loaded = thread_time()
    first = solver.ask(FindDomains(), Budget(perf_counter, perf_counter() + 10 * SECONDS))
    asked = thread_time()
    times, undecided = [], number_of(program, first.undecided)
    chosen: dict[int, IntSet] = {}
    for seed in range(walks):
        walked = list(_walk(program, solver, first, clicks, Random(seed)))
        times += [took for took, _, _ in walked]
        undecided += sum(number_of(program, found.undecided) for _, found, _ in walked)
        chosen = walked[-1][2] if walked else chosen
    per_value, values = _baseline(program, chosen, first)
    return Measured(
        name,
        len(program.variables),
        clauses,
        loaded - started,
        asked - loaded,
        tuple(times),
        undecided,
        per_value,
        values,
    )


def _walk(
    program: Program, solver: SatSolver, possible: ValidDomains, clicks: int, chance: Random
) -> Iterator[tuple[float, ValidDomains, dict[int, IntSet]]]:
    """Yield how long each click took, what it left, and what is chosen by then."""
    chosen: dict[int, IntSet] = {}
    for _ in range(clicks):
        open_ones = [place for place in _free(program) if len(possible.values[place]) > 1]
        if not open_ones:
            return
        place = chance.choice(open_ones)
        chosen = {**chosen, place: IntSet.of([chance.choice(list(possible.values[place]))])}
        budget = Budget(perf_counter, perf_counter() + SECONDS)
        started = thread_time()
        possible = solver.ask(FindDomains(Assumptions(chosen)), budget)
        yield thread_time() - started, possible, chosen


def _baseline(program: Program, chosen: Mapping[int, IntSet], first: ValidDomains) -> tuple[float, int]:
    """Return how long CP-SAT takes for one value, and for how many values a click would have to ask it."""
    half = dict(list(chosen.items())[: len(chosen) // 2])
    open_values = [
        (place, value)
        for place in _free(program)
        if place not in half and len(first.values[place]) > 1
        for value in first.values[place]
    ]
    solver = CpSatSolver(program, backtracks=None)
    solver.ask(Solve(Assumptions(half)), UNLIMITED)
    sample = Random(0).sample(open_values, min(SAMPLE, len(open_values)))
    started = perf_counter()
    for place, value in sample:
        solver.ask(
            Solve(Assumptions({**half, place: IntSet.of([value])})), Budget(perf_counter, perf_counter() + SECONDS)
        )
    return (perf_counter() - started) / max(len(sample), 1), len(open_values)


def _free(program: Program) -> list[int]:
    return [place for place, variable in enumerate(program.variables) if not variable.determined]


def number_of(program: Program, sets: Sequence[IntSet]) -> int:
    """Return how many values the sets have together, of variables that are not determined by others."""
    return sum(len(sets[place]) for place in _free(program))


HEADINGS = (
    "model", "variables", "clauses", "load s", "initial s", "clicks", "p50 ms", "p99", "max", "undecided",
    "CP-SAT ms/value", "ratio",
)  # fmt: skip


def table(found: Sequence[Measured]) -> str:
    """Write the measurements, one model to a line."""
    rows = [HEADINGS, *map(_row, found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(found: Measured) -> tuple[str, ...]:
    clicks = (f"{1000 * percentile(found.clicks, percent):,.1f}" for percent in (50, 99, 100))
    return (
        found.name,
        str(found.variables),
        str(found.clauses),
        f"{found.loading:.2f}",
        f"{found.initial:.3f}",
        str(len(found.clicks)),
        *clicks,
        str(found.undecided),
        f"{1000 * found.per_value:,.1f}",
        f"{found.ratio:,.0f}",
    )


def main(names: Sequence[str]) -> None:
    """Measure the named models, or all, and print a table of each as soon as it is there."""
    for name in names or MODELS:
        print(table([measure(name, MODELS[name]())]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
