"""How long prices take: look-ups in tables that grow, quotes of 20 and 1,000 lines with their full trace, neighbours.

Run `python -m tests.benchmarks.pricing [rounds]`. Each figure is the least of many rounds: the machine's own noise only
ever adds. Where zen-engine is installed, its decision table is asked the same look-ups.
"""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import Final

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.money import ONE
from configurator.pricing.charge_models import Matrix, Usage, plain_value, rate
from configurator.pricing.load import load_book
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared, reprice, run
from configurator.reading.files import Files

DAY: Final = date(2026, 6, 1)
ROWS: Final = (100, 1_000, 10_000, 100_000)
ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in seconds, and what it must not exceed (None: no bound)."""

    name: str
    seconds: float
    bound: float | None = None


def measured(rounds: int = ROUNDS, rows: tuple[int, ...] = ROWS) -> Iterator[Figure]:
    """Yield all figures."""
    for number in rows:
        look_up = partial(rate, matrix_of(number), Usage(ONE, attributes=("eu", f"size{number // 2}")), plain_value)
        yield Figure(f"look-up in {number:,} rows", least(look_up, rounds), 10e-6)
        if importlib.util.find_spec("zen") is not None:
            yield Figure(f"zen-engine, {number:,} rows", least(zen_look_up(number), min(rounds, 20)))
    for lines, bound in ((20, 1e-3), (1000, 40e-3)):
        prepared, configuration = quote_of(lines)
        few = max(rounds // 10, rounds * 20 // lines)
        scratch = partial(price_prepared, configuration, prepared)
        yield Figure(f"quote of {lines:,} lines", least(scratch, few), bound)
        neighbour = replace(configuration, values={**configuration.values, "part0": 3})
        again = partial(reprice, run(configuration, prepared), neighbour)
        yield Figure(f"its neighbour, {lines:,} lines", least(again, few))


def least(work: Callable[[], object], rounds: int) -> float:
    """Return the shortest time of some rounds of the same work."""
    best = float("inf")
    for _ in range(rounds):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def matrix_of(rows: int) -> Matrix:
    """Return a table of so many rows, by two attributes, as a book reads it."""
    catalog = _catalog("features: {plan: {title: Plan, type: boolean}}\n")
    lines = "".join(f"eu,size{number},{number}.25\n" for number in range(1, rows + 1))
    charge = "{model: matrix, quantity: 1 + 0, table: rates.csv, by: {region: region, size: size}}"
    text = f"parameters: {{region: {{type: text}}, size: {{type: text}}}}\ncharges:\n  rated: {charge}\n"
    book = _book(catalog, text, {"rates.csv": f"region,size,price\n{lines}".encode()})
    (charged,) = book.charges
    if not isinstance(charged.model, Matrix):
        raise TypeError("the charge is one of a matrix")
    return charged.model


def zen_look_up(rows: int) -> Callable[[], object]:
    """Return the same look-up in a decision table of zen-engine."""
    import zen  # type: ignore[import-not-found, unused-ignore]  # only where it is installed

    rules = [
        {"_id": str(number), "region": '"eu"', "size": f'"size{number}"', "price": f"{number}.25"}
        for number in range(1, rows + 1)
    ]
    inputs = [{"id": name, "name": name, "type": "expression", "field": name} for name in ("region", "size")]
    outputs = [{"id": "price", "name": "price", "type": "expression", "field": "price"}]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, "position": {"x": 1, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda: decision.evaluate({"region": "eu", "size": f"size{rows // 2}"})


# ── quotes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def quote_of(lines: int) -> tuple[Prepared, Configuration]:
    """Return a book and a configuration that come to so many lines: prices, tiers, and a waterfall of three stages."""
    count = lines - 3
    names = [f"part{number}" for number in range(count)]
    catalog = _catalog(
        "features:\n" + "".join(f"  {name}: {{title: P, type: integer, range: 0..9}}\n" for name in names)
    )
    listed = [name for number, name in enumerate(names) if number % 2]
    tiers = "[{up_to: 2, price: 9}, {price: 8.15, flat: 3}]"
    text = "prices:\n  items:\n" + "".join(f"    {name}: 12.35\n" for name in listed) + "charges:\n"
    text += "".join(
        f"  tiered_{name}: {{model: graduated, quantity: {name}, tiers: {tiers}, when: {name} > 1}}\n"
        for number, name in enumerate(names)
        if number % 2 == 0
    )
    text += (
        "stages:\n  - {id: trade, kind: discount, percent: 7.5, because: Trade}\n"
        "  - {id: freight, kind: surcharge, amount: 12, because: Freight}\n"
        "  - {id: vat, kind: tax, percent: 19, because: Tax}\n"
    )
    values: dict[str, FeatureValue] = dict.fromkeys(names, 4)
    return prepare(_book(catalog, text), catalog, DAY), Configuration("bench", catalog.digest, values, {}, {})


def _catalog(text: str) -> Catalog:
    catalog, problems = load_catalog(Files({"catalog.yaml": f"format: 1\ncatalog: bench\n{text}".encode()}))
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    return catalog


def _book(catalog: Catalog, text: str, tables: dict[str, bytes] | None = None) -> PriceBook:
    head = "format: 1\nbook: bench\ncatalog: bench\ncurrency: EUR\n"
    book, problems = load_book(Files({"book.yaml": f"{head}{text}".encode(), **(tables or {})}), "book.yaml", catalog)
    if book is None:
        raise ValueError("\n".join(map(str, problems)))
    return book


def table(figures: Iterator[Figure]) -> Iterator[str]:
    """Yield the figures as lines, each with its bound."""
    yield f"{'what':<34} {'measured':>12} {'at most':>12}"
    for each in figures:
        bound = "" if each.bound is None else _shown(each.bound)
        yield f"{each.name:<34} {_shown(each.seconds):>12} {bound:>12}"


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    for row in table(measured(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)):
        print(row, flush=True)
