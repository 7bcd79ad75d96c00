"""Every test of storage that asks for a database runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from configurator.storage.sql.sql_storage import SqlStorage, open_sql
from tests.quoting.samples import CREATED
from tests.storage.servers import postgresql_server, schema_of_its_own


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server that may be filled with tests."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'quotes.db'}"
        return
    with schema_of_its_own(request.getfixturevalue("postgresql")) as schema:
        yield schema


@pytest.fixture
def store(url: str) -> Iterator[SqlStorage]:
    """An open storage of each kind, empty but for the sellers acme and rival."""
    with open_sql(url) as opened:
        opened.sellers.ensure("acme", at=CREATED)
        opened.sellers.ensure("rival", at=CREATED)
        yield opened
