"""Bulk repricing of stored configurations, per core and on all cores of this machine with Ray, figures compared.

Run `python -m tests.benchmarks.repricing [ITEMS]`; without Ray installed its rows are left out.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from configurator.engine import Engine, EvaluationRequest
from configurator.offering.bulk_repricing import (
    Repricer,
    RepricingResult,
    RepricingTask,
    Work,
    reprice_in_process,
    reprice_on_ray,
)

DAYS = {"aeron": date(2026, 1, 1), "bmw_x3": date(2013, 6, 1), "modular_server": date(2026, 1, 1)}
COLUMNS = ("catalog", "items", "where", "seconds", "items/s")
Run = Callable[[Iterable[RepricingTask], Work], Iterator[list[RepricingResult]]]


def work_on(engine: Engine, catalog: str, items: int) -> tuple[Repricer, list[RepricingTask]]:
    """Return the book of a catalog and so many of its default products."""
    found = engine.evaluation(EvaluationRequest(catalog, DAYS[catalog], differences=False))
    if found.prepared is None or found.configuration is None:
        raise ValueError(f"{catalog} has no price")
    task = RepricingTask("", found.configuration, DAYS[catalog], {})
    return Repricer(found.prepared.catalog, found.prepared.book), [replace(task, key=str(at)) for at in range(items)]


def measure(run: Run, work: Repricer, tasks: list[RepricingTask]) -> tuple[float, list[RepricingResult]]:
    begin = time.perf_counter()
    found = [outcome for batch in run(tasks, work) for outcome in batch]
    return time.perf_counter() - begin, found


def rows(items: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each shipped catalog and way; Ray is warm when it is measured, and must give the same."""
    engine = Engine.open(now=time.monotonic)
    for catalog in DAYS:
        work, tasks = work_on(engine, catalog, items)
        seconds, alone = measure(reprice_in_process, work, tasks)
        yield (catalog, f"{items:,}", "one core", f"{seconds:.1f}", f"{items / seconds:,.0f}")
        try:
            measure(reprice_on_ray, work, tasks[:2000])
        except ImportError:
            continue
        seconds, spread = measure(reprice_on_ray, work, tasks)
        name = "ray, same figures" if spread == alone else "ray, OTHER FIGURES"
        yield (catalog, f"{items:,}", name, f"{seconds:.1f}", f"{items / seconds:,.0f}")


if __name__ == "__main__":
    for each in (COLUMNS, *rows(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)):
        print("  ".join(cell.ljust(18) for cell in each), flush=True)
