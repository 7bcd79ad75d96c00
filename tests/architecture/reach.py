"""Which modules the entry points reach by imports, lazy and type-checking ones included."""

from tests.architecture.modules import Module

ENTRIES = (
    "configurator",
    "configurator.cli.main",
    "configurator.engine",
    "configurator_api.app",
    "configurator_api.search_worker",
    "configurator_api.serve",
)
"""The package, the command, the engine as a library, the two ways to serve HTTP, and the worker process."""
LOADED_BY_NAME = ("configurator.storage.sql.migrations.",)
"""What a library finds by its folder: Alembic its migrations."""


def unreached(modules: tuple[Module, ...]) -> set[str]:
    """Return the modules that no entry point reaches. A module reaches the packages that it lies in."""
    known = {module.name: module for module in modules}
    waiting = [name for name in known if name in ENTRIES or name.endswith(".__main__")]
    waiting += [name for name in known if name.startswith(LOADED_BY_NAME)]
    reached = set[str]()
    while waiting:
        name = waiting.pop()
        if name in known and name not in reached:
            reached.add(name)
            waiting.extend(known[name].imports)
            waiting.append(name.rpartition(".")[0])
    return set(known) - reached
