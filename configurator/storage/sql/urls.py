"""Read the URL of a database, in the spellings that people and hosting platforms use."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from configurator.errors import InvalidRequest, NotFound
from configurator.reading.wording import quoted

_EXPECTED = "expected sqlite:///quotes.db or postgresql://user:password@host/database"
_LONGEST_PATH = 300
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


def require_file(url: URL) -> None:
    """Raise NotFound where the file of a SQLite database is not there; a server is asked when it is used."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        file = quoted(url.database or "", _LONGEST_PATH)
        raise NotFound(f"there is no database {file}; store something first, or name another one")


def _check_file(url: URL) -> None:
    if _forgets(url):
        raise InvalidRequest(f"a database in memory forgets every quote; {_EXPECTED}", field="url")
    if url.host or url.query or "\0" in (url.database or ""):
        raise InvalidRequest(f"the URL of a SQLite database holds a path and nothing else; {_EXPECTED}", field="url")


def _forgets(url: URL) -> bool:
    name = url.database or ""
    return name in ("", ":memory:") or name.startswith("file:")
