"""How long a click takes on each shipped catalog: one more value chosen, then the exact states of all others.

Run `python -m tests.benchmarks.clicks [clicks]`. Walks are seeded, so that two runs ask the same questions.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from configurator.budget import Budget
from configurator.catalog.load import load_catalog
from configurator.program.compile import compile_catalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.reading.files import read_folder
from configurator.shipped import shipped_folder
from configurator.solving.engines import DEFAULT, engine_named
from configurator.solving.port import Assumptions, Complete, FindDomains, Solver, ValidDomains

CLICKS = 30
SECONDS = 10.0
"""The budget of one click; what is not settled by then counts as undecided."""


@dataclass(frozen=True, slots=True)
class Click:
    """One step of a walk: how long the states and the completion took, and how many values stayed undecided."""

    states: float
    completion: float
    undecided: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What was measured on one catalog, in seconds."""

    catalog: str
    compiled: float
    first: Click
    clicks: tuple[Click, ...]


def shipped_catalogs() -> tuple[Path, ...]:
    """Return the folders of the shipped catalogs, by name."""
    return tuple(sorted(path for path in shipped_folder("catalogs").iterdir() if (path / "catalog.yaml").is_file()))


def walk(folder: Path, clicks: int = CLICKS, seed: int = 1, engine: str = DEFAULT) -> Walk:
    """Choose so many possible values at random, one after the other, with one solver that stays warm."""
    program, compiled = _compiled(folder)
    solver = engine_named(engine).load(program)
    steps = _steps(program, solver, Random(seed))
    first = next(steps)
    measured = (click for click, _ in zip(steps, range(clicks), strict=False))
    return Walk(folder.name, compiled, first, tuple(measured))


def _compiled(folder: Path) -> tuple[Program, float]:
    started = perf_counter()
    catalog, problems = load_catalog(read_folder(folder))
    if catalog is None:
        raise ValueError(f"{folder.name} does not load: {problems}")
    compiled, problems = compile_catalog(catalog)
    if compiled is None:
        raise ValueError(f"{folder.name} does not compile: {problems}")
    return compiled.program, perf_counter() - started


def _steps(program: Program, solver: Solver, chance: Random) -> Iterator[Click]:
    """Yield the first states, then those after each choice, until nothing is left to choose."""
    free = [place for place, variable in enumerate(program.variables) if not variable.determined]
    chosen: dict[int, IntSet] = {}
    while True:
        possible, click = _asked(program, solver, chosen, free)
        yield click
        choices = [place for place in free if len(possible.values[place]) > 1]
        if not choices:
            return
        place = chance.choice(choices)
        chosen[place] = IntSet.of([chance.choice(list(possible.values[place]))])


def _asked(
    program: Program, solver: Solver, chosen: dict[int, IntSet], free: Sequence[int]
) -> tuple[ValidDomains, Click]:
    given = Assumptions(dict(chosen))
    started = perf_counter()
    possible = solver.ask(FindDomains(given), Budget(perf_counter, started + SECONDS))
    between = perf_counter()
    solver.ask(Complete(program.wishes, given), Budget(perf_counter, between + SECONDS))
    undecided = sum(len(possible.undecided[place]) for place in free)
    return possible, Click(between - started, perf_counter() - between, undecided)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the least value that so many percent of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0.0


HEADINGS = ("catalog", "compile", "first", "click p50", "p99", "complete p50", "p99", "undecided")


def table(walks: Sequence[Walk]) -> str:
    """Write the measurements in milliseconds, one catalog to a line."""
    return set_out([HEADINGS, *map(_row, walks)])


def set_out(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of equal length as a table, a heading first; the first column is flush left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(walk: Walk) -> tuple[str, ...]:
    states = [click.states for click in walk.clicks]
    completions = [click.completion for click in walk.clicks]
    times = (walk.compiled, walk.first.states, *_spread(states), *_spread(completions))
    undecided = walk.first.undecided + sum(click.undecided for click in walk.clicks)
    return walk.catalog, *(f"{1000 * time:,.1f}" for time in times), str(undecided)


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return percentile(values, 50), percentile(values, 99)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join((first.strip().ljust(widths[0]), *others))


def main(arguments: Sequence[str]) -> None:
    """Measure every shipped catalog and print the table."""
    clicks = int(arguments[0]) if arguments else CLICKS
    print(table([walk(folder, clicks) for folder in shipped_catalogs()]))


if __name__ == "__main__":
    main(sys.argv[1:])
