"""A catalog of quantities too wide to be listed, and what the objective says of single products of it."""

from datetime import date
from fractions import Fraction
from functools import cache

from configurator.budget import UNLIMITED
from configurator.catalog.load import load_catalog
from configurator.configuration import Configuration
from configurator.pricing.load import load_book
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.symbolic import Objective, objective
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.program.intset import IntSet
from configurator.reading.files import Files
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, Satisfiable, Solve

CATALOG = b"""format: 1
catalog: cables
title: Cables
features:
  metres: {title: Metres, type: integer, range: 0..50000}
  wide: {title: Width, type: integer, range: 1..20000}
  high: {title: Height, type: integer, range: 1..20000}
  rush: {title: Rush, type: boolean}
"""
DAY = date(2026, 3, 1)
SAMPLES = [
    (metres, wide, high, rush)
    for metres, wide, high in (
        (0, 1, 1),
        (1, 7, 20_000),
        (99, 5, 3),
        (100, 9, 11),
        (10_001, 400, 90),
        (50_000, 20_000, 1),
    )
    for rush in (False, True)
]


@cache
def cables() -> CompiledCatalog:
    """Return the compiled catalog."""
    catalog, problems = load_catalog(Files({"catalog.yaml": CATALOG}))
    assert catalog is not None, problems
    compiled, found = compile_catalog(catalog)
    assert compiled is not None, found
    return compiled


def bounded(text: str, *, rounding: str = "") -> Objective:
    """Return the objective of a book, which must be right about all samples."""
    compiled = cables()
    head = f"format: 1\nbook: b\ncatalog: cables\ncurrency: EUR\n{rounding}\n"
    book, problems = load_book(Files({"book.yaml": f"{head}{text}\n".encode()}), "book.yaml", compiled.catalog)
    assert book is not None, problems
    prepared = prepare(book, compiled.catalog, DAY)
    found = objective(prepared, compiled)
    solver = engine_named("cp_sat").load(found.compiled.program)
    slots = {slot.path: slot for slot in compiled.encoding.slots}
    for sample in SAMPLES:
        values = dict(zip(("metres", "wide", "high", "rush"), map(_value, sample), strict=True))
        held = {slots[path].variable: slots[path].held(value) for path, value in values.items()}
        answer = solver.ask(
            Solve(Assumptions({location: IntSet.of((value or 0,)) for location, value in held.items()})), UNLIMITED
        )
        assert isinstance(answer, Satisfiable)
        low, high = (each.amount(each.cost(answer.witness)) for each in (found.below, found.above))
        product = Configuration("cables", compiled.catalog.digest, values, {}, {})
        assert low <= price_prepared(product, prepared).totals.compare <= high <= low + found.slack
    return found


def _value(value: int | bool) -> Fraction | bool:
    return value if isinstance(value, bool) else Fraction(value)
