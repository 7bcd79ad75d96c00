"""Open a database: read its URL, bring its tables up to date, hand out the stores."""

from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from configurator.storage.ports import StorageUnavailable
from configurator.storage.sql.configurations import SqlConfigurations
from configurator.storage.sql.contents import SqlContents
from configurator.storage.sql.database import Database, first_line
from configurator.storage.sql.idempotency import SqlIdempotency
from configurator.storage.sql.keys import SqlApiKeys
from configurator.storage.sql.migrate import upgrade
from configurator.storage.sql.quotes import SqlQuotes
from configurator.storage.sql.sellers import SqlSellers
from configurator.storage.sql.urls import database_url, require_file


class SqlStorage:
    """Implements `ports.Storage` over one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.quotes = SqlQuotes(database)
        self.contents = SqlContents(database)
        self.idempotency = SqlIdempotency(database)
        self.keys = SqlApiKeys(database)
        self.sellers = SqlSellers(database)
        self.configurations = SqlConfigurations(database)

    def check(self) -> None:
        with self.database.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_sql(url: str, *, create: bool = True) -> SqlStorage:
    """Open a database as `storage.open` promises."""
    found = database_url(url)
    if not create:
        require_file(found)
    database = Database(found)
    try:
        if database.is_sqlite:
            database.write_ahead()
        upgrade(database)
    except DatabaseError as error:  # It does not know a parameter of the URL, or forbids to make tables.
        database.close()
        raise StorageUnavailable(f"the database cannot be opened: {first_line(error)}") from error
    except BaseException:
        database.close()
        raise
    return SqlStorage(database)
