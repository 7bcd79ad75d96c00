"""Real models by name, each through the importer that its users would use: programs for benchmarks and conformance.

The models lie in `shared/models` beside the checkout; `present()` tells whether they are there.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from configurator.catalog.model import Catalog
from configurator.exchange.importing import import_model
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.program.nodes import Program
from configurator.reading.files import Files
from tests.conformance.coom import catalogs as coom

FOLDER = Path(__file__).parents[3] / "shared" / "models"
TABLES = ("renault_medium", "renault_big")


def present() -> bool:
    """Tell whether the models are there."""
    return (FOLDER / "truth.json").is_file()


def truths() -> dict[str, dict[str, Any]]:
    """Return what is known to be true of each model, by its name: `renault_big`, `linux_2_6_33_3`, `kids-bike`."""
    if not present():
        return {}
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return {Path(path).stem: truth for path, truth in found.items()}


def boolean_models() -> tuple[str, ...]:
    """Return the names of the models in clauses."""
    return tuple(sorted(path.stem for path in FOLDER.glob("boolean/*.cnf")))


def files(name: str) -> tuple[Files, str]:
    """Return the file of a model as its importer takes it, and its path."""
    if name in TABLES:
        return Files({f"{name}.xcsp3": as_xcsp3(_tables(name)).encode()}), f"{name}.xcsp3"
    if name == "clib_pc":
        return Files({f"{name}.xcsp3": conditions_as_xcsp3(_tables(name)).encode()}), f"{name}.xcsp3"
    return Files({f"{name}.cnf": (FOLDER / "boolean" / f"{name}.cnf").read_bytes()}), f"{name}.cnf"


@cache
def catalog(name: str) -> Catalog:
    """Import a model; those of the COOM suite are catalogs already."""
    if name in coom.NAMES:
        return coom.catalog(name)
    imported, problems = import_model(*files(name))
    if imported is None:
        raise ValueError(f"{name} is not imported: {problems[0]}")
    return imported.catalog


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
    found = _tables(f"{name}_orders")
    return [dict(zip(found["variables"], order, strict=True)) for order in found["orders"]]


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
