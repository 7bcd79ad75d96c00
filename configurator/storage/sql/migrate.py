"""Bring a database to the tables this program knows, once, however many programs start at the same moment."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from configurator.errors import Conflicting
from configurator.storage.sql.database import Database

_FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps the running migration in module globals.
_LOCK_NUMBER = 0x636F6E66  # Any number, as long as every version of this program uses the same.


def upgrade(database: Database) -> None:
    """Create or upgrade the tables; does nothing where they are current.

    Raises `Conflicting` where the database was made by a newer version of this program.
    """
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with _ONE_AT_A_TIME:
        head = ScriptDirectory.from_config(config).get_current_head()
        with database.reading() as connection:
            if _revision(connection) == head:
                return
        with database.writing() as connection:
            _upgrade_alone(connection, config)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade_alone(connection: Connection, config: Config) -> None:
    """Upgrade in one exclusive transaction; a waiting process then finds nothing left to do."""
    if connection.dialect.name == "postgresql":
        while not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER}):
            connection.execute(text("SELECT pg_sleep(0.1)"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Conflicting(
            f"the database was made by a newer version of this program (revision {_revision(connection)}); "
            "install that version, or name another database"
        ) from error
