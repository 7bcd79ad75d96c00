"""Catalogs of few products, whose prices are listed, and of many like instances, whose products are counted.

`python -m tests.benchmarks.few_and_many` prints each beside its target; the baselines are a plain loop: every
product priced from scratch, on a sample. Times are of the processor.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from math import prod
from pathlib import Path
from random import Random
from time import process_time

from configurator.budget import UNLIMITED
from configurator.engine import Engine, EvaluationRequest
from configurator.pricing.price import price_prepared
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, CountSolutions, FindDomains, RankSolutions, Solver
from tests.benchmarks.figures import Figure, table
from tests.conformance.coom.catalogs import compiled

DAY = date(2026, 3, 1)
SAMPLE = 300
"""So many products are priced one by one, as the baseline."""
SIZES = {"size": 40, "colour": 60, "fit": 8, "fabric": 20, "length": 12}

BOOK = """
format: 1
book: {id}_eu
catalog: {id}
currency: EUR
illustrative: true
rounding: {{mode: half_even, step: 0.05, at: line}}
"""
STAGES = """
stages:
  - {id: early, kind: discount, amount: 470, when: f0 == 'o0', because: An early order.}
  - {id: least, kind: minimum, amount: 316.3, because: The least order.}
  - {id: bulk, kind: discount, percent: 7.3, when: f1 != 'o1', because: A large order.}
  - {id: fee, kind: surcharge, percent: "3.3 if base > 500[EUR] else 4.7", because: A fee.}
"""


def variants(rows: int) -> Mapping[str, str]:
    """Return a catalog of so many variants in one table, with a price each."""
    chance = Random(1)
    every = [f"{name[:2]}{number}" for name in SIZES for number in range(SIZES[name])]
    chosen = {tuple(f"{name[:2]}{chance.randrange(size)}" for name, size in SIZES.items()) for _ in range(rows)}
    features = "\n".join(
        f"  {name}: {{options: {{{', '.join(f'{each}: {each}' for each in every if each.startswith(name[:2]))}}}}}"
        for name in SIZES
    )
    table = [",".join(SIZES), *(",".join(row) for row in sorted(chosen))]
    prices = [f"{table[0]},price", *(f"{row},{9 + number % 90}.{number % 10}0" for number, row in enumerate(table[1:]))]
    by = ", ".join(f"{name}: {name}" for name in SIZES)
    return {
        "catalogs/variants/catalog.yaml": f"format: 1\ncatalog: variants\nfeatures:\n{features}\n"
        "constraints:\n  made: {allowed: {table: variants.csv}, because: Only these are made.}\n",
        "catalogs/variants/variants.csv": "\n".join(table) + "\n",
        "pricing_rules/variants/book.yaml": BOOK.format(id="variants")
        + f"charges:\n  own: {{model: matrix, quantity: '1', table: prices.csv, by: {{{by}}}}}\n",
        "pricing_rules/variants/prices.csv": "\n".join(prices) + "\n",
    }


def products(*options: int) -> Mapping[str, str]:
    """Return a catalog of all combinations of so many options, whose stages read one another's sums."""
    features = "".join(
        f"  f{at}: {{options: {{{', '.join(f'o{each}: Option {each}' for each in range(number))}}}}}\n"
        for at, number in enumerate(options)
    )
    prices = "".join(
        f"    f{at}.o{each}: {20 + 37 * each + each * each % 13}.{each % 10}5\n"
        for at, number in enumerate(options)
        for each in range(number)
    )
    return {
        "catalogs/few/catalog.yaml": f"format: 1\ncatalog: few\nfeatures:\n{features}",
        "pricing_rules/few/book.yaml": f"{BOOK.format(id='few')}prices:\n  items:\n{prices}{STAGES}",
    }


def _opened(files: Mapping[str, str]) -> Engine:
    root = Path(tempfile.mkdtemp())
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Engine.open(catalogs=root / "catalogs", books=root / "pricing_rules")


def _timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that some work takes."""
    started = process_time()
    work()
    return 1000 * (process_time() - started)


def prices_of_variants(rows: int = 5_000) -> Iterator[Figure]:
    """Yield the time of an evaluation with the prices of all options."""
    engine = _opened(variants(rows))
    load = _timed(lambda: engine.catalog("variants"))
    yield Figure(f"variants_{rows}", "load", None, load)
    request = EvaluationRequest("variants", DAY, seconds=60.0)
    yield Figure(f"variants_{rows}", "prices of all options", 300.0, _timed(lambda: engine.evaluation(request)))


def range_of_products(target: float, *options: int) -> Iterator[Figure]:
    """Yield the time of an exact range, beside that of pricing every product from scratch."""
    engine = _opened(products(*options))
    engine.catalog("few")
    request = EvaluationRequest("few", DAY)
    reached = _timed(lambda: engine.price_overview(request, budget=engine.budget(600.0)))
    prepared, session = engine.prepared(request), engine.session("few")
    if prepared is None:
        return
    count = prod(options)
    answer = session.solver.ask(RankSolutions((), Assumptions(), number=min(SAMPLE, count)), UNLIMITED)
    loop = _timed(lambda: [price_prepared(session.configuration(each), prepared) for each in answer.solutions])
    whole = loop * count / len(answer.solutions)
    yield Figure(f"{count:,} products", "range, exact", target, reached, baseline=whole, beside="a plain loop")


def like_instances(name: str, targets: tuple[float, float]) -> Iterator[Figure]:
    """Yield the times of compiling, first states and an exact count of a model of like instances."""
    program = compiled(name).program
    solvers: list[Solver] = []
    load = _timed(lambda: solvers.append(engine_named("compiled").load(program)))
    states = _timed(lambda: solvers[0].ask(FindDomains(), UNLIMITED))
    yield Figure(name, "load and first states", targets[0], load + states)
    yield Figure(name, "exact count", targets[1], _timed(lambda: solvers[0].ask(CountSolutions(), UNLIMITED)))


def figures() -> Iterator[Figure]:
    """Yield all figures."""
    yield from prices_of_variants()
    yield from range_of_products(100.0, 4, 7, 3)
    yield from range_of_products(1_000.0, 7, 12, 35)
    yield from range_of_products(10_000.0, 7, 12, 35, 34)
    yield from like_instances("olympic-bus", (500.0, 1_000.0))
    yield from like_instances("restaurant", (1_000.0, 1_000.0))


def main() -> None:
    """Print the table."""
    print(table(list(figures())))


if __name__ == "__main__":
    main()
