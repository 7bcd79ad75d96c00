"""Two statements that the databases word differently, and the errors they raise."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless one with its key is there; tell whether it was inserted.

    Waits for whoever is inserting the same key at this moment, and counts it as there only once that is certain.
    """
    if connection.dialect.name == "postgresql":
        return connection.execute(postgresql.insert(table).values(row).on_conflict_do_nothing()).rowcount == 1
    return connection.execute(sqlite.insert(table).values(row).on_conflict_do_nothing()).rowcount == 1
