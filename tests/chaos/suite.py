"""All trials, by name, and the databases that each is tried on."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.chaos import clients, databases, several
from tests.chaos.killed_writers import kills_while_quotes_are_written
from tests.chaos.load import on_a_service
from tests.chaos.trials import Trial

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A trial and its databases."""

    trial: Trial
    databases: tuple[str, ...] = (SQLITE,)


TRIALS: Mapping[str, Entry] = {
    "kills while quotes are written": Entry(kills_while_quotes_are_written, BOTH),
    "service killed under load": Entry(on_a_service(databases.killed_services), BOTH),
    "database frozen": Entry(on_a_service(databases.frozen_postgresql), (POSTGRESQL,)),
    "database killed and restarted": Entry(on_a_service(databases.restarted_postgresql), (POSTGRESQL,)),
    "files that may not grow": Entry(databases.full_disk),
    "full disk": Entry(databases.full_file_system),
    "read-only file system": Entry(databases.read_only_sqlite),
    "read-only database": Entry(on_a_service(databases.read_only_postgresql), (POSTGRESQL,)),
    "corrupted pages": Entry(databases.corrupted_page),
    "clock set forward and back": Entry(several.clock_set_forward_and_back, BOTH),
    "slow and abandoned clients": Entry(on_a_service(clients.slow_and_abandoned_clients)),
    "hostile mixture of requests": Entry(on_a_service(clients.hostile_mixture)),
    "SIGTERM under load": Entry(on_a_service(clients.stopped_under_load), BOTH),
    "several processes on one database": Entry(several.several_processes, BOTH),
}

SHORT: Mapping[str, Entry] = {
    "kills while quotes are written": TRIALS["kills while quotes are written"],
    "database frozen, restarted, read-only": Entry(
        on_a_service(databases.frozen_postgresql, databases.restarted_postgresql, databases.read_only_postgresql),
        (POSTGRESQL,),
    ),
    "files that may not grow": TRIALS["files that may not grow"],
    "corrupted pages": TRIALS["corrupted pages"],
    "clock set forward and back": TRIALS["clock set forward and back"],
    "clients slow, gone, hostile; SIGTERM": Entry(
        on_a_service(clients.slow_and_abandoned_clients, clients.hostile_mixture, clients.stopped_under_load)
    ),
    "several processes on one database": Entry(several.several_processes, (POSTGRESQL,)),
}
"""The same in fewer services, as starting one takes most of the time of a small trial."""
