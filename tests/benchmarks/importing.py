"""How long real models take from the file of another tool to a compiled program, and what they become.

Run `python -m tests.benchmarks.importing [model ...]`; without names all models in clauses and tables that are large.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

from configurator.exchange.importing import import_model
from tests.benchmarks import models

LARGE = (
    "renault_medium",
    "renault_big",
    "clib_pc",
    "uclinux_base",
    "busybox",
    "financial_services",
    "automotive01",
    "linux_2_6_33_3",
    "automotive02_1",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds from bytes to a program, all checks included, and what came out."""

    model: str
    seconds: float
    kilobytes: float
    features: int
    constraints: int


def measure(name: str) -> Measured:
    """Import one model."""
    files, path = models.files(name)
    started = perf_counter()
    imported, problems = import_model(files, path)
    seconds = perf_counter() - started
    if imported is None:
        raise ValueError(f"{name} is not imported: {problems[0]}")
    size = sum(map(len, imported.files.values())) / 1_000
    features = sum(1 for _ in imported.compiled.encoding.features())
    return Measured(name, seconds, size, features, len(imported.compiled.laws))


def table(found: Iterable[Measured]) -> str:
    """Return the measures as a table for people."""
    lines = [f"{'model':<22} {'seconds':>8} {'kB':>8} {'features':>9} {'constraints':>12}"]
    lines += [
        f"{each.model:<22} {each.seconds:>8.2f} {each.kilobytes:>8,.0f} {each.features:>9,} {each.constraints:>12,}"
        for each in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure(name) for name in sys.argv[1:] or LARGE))
