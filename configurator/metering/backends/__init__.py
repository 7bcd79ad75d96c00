"""Databases that keep events, and the one that a text names: a PostgreSQL server by its URL, else a DuckDB file."""

from pathlib import Path

from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.backends.postgres import PostgresEvents


def open_events(named: str) -> DuckDbEvents | PostgresEvents:
    """Open a store of events; use it in a `with` statement. Raises InvalidRequest where it cannot be opened."""
    if named.startswith(("postgresql://", "postgres://")):
        return PostgresEvents(named)
    return DuckDbEvents(Path(named))
