"""Real models by name, as programs for benchmarks and conformance.

Where the published files lie in `shared/models` beside the checkout, each model goes through the importer that its
users would use. Those of `tests/conformance/models` are kept there as catalogs too, so that a clone alone has models.
"""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.exchange.importing import Imported, import_model
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.program.nodes import Program
from configurator.reading.files import Files, read_folder
from tests.conformance.coom import catalogs as coom

FOLDER = Path(__file__).parents[3] / "shared" / "models"
KEPT = Path(__file__).parents[1] / "conformance" / "models"
TABLES = ("renault_medium", "renault_big")


def present() -> bool:
    """Tell whether the published files are there."""
    return (FOLDER / "truth.json").is_file()


def kept() -> dict[str, dict[str, Any]]:
    """Return what is published of each model that is kept as a catalog."""
    published: dict[str, dict[str, Any]] = yaml.safe_load((KEPT / "published.yaml").read_text(encoding="utf-8"))
    return published


def truths() -> dict[str, dict[str, Any]]:
    """Return what is known to be true of each model that is at hand: `renault_big`, `linux_2_6_33_3`, `kids-bike`."""
    if not present():
        return kept()
    truths: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return {Path(path).stem: truth for path, truth in truths.items()}


def names() -> tuple[str, ...]:
    """Return the names of the models that are at hand, those of the COOM suite aside."""
    if not present():
        return tuple(sorted(kept()))
    return tuple(sorted({*TABLES, "clib_pc", *(path.stem for path in FOLDER.glob("boolean/*.cnf"))}))


def files(name: str) -> tuple[Files, str]:
    """Return the published file of a model as its importer takes it, and its path."""
    if name in TABLES:
        return Files({f"{name}.xcsp3": as_xcsp3(_tables(name)).encode()}), f"{name}.xcsp3"
    if name == "clib_pc":
        return Files({f"{name}.xcsp3": conditions_as_xcsp3(_tables(name)).encode()}), f"{name}.xcsp3"
    return Files({f"{name}.cnf": (FOLDER / "boolean" / f"{name}.cnf").read_bytes()}), f"{name}.cnf"


def catalog_files(name: str) -> Files:
    """Return the files of a model as a catalog: as imported, or where its published file is missing, as kept."""
    return _imported(name).files if present() else read_folder(KEPT / name)


@cache
def catalog(name: str) -> Catalog:
    """Return a model as a catalog; those of the COOM suite are catalogs already."""
    if name in coom.NAMES:
        return coom.catalog(name)
    if present():
        return _imported(name).catalog
    loaded, problems = load_catalog(catalog_files(name))
    if loaded is None:
        raise ValueError(f"{name} does not load: {problems[0]}")
    return loaded


@cache
def _imported(name: str) -> Imported:
    imported, problems = import_model(*files(name))
    if imported is None:
        raise ValueError(f"{name} is not imported: {problems[0]}")
    return imported


@cache
def compiled(name: str) -> CompiledCatalog:
    """Import and compile a model."""
    found, problems = compile_catalog(catalog(name))
    if found is None:
        raise ValueError(f"{name} does not compile: {problems[0]}")
    return found


def program(name: str) -> Program:
    """Return the program of a model."""
    return compiled(name).program


def orders(name: str) -> list[dict[str, int]]:
    """Return the real orders of a table model: a value for each of the variables that are ordered."""
    if not present():
        with (KEPT / f"{name}_orders.csv").open(encoding="utf-8", newline="") as rows:
            return [{variable: int(value) for variable, value in row.items()} for row in csv.DictReader(rows)]
    published = _tables(f"{name}_orders")
    return [dict(zip(published["variables"], order, strict=True)) for order in published["orders"]]


def chosen(name: str, order: dict[str, int]) -> dict[int, int]:
    """Return an order as values of the program, by variable."""
    encoding = compiled(name).encoding
    wanted = {}
    for slot in encoding.features():
        title = slot.feature.title.in_locale("en")
        title = title if title in order else title.lower()
        if title in order:
            text = f"minus_{-order[title]}" if order[title] < 0 else str(order[title])
            held = slot.held(text)
            if held is None:
                raise ValueError(f"{title} has no value {order[title]}")
            wanted[slot.variable] = held
    return wanted


def _tables(name: str) -> Any:
    return json.loads((FOLDER / "tables" / f"{name}.json").read_text(encoding="utf-8"))


def as_xcsp3(model: dict[str, Any]) -> str:
    """Write variables and tables as an instance of XCSP3."""
    return _instance(model["variables"], "".join(map(_extension, model["tables"])))


def _extension(table: dict[str, Any]) -> str:
    rows = "".join(f"({','.join(map(str, row))})" for row in table["allowed"])
    scope = " ".join(table["scope"])
    return f'<extension id="{table["name"]}"><list>{scope}</list><supports>{rows}</supports></extension>\n'


def conditions_as_xcsp3(model: dict[str, Any]) -> str:
    """Write variables and expression trees as an instance of XCSP3."""
    names = [variable["name"] for variable in model["variables"]]
    laws = "".join(f"<intension>{_function(tree, names)}</intension>\n" for tree in model["constraints"])
    return _instance({variable["name"]: variable["values"] for variable in model["variables"]}, laws)


def _instance(variables: dict[str, list[int]], constraints: str) -> str:
    declared = "".join(f'<var id="{name}">{" ".join(map(str, values))}</var>\n' for name, values in variables.items())
    return (
        '<instance format="XCSP3" type="CSP">\n'
        f"<variables>\n{declared}</variables>\n<constraints>\n{constraints}</constraints>\n</instance>\n"
    )


_FUNCTIONS = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def _function(tree: Any, names: list[str]) -> str:
    match tree:
        case int():
            return str(tree)
        case ["var", int(place)]:
            return names[place]
        case ["sum", *places]:
            return f"add({','.join(names[place] for place in places)})"
        case ["cmp", relation, left, right]:
            return f"{_FUNCTIONS[relation]}({_function(left, names)},{_function(right, names)})"
        case [logic, *parts]:
            return f"{logic}({','.join(_function(part, names) for part in parts)})"
    raise ValueError(f"{tree} is not known")
