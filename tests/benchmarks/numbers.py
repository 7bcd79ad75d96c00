"""Catalogs of wide numbers: a pane and a window in millimetres, and a power supply by its voltages and currents.

`python -m tests.benchmarks.numbers` prints loading, first states with a price, and clicks beside their targets; the
baseline is CP-SAT asked once for each value, from a sample. Times are of the processor.
"""

import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from time import process_time

from configurator.budget import UNLIMITED
from configurator.configuration import FeatureValue
from configurator.engine import Engine
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.port import Assumptions, Solve
from tests.benchmarks.figures import Figure, table

PANE = """
format: 1
catalog: pane
features:
  width: {type: integer, range: 400..2400, step: 1, unit: mm, default: 1000}
  height: {type: integer, range: 400..2400, step: 1, unit: mm, default: 1200}
constraints:
  area: {require: "width * height <= 3[m2]", because: A larger pane breaks.}
"""
PANE_BOOK = """
format: 1
book: pane_eu
catalog: pane
currency: EUR
illustrative: true
charges: {glass: {model: per_unit, quantity: width * height, per: m2, price: 60}}
"""
SASH = """
format: 1
catalog: sash
components:
  panes:
    attributes: {thickness: {type: number, unit: mm}, largest: {type: number, unit: m2}}
    items:
      two: {title: Two panes, thickness: 8, largest: 3.5}
      three: {title: Three panes, thickness: 12, largest: 3}
      safe: {title: Safety glass, thickness: 16, largest: 2.5}
features:
  width: {type: integer, range: 400..2400, step: 1, unit: mm, default: 1000}
  height: {type: integer, range: 400..2400, step: 1, unit: mm, default: 1200}
  pane: {options: panes, default: two}
  frame: {options: {plastic: Plastic, wood: Wood, metal: Metal}}
  way: {options: {fixed: Fixed, turns: Turns, tilts: Turns and tilts}, default: tilts}
  hinges: {type: integer, range: 0..6, when: way != 'fixed'}
constraints:
  area: {require: width * height <= pane.largest, because: The pane would break.}
  weight:
    when: way != 'fixed'
    require: width * height * pane.thickness * 2500 <= 130000000000[mm3]
    because: A sash carries at most 130 kg of glass.
  light:
    when: way != 'fixed' and width * height * pane.thickness * 2500 <= 40000000000[mm3]
    require: hinges == 2
    because: Two hinges carry 40 kg.
  middle:
    when: way != 'fixed' and 40000000000[mm3] < width * height * pane.thickness * 2500 <= 80000000000[mm3]
    require: hinges == 3
    because: Three hinges carry 80 kg.
  heavy:
    when: way != 'fixed' and width * height * pane.thickness * 2500 > 80000000000[mm3]
    require: hinges == 4
    because: Beyond 80 kg it takes four.
  slender: {when: way == 'tilts', require: width <= 1.5 * height, because: A wide sash sags.}
"""
SASH_BOOK = """
format: 1
book: sash_eu
catalog: sash
currency: EUR
illustrative: true
charges:
  glass: {model: per_unit, quantity: width * height, per: m2, price: [{amount: 60, when: pane == 'two'}, {amount: 110}]}
  frame: {model: per_unit, quantity: 2 * (width + height), per: m, price: 22}
  hinges: {model: per_unit, quantity: hinges, price: 9.5}
"""
SUPPLY = """
format: 1
catalog: supply
components:
  chips:
    attributes:
      least: {type: number, unit: V}
      most: {type: number, unit: V}
      amps: {type: number, unit: A}
      pace: {type: number, unit: kHz}
    items:
      a: {title: 17 V 3 A, least: 4.5, most: 17, amps: 3, pace: 650}
      b: {title: 42 V 3 A, least: 6, most: 42, amps: 3, pace: 500}
      c: {title: 100 V 20 A, least: 5.5, most: 100, amps: 20, pace: 250}
      d: {title: 6 V 2 A, least: 2.7, most: 6, amps: 2, pace: 2000}
  coils:
    attributes: {henries: number, amps: {type: number, unit: A}}
    items:
      one: {title: 1 uH, henries: 1, amps: 6}
      two: {title: 2.2 uH, henries: 2.2, amps: 5}
      three: {title: 3.3 uH, henries: 3.3, amps: 4.5}
      five: {title: 4.7 uH, henries: 4.7, amps: 4}
      seven: {title: 6.8 uH, henries: 6.8, amps: 24}
      ten: {title: 10 uH, henries: 10, amps: 3}
      many: {title: 22 uH, henries: 22, amps: 2}
features:
  low: {type: number, range: 3 V .. 60 V, step: 0.5 V, default: 12 V}
  high: {type: number, range: 3 V .. 60 V, step: 0.5 V, default: 13.5 V}
  out: {type: number, range: 0.5 V .. 15 V, step: 0.1 V, default: 5 V}
  current: {type: number, range: 0.1 A .. 20 A, step: 0.1 A, default: 2 A}
  chip: {options: chips}
  coil: {options: coils}
constraints:
  order: {require: low <= high, because: The lowest input is not above the highest.}
  down: {require: out < low, because: It steps down.}
  input: {require: chip.least <= low and high <= chip.most, because: The chip stands that input.}
  amps: {require: current <= chip.amps, because: The chip carries that current.}
  saturation: {require: coil.amps >= 1.2 * current, because: The coil does not saturate.}
  ripple:
    require: out * (high - out) <= 0.4 * current * high * coil.henries * 0.000001[V] * 1[s] / 1[A] * chip.pace
    because: The ripple is at most 40 % of the current.
"""
SUPPLY_BOOK = """
format: 1
book: supply_us
catalog: supply
currency: USD
illustrative: true
prices:
  items:
    {a: 0.30, b: 9.79, c: 3.20, d: 0.55,
    one: 0.15, two: 0.18, three: 0.22, five: 0.24, seven: 1.90, ten: 0.30, many: 0.35}
"""
CATALOGS = {"pane": (PANE, PANE_BOOK), "sash": (SASH, SASH_BOOK), "supply": (SUPPLY, SUPPLY_BOOK)}
TARGETS = {"pane": (None, 50.0, None), "sash": (None, 500.0, 100.0), "supply": (None, 2_000.0, 300.0)}
"""Milliseconds of loading, of the first answer with its price, and of the slowest click; one on the supply fixes all
four requirements."""

Choices = dict[str, FeatureValue]


def opened(folder: Path, name: str) -> Engine:
    """Write a catalog and its book into a folder, and open an engine over them."""
    catalog, book = CATALOGS[name]
    for path, text in ((f"catalogs/{name}/catalog.yaml", catalog), (f"books/{name}/book.yaml", book)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Engine.open(folder / "catalogs", folder / "books")


def walks(name: str, seeds: int) -> Iterator[Choices]:
    """Yield the choices of each click."""
    for seed in range(seeds):
        random = Random(seed)
        if name == "supply":
            yield {
                "low": Fraction(12),
                "high": Fraction(27, 2),
                "out": Fraction(5),
                "current": Fraction(seed % 5 + 1, 2),
            }
            continue
        chosen: Choices = {}
        for _ in range(8):
            feature, value = _drawn(name, random)
            chosen = {**chosen, feature: value}
            yield chosen


def _drawn(name: str, random: Random) -> tuple[str, FeatureValue]:
    drawn: dict[str, Callable[[], FeatureValue]] = {
        "width": lambda: random.randint(400, 2400),
        "height": lambda: random.randint(400, 2400),
    }
    if name == "sash":
        drawn |= {
            "pane": lambda: random.choice(("two", "three", "safe")),
            "way": lambda: random.choice(("fixed", "turns", "tilts")),
            "frame": lambda: random.choice(("plastic", "wood", "metal")),
            "hinges": lambda: random.randint(2, 4),
        }
    feature = random.choice(sorted(drawn))
    return feature, drawn[feature]()


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that something takes."""
    start = process_time()
    work()
    return (process_time() - start) * 1000


def value_by_value(program: Program, sample: int) -> float:
    """Return what one solve of CP-SAT a value takes for all values of all variables, from a sample of them."""
    solver, random = CpSatSolver(program, backtracks=None), Random(0)
    values = [
        (index, value)
        for index, variable in enumerate(program.variables)
        if not variable.determined
        for value in variable.domain
    ]
    chosen = random.sample(values, min(sample, len(values)))
    queries = [Solve(Assumptions({index: IntSet.of((value,))})) for index, value in chosen]
    return timed(lambda: [solver.ask(query, UNLIMITED) for query in queries]) / len(chosen) * len(values)


def measured(name: str, *, seeds: int = 6, sample: int = 30) -> list[Figure]:
    """Measure one catalog."""
    load, first, click = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(Path(folder), name)
        loading = timed(lambda: engine.catalog(name))
        answer = timed(lambda: engine.evaluate(name, differences=False, seconds=None))
        clicks = sorted(
            timed(lambda chosen=chosen: engine.evaluate(name, chosen, differences=True, seconds=None))  # type: ignore[misc]
            for chosen in walks(name, seeds)
        )
        plain = value_by_value(engine.catalog(name).compiled.program, sample)
    return [
        Figure(name, "load", load, loading),
        Figure(name, "first states and price", first, answer, baseline=plain, beside="CP-SAT a value"),
        Figure(name, f"click with prices, p50 of {len(clicks)}", None, clicks[len(clicks) // 2]),
        Figure(name, "the same, greatest", click, clicks[-1]),
    ]


def main() -> None:
    """Print the figures of all, or of the catalogs named."""
    results = [figure for name in sys.argv[1:] or CATALOGS for figure in measured(name)]
    sys.stdout.write(table(results) + "\n")
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most\n")


if __name__ == "__main__":
    main()
