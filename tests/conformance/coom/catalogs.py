"""The models of the COOM suite, restated as catalogs, and smaller ones of them by narrower bounds."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in HERE.glob("*/catalog.yaml")))

SMALLER: Mapping[str, Mapping[str, str]] = {
    "pc": {
        "range: 0..2500}": "range: 0..2500, step: 50}",
        "range: 0..1000}": "range: 0..1000, step: 100}",
        "range: 0..350}": "range: 0..350, step: 50}",
        "disks: {cardinality: 1..4": "disks: {cardinality: 1..2",
        "hdunits:\n    cardinality: 1..2": "hdunits:\n    cardinality: 1",
        "for u in hdunits for d in u.disks": "for d in hdunits.disks",
        "sum(u.price for u in hdunits)": "hdunits.price",
        "applications: {cardinality: 1..5": "applications: {cardinality: 1..2",
    },
    "box": {
        "0..1000": "0..30",
        "range: 0..100, unit: mm": "range: 0..30, step: 10, unit: mm",
        "unit: mm, range: 0..100": "unit: mm, range: 0..35",
    },
    "unbounded-racks": {"0..10}": "0..2}", "0..5\n": "0..2\n", "range: 1..5": "range: 1..3"},
    "unbounded-house": {
        "cardinality: 3": "cardinality: 2",
        "cardinality: 0..4": "cardinality: 0..2",
        "cardinality: 0..5": "cardinality: 0..2",
        "range: 0..10": "range: 0..3",
    },
    "travel-bike-fleet": {"cardinality: 5": "cardinality: 2", "0..1000": "0..400"},
}
"""What is written otherwise in the smaller ones."""


@cache
def catalog(name: str, *, smaller: bool = False) -> Catalog:
    """Load one of the catalogs."""
    text = (HERE / name / "catalog.yaml").read_text(encoding="utf-8")
    for before, after in (SMALLER[name] if smaller else {}).items():
        if before not in text:
            raise ValueError(f"{name} does not say {before!r}")
        text = text.replace(before, after)
    found, problems = load_catalog(Files({"catalog.yaml": text.encode()}))
    if found is None:
        raise ValueError(f"{name} does not load: {problems[0]}")
    return found


@cache
def compiled(name: str, *, smaller: bool = False) -> CompiledCatalog:
    """Compile one of the catalogs."""
    found, problems = compile_catalog(catalog(name, smaller=smaller))
    if found is None:
        raise ValueError(f"{name} does not compile: {problems[0]}")
    return found
