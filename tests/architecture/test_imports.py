"""The house stands: imports run one way, third parties stay in their room, nothing goes round in a circle."""

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.modules import Module, all_modules

MODULES = all_modules()
OWN = {module.name for module in MODULES}

GROUND = {
    "source",
    "problems",
    "budget",
    "process_limits",
    "errors",
    "money",
    "units",
    "configuration",
    "canonical_json",
    "response_types",
    "cache",
    "garbage_collection",
    "limits",
    "shipped",
    "short_repr",
    "texts",
}
MAY_SEE: dict[str, set[str]] = {
    "reading": set(),
    "language": {"reading"},
    "catalog": {"reading", "language"},
    "program": {"language", "catalog"},
    "solving": {"program"},
    "session": {"language", "catalog", "program", "solving"},
    "pricing": {"reading", "language", "catalog"},
    "exchange": {"reading", "language", "catalog", "program"},
    "offering": {"reading", "language", "catalog", "program", "solving", "session", "pricing"},
    "quoting": {"reading", "language", "catalog", "pricing"},
    "metering": {"reading", "pricing"},
    "contracts": {"reading", "language", "catalog", "pricing", "offering", "metering"},
    "storage": {"quoting", "reading"},
    "documents": {"reading", "catalog", "program", "solving", "pricing", "offering"},
    "quote_drafting": {"catalog", "documents", "offering", "order_pricing", "pricing", "quoting", "session"},
    "order_pricing": {"reading", "session", "offering", "pricing"},
    "engine": {
        "documents", "quote_drafting", "order_pricing",
        "reading", "language", "catalog", "program", "solving", "session", "pricing", "offering", "metering",
        "contracts", "quoting", "storage",
    },
}  # fmt: skip
INSIDE = set(MAY_SEE)
MAY_SEE |= {"configurator": INSIDE, "owner": INSIDE, "cli": INSIDE | {"owner", "api"}, "api": INSIDE}

THIRD_PARTIES: dict[str, tuple[str, ...]] = {
    "ortools": ("configurator.solving.",),
    "constraint": ("configurator.solving.",),
    "pysat": ("configurator.solving.",),
    "numpy": ("configurator.solving.", "configurator.contracts."),
    "duckdb": ("configurator.metering.backends.",),
    "pyspark": ("configurator.metering.backends.",),
    "ray": ("configurator.offering.bulk_repricing",),
    "pydantic": ("configurator.reading.", "configurator_api."),
    "fastapi": ("configurator_api.",),
    "starlette": ("configurator_api.",),
    "uvicorn": ("configurator_api.serve",),
    "sqlalchemy": ("configurator.storage.",),
    "alembic": ("configurator.storage.",),
    "psycopg": ("configurator.storage.", "configurator.metering.backends.postgres"),
    "yaml": ("configurator.reading.",),
    "click": ("configurator.cli.",),
    "babel": ("configurator.money", "configurator.texts"),
    "iso4217": ("configurator.money",),
}
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter"}
CLOCK_OWNERS = ("configurator.cli.", "configurator_api.")


def _allowed(module: Module, imported: str) -> bool:
    room = imported.split(".")[1] if "." in imported else "configurator"
    if imported.startswith("configurator_api"):
        return module.room == "api" or (module.room == "cli" and imported == "configurator_api.serve")
    if room in GROUND:
        return True
    if module.name.startswith("configurator.pricing.symbolic") and imported.startswith("configurator.program"):
        return True
    return room == module.room or room in MAY_SEE.get(module.room, set())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_room_imports_only_the_rooms_before_it(module: Module) -> None:
    wrong = [name for name in module.imports if name in OWN and not _allowed(module, name)]
    assert [] == wrong


@pytest.mark.parametrize("module", [m for m in MODULES if m.room == "solving"], ids=lambda module: module.name)
def test_engines_never_see_products(module: Module) -> None:
    products = ("configurator.program.compile", "configurator.catalog")
    wrong = [name for name in module.imports if name.startswith(products)]
    assert [] == wrong


@pytest.mark.parametrize("module", [m for m in MODULES if m.room == "session"], ids=lambda module: module.name)
def test_a_session_knows_solvers_by_their_port_and_the_searches_near_a_product(module: Module) -> None:
    searches = ("completion_trail", "incremental_evaluation", "minimal_change")
    allowed = {"configurator.solving.port", *(f"configurator.solving.local_search.{name}" for name in searches)}
    wrong = [name for name in module.imports if name.startswith("configurator.solving") and name not in allowed]
    assert [] == wrong


@pytest.mark.parametrize("module", [m for m in MODULES if m.room == "program"], ids=lambda module: module.name)
def test_only_the_compiler_sees_products(module: Module) -> None:
    if module.name.startswith("configurator.program.compile"):
        return
    wrong = [name for name in module.imports if name.startswith(("configurator.catalog", "configurator.language"))]
    assert [] == wrong


def test_there_is_no_cycle_among_modules() -> None:
    graph = {module.name: set(module.imports) & OWN - {module.name} for module in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        pytest.fail(" → ".join(cycle.args[1]))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_third_parties_stay_in_their_room(module: Module) -> None:
    wrong = [
        name
        for name in module.imports
        if (homes := THIRD_PARTIES.get(name.split(".")[0])) and not _at_home(module, name.split(".")[0], homes)
    ]
    assert [] == wrong


def _at_home(module: Module, library: str, homes: tuple[str, ...]) -> bool:
    if library == "pydantic" and module.name.endswith(".shape"):
        return True
    return module.name.startswith(homes)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_the_clock_is_an_argument(module: Module) -> None:
    if module.name.startswith(CLOCK_OWNERS):
        return
    text = module.path.read_text(encoding="utf-8")
    given = ("budget", "self")
    wrong = [clock for clock in CLOCKS if f".{clock}(" in text and not any(f"{who}.{clock}(" in text for who in given)]
    assert [] == wrong
