"""Run by Alembic: it works on the connection it is given, inside that connection's transaction."""

from alembic import context
from sqlalchemy import Connection

from configurator.storage.sql.sql_tables import metadata


def migrate() -> None:
    """Bring the database of the given connection to the revision asked for."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


migrate()
