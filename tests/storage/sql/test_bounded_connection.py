"""A PostgreSQL server that is frozen is given up in time, and used again as soon as it thaws."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from configurator.storage.sql.bounded_connection import BoundedConnection, SilentServer
from configurator.storage.sql.sql_storage import open_sql
from configurator.storage.storage_ports import StorageUnavailable
from tests.quoting.samples import CREATED
from tests.storage.servers import frozen, postgresql_server, schema_of_its_own
from tests.storage.together import together


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server that this module may freeze."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("TEST_DATABASE_URL names a server that is not ours to freeze")
    with postgresql_server() as url:
        yield url


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_frozen_server_is_given_up_and_used_again_when_it_thaws(server: str) -> None:
    with schema_of_its_own(server) as url, open_sql(url) as store:
        store.sellers.ensure("acme", at=CREATED)
        with frozen(server):
            ended = together(30, lambda _: store.check())
            assert [True] * 30 == [isinstance(each, StorageUnavailable) for each in ended]
        store.check()
        assert ["acme"] == [seller.id for seller in store.sellers.list()]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_statement_under_way_ends_when_the_server_falls_silent(server: str) -> None:
    with BoundedConnection.bounded(server.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("SELECT 1")
        with frozen(server), pytest.raises(SilentServer):
            connection.execute("SELECT 2")
        assert connection.closed


def test_a_statement_that_takes_too_long_is_ended_by_the_server(server: str) -> None:
    with BoundedConnection.bounded(server) as connection:
        connection.execute("SET statement_timeout = 50")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT pg_sleep(30)")
