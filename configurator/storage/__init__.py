"""Where quotes, the files behind them, keys and saved configurations are kept: ports, and one SQL implementation."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from configurator.storage.storage_ports import Storage

DEFAULT_URL = "sqlite:///configurator.db"
"""The database used where nobody names one: a file in the current folder."""


def open(url: str = DEFAULT_URL, *, create: bool = True) -> "Storage":
    """Open a database by URL, creating or upgrading its tables first; safe while others do the same.

    Readers pass `create=False`: a missing file then raises `NotFound` and is not created.

    `sqlite:///file.db`, `postgres://…` and `postgresql://…` are understood. Raises `InvalidRequest` for any other
    URL, `StorageUnavailable` where the database does not answer and `Conflicting` where it is newer than this program.
    """
    from configurator.storage.sql.sql_storage import open_sql

    return open_sql(url, create=create)


def shown(url: str) -> str:
    """Return a database as people find it: the whole path of a file, or the URL of a server without its password."""
    from configurator.storage.sql.sql_storage import shown_url

    return shown_url(url)
