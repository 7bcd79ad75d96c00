"""The statement that the databases word differently."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless one with its key is there; tell whether it was inserted.

    Waits for whoever is inserting the same key at this moment, and counts it as there only once that is certain.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # Not every driver reports the number of rows of an INSERT unless it is asked to.
    statement = insert(table).values(row).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount == 1
