"""What compiling makes of published models, and how fast it answers, beside a solver on a sample of the same clicks.

Run `python -m tests.benchmarks.compiled [model …]`. Clicks are timed by the processor time of the thread, as the
machines that this runs on are shared; orders of the published tables and walks through the other models are seeded.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, thread_time

from configurator.budget import UNLIMITED, Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.diagram.compiling import CompiledDiagram, compiled
from configurator.solving.diagram.loading import solver_of
from configurator.solving.diagram.saving import from_bytes, to_bytes
from configurator.solving.engines import engine_named
from configurator.solving.port import (
    Assumptions,
    CountSolutions,
    FindDomains,
    Minimise,
    MinimiseThrough,
    SampleSolutions,
    Solver,
)
from tests.benchmarks import models as imported
from tests.benchmarks.clicks import percentile
from tests.benchmarks.reading_models import MODELS, read_model, read_orders

ORDERS = {f"tables/renault_{size}.json": f"tables/renault_{size}_orders.json" for size in ("medium", "big")}
WALKS, CLICKS = 20, 50
SAMPLE = 12
"""So many clicks are asked of the baseline too."""
SECONDS = 15.0
REPAIRS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one model; times in seconds."""

    model: str
    variables: int
    found: CompiledDiagram
    compile: float
    load: float
    counted: str
    clicks: Sequence[float]
    priced: float
    repair: float
    baseline: float
    """How many times as long the baseline took for the same clicks."""


def models() -> tuple[str, ...]:
    """Return the models that compile."""
    boolean = ("busybox", "uclinux_base", "automotive01")
    coom = ("travel-bike", "travel-bike-fleet", "unbounded-racks", "pc", "box")
    splot = sorted(f"boolean/{path.name}" for path in (MODELS / "boolean").glob("splot_*.cnf"))
    return (*ORDERS, "tables/clib_pc.json", *splot, *(f"boolean/{name}.cnf" for name in boolean), *coom)


def measure(model: str, baseline: str = "sat") -> Row:
    """Compile a model, save and load it, and ask it everything."""
    program = read_model(model) if "/" in model else imported.program(model)
    started = perf_counter()
    found, left = compiled(program)
    compiling = perf_counter() - started
    if left:
        raise ValueError(f"{model} does not compile")
    solver = solver_of(found, engine_named(baseline).load)
    clicks = list(_clicks(program, solver, model))
    timed = [_timed(partial(solver.ask, FindDomains(given), UNLIMITED)) for given in clicks]
    sample = Random(1).sample(range(len(clicks)), min(SAMPLE, len(clicks)))
    return Row(
        model=Path(model).stem,
        variables=len(program.variables),
        found=found,
        compile=compiling,
        load=_load_time(found, program),
        counted=_counted(solver, model),
        clicks=timed,
        priced=_priced(program, solver, clicks),
        repair=_repair(program, solver, model),
        baseline=_ratio(program, baseline, [clicks[place] for place in sample], [timed[place] for place in sample]),
    )


def _timed(work: Callable[[], object]) -> float:
    started = thread_time()
    work()
    return thread_time() - started


def _clicks(program: Program, solver: Solver, model: str) -> Iterator[Assumptions]:
    """Yield what is chosen after each click: real orders in shuffled order, or random walks."""
    if model not in ORDERS:
        for seed in range(WALKS):
            yield from islice(_walk(program, solver, Random(seed), {}), CLICKS)
        return
    place = program.index_of()
    for seed, order in enumerate(read_orders(ORDERS[model])):
        wanted = {place[name]: value for name, value in order.items() if name in place}
        yield from _walk(program, solver, Random(seed), wanted)


def _walk(program: Program, solver: Solver, chance: Random, wanted: Mapping[int, int]) -> Iterator[Assumptions]:
    """Choose one open variable after the other: a wanted value where one is wanted, else any that is possible."""
    chosen: dict[int, IntSet] = {}
    possible = solver.ask(FindDomains(), UNLIMITED)
    waiting = list(wanted) or list(range(len(program.variables)))
    chance.shuffle(waiting)
    for variable in waiting:
        values = possible.values[variable]
        if len(values) > 1:
            value = wanted.get(variable)
            chosen[variable] = IntSet.of([chance.choice(list(values)) if value is None else value])
            given = Assumptions(dict(chosen))
            possible = solver.ask(FindDomains(given), UNLIMITED)
            yield given


def _prices(program: Program) -> tuple[Term, ...]:
    """Return a price for every value that is decided, seeded."""
    chance = Random(7)
    return tuple(
        Term(place, 0, tuple((value, chance.randrange(100_000)) for value in variable.domain))
        for place, variable in enumerate(program.variables)
        if not variable.determined
    )


def _priced(program: Program, solver: Solver, clicks: Sequence[Assumptions]) -> float:
    """Return the median time of the least cost through every value."""
    prices = _prices(program)
    sample = Random(2).sample(range(len(clicks)), min(100, len(clicks)))
    return percentile(
        [_timed(partial(solver.ask, MinimiseThrough(prices, clicks[place]), UNLIMITED)) for place in sample], 50
    )


def _repair(program: Program, solver: Solver, model: str) -> float:
    """Return the median time of a smallest change after three values of a configuration were spoilt."""
    times, chance = [], Random(3)
    free = [place for place, variable in enumerate(program.variables) if not variable.determined]
    drawn = solver.ask(SampleSolutions(number=REPAIRS, seed=3), UNLIMITED).solutions
    for solution in drawn:
        wanted = list(solution)
        for place in chance.sample(free, min(3, len(free))):
            wanted[place] = chance.choice(list(program.variables[place].domain))
        times.append(_timed(partial(solver.ask, Minimise(changes(program, wanted)), UNLIMITED)))
    return percentile(times, 50)


def changes(program: Program, wanted: Sequence[int]) -> tuple[Term, ...]:
    """Return how many decided values differ from those wanted."""
    return tuple(
        Term(place, 0, tuple((each, int(each != value)) for each in program.variables[place].domain))
        for place, value in enumerate(wanted)
        if not program.variables[place].determined
    )


def _load_time(found: CompiledDiagram, program: Program) -> float:
    data = to_bytes(found, "benchmark")
    return min(_timed(lambda: solver_of(from_bytes(data, program, "benchmark")[0], _none)) for _ in range(3))


def _none(program: Program) -> Solver:
    raise ValueError(f"{len(program.variables)} variables were asked of another engine")


def _counted(solver: Solver, model: str) -> str:
    known = imported.truths().get(Path(model).stem, {}).get("valid_configurations")
    if known is None:
        return "-"
    return "exact" if str(solver.ask(CountSolutions(), UNLIMITED).number) == str(known) else "WRONG"


def _ratio(program: Program, baseline: str, clicks: Sequence[Assumptions], times: Sequence[float]) -> float:
    """Return how many times as long the baseline takes for these clicks, as far as it comes in time; it is warm."""
    other = engine_named(baseline).load(program)
    other.ask(FindDomains(), Budget(perf_counter, perf_counter() + SECONDS))
    theirs, ours = 0.0, 0.0
    for given, time in zip(clicks, times, strict=True):
        budget = Budget(perf_counter, perf_counter() + SECONDS)
        theirs += _timed(partial(other.ask, FindDomains(given), budget))
        ours += time
        if theirs > SECONDS:
            break
    return theirs / max(ours, 1e-9)


HEADINGS = (
    *("model", "variables", "width", "nodes", "kB", "compile s", "load ms"),
    *("count", "click p50", "p99", "prices", "repair", "× baseline"),
)


def table(rows: Sequence[Row]) -> str:
    """Write the measurements, one model to a line; clicks, prices and repairs in milliseconds."""
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def _cells(row: Row) -> tuple[str, ...]:
    times = (percentile(row.clicks, 50), percentile(row.clicks, 99), row.priced, row.repair)
    return (
        row.model[-24:],
        str(row.variables),
        str(row.found.width),
        str(row.found.diagram.size),
        f"{row.found.diagram.bytes() / 1000:,.0f}",
        f"{row.compile:.2f}",
        f"{1000 * row.load:.1f}",
        row.counted,
        *(f"{1000 * time:.2f}" for time in times),
        f"{row.baseline:,.0f}",
    )


def main(arguments: Sequence[str]) -> None:
    """Measure the models named, or all, and print the table line by line, with its heading at the end."""
    rows = []
    for model in arguments or models():
        rows.append(measure(model))
        print(table(rows[-1:]).splitlines()[-1], flush=True)
    print(table(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
