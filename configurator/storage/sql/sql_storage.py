"""Open a database: read its URL, bring its tables up to date, hand out the stores."""

from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from configurator.errors import InvalidRequest, NotFound
from configurator.reading.message_parts import quoted
from configurator.storage.limits import LONGEST_PATH
from configurator.storage.sql.api_key_store import SqlApiKeys
from configurator.storage.sql.content_store import SqlContents
from configurator.storage.sql.database import Database, first_line
from configurator.storage.sql.idempotency_store import SqlIdempotency
from configurator.storage.sql.migrate import upgrade
from configurator.storage.sql.quote_store import SqlQuotes
from configurator.storage.sql.saved_configuration_store import SqlConfigurations
from configurator.storage.sql.seller_store import SqlSellers
from configurator.storage.storage_ports import StorageUnavailable


class SqlStorage:
    """Implements `storage_ports.Storage` over one database."""

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
    result = database_url(url)
    if not create:
        require_file(result)
    database = Database(result)
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


_EXPECTED = "expected sqlite:///quotes.db or postgresql://user:password@host/database"
_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url(text: str) -> URL:
    """Return the URL with its driver named. Raises `InvalidRequest` without repeating a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # The latter for a port that is no number.
        raise InvalidRequest(f"the database URL cannot be read; {_EXPECTED}", field="url") from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise InvalidRequest(f"databases of the kind {url.drivername!r} are not supported; {_EXPECTED}", field="url")
    if url.get_backend_name() == "sqlite":
        _check_file(url)
    return url.set(drivername=driver)


def shown_url(text: str) -> str:
    """Return a database as `storage.shown` promises."""
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").absolute())
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def require_file(url: URL) -> None:
    """Raise NotFound where the file of a SQLite database is not there; a server is asked when it is used."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        file = quoted(url.database or "", LONGEST_PATH)
        raise NotFound(f"there is no database {file}; store something first, or name another one")


def _check_file(url: URL) -> None:
    if _forgets(url):
        raise InvalidRequest(f"a database in memory forgets every quote; {_EXPECTED}", field="url")
    if url.host or url.query or "\0" in (url.database or ""):
        raise InvalidRequest(f"the URL of a SQLite database holds a path and nothing else; {_EXPECTED}", field="url")


def _forgets(url: URL) -> bool:
    name = url.database or ""
    return name in ("", ":memory:") or name.startswith("file:")
