"""One database: connections set up alike everywhere, and the two kinds of transactions, to read and to write."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from configurator.errors import InvalidRequest
from configurator.storage.limits import BUSY_SECONDS, FREE_CONNECTION_SECONDS
from configurator.storage.sql.bounded_connection import BoundedConnection
from configurator.storage.storage_ports import StorageUnavailable

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 0.0)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_SET_UP = ("PRAGMA foreign_keys = ON", "PRAGMA recursive_triggers = ON", "PRAGMA synchronous = FULL")


class Database:
    """A pool of connections to one database."""

    def __init__(self, url: URL) -> None:
        self.engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose transaction sees one state of the database, whatever others write meanwhile."""
        with self._transaction({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose transaction is kept whole at the end, or not at all if an exception leaves it.

        On SQLite writers queue at the start: a transaction that reads first and writes later would fail instead of
        waiting where another one wrote in between.
        """
        with self._transaction({"writes": True}) as connection:
            yield connection

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection, connection.execution_options(**options).begin():
                yield connection
        except (DataError, UnicodeEncodeError, OverflowError) as error:
            raise InvalidRequest(
                "a text holds U+0000 or half a character, or a number has more than 64 bits"
            ) from error
        except (OperationalError, InterfaceError, InternalError, NoConnectionFree) as error:
            raise StorageUnavailable(f"the database does not answer: {first_line(error)}") from error
        except DatabaseError as error:
            if type(error) is not DatabaseError:  # A clash or a wrong statement, not the file of SQLite itself.
                raise
            raise StorageUnavailable(f"the database cannot be read: {first_line(error)}") from error

    def write_ahead(self) -> None:
        """Let readers and a writer work beside each other, on SQLite; the file keeps this setting.

        The change needs the file alone for a moment and does not queue for it, hence the attempts.
        """
        for pause in _PAUSES:
            try:
                return self._write_ahead()
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode not in _BUSY:
                    raise StorageUnavailable(f"the database cannot be opened: {error}") from error
                time.sleep(pause)
        raise StorageUnavailable("the database cannot be opened: others kept it busy; try again")

    def _write_ahead(self) -> None:
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL").close()
        finally:
            connection.close()

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


class SqlStore:
    """What every store in SQL stands on: one database."""

    def __init__(self, database: Database) -> None:
        self._database = database


def first_line(error: DatabaseError | InterfaceError | NoConnectionFree) -> str:
    """Return what the database itself said, without the statement and its values."""
    cause = error if isinstance(error, NoConnectionFree) else error.orig
    return (str(cause).splitlines() or [type(error).__name__])[0]


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15, pool_timeout=FREE_CONNECTION_SECONDS)
    event.listen(engine, "do_connect", _connect_postgresql)
    return engine


def _connect_postgresql(_dialect: object, _record: object, args: Sequence[Any], parameters: dict[str, Any]) -> object:
    return BoundedConnection.bounded(*args, **parameters)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, pool_size=5, max_overflow=15, pool_timeout=BUSY_SECONDS
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # Otherwise the driver begins transactions by rules of its own.
    for statement in _SET_UP:
        connection.execute(statement)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless its key exists; return whether it was inserted.

    Waits for a concurrent insert of the same key, and counts it as existing only once it is committed.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # Not every driver reports the number of rows of an INSERT unless it is asked to.
    statement = insert(table).values(row).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount == 1
