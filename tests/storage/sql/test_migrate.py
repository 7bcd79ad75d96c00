"""A database is brought up to date once, whoever opens it and whenever."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from configurator import storage
from configurator.errors import Conflicting
from configurator.storage.sql.migrate import upgrade
from configurator.storage.sql.sql_storage import SqlStorage, open_sql
from configurator.storage.sql.sql_tables import metadata
from tests.storage.together import together


def test_the_migrations_end_in_the_tables_of_this_program(store: SqlStorage) -> None:
    with store.database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert [] == found


def test_every_table_but_sellers_and_keys_begins_its_key_with_the_seller(store: SqlStorage) -> None:
    keys = {table.name: next(iter(table.primary_key.columns)).name for table in metadata.sorted_tables}
    assert {"sellers": "id", "api_keys": "id"} == {name: key for name, key in keys.items() if key != "seller"}
    assert all("seller" in table.columns for table in metadata.sorted_tables if table.name != "sellers")


def test_opening_again_changes_nothing(url: str) -> None:
    with storage.open(url) as first:
        first.sellers.ensure("acme", at=datetime(2026, 3, 1, tzinfo=UTC))
    with storage.open(url) as second:
        assert ["acme"] == [seller.id for seller in second.sellers.list()]


def test_threads_may_open_a_new_database_at_once(url: str) -> None:
    opened = together(8, lambda _: open_sql(url))
    assert all(isinstance(each, SqlStorage) for each in opened)
    for each in opened:
        if isinstance(each, SqlStorage):
            each.check()
            each.close()


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the process was killed here")

    with monkeypatch.context() as broken:
        broken.setattr("alembic.op.create_index", fail)
        with pytest.raises(RuntimeError):
            open_sql(url)
    with open_sql(url) as store:
        assert () == store.sellers.list()


def test_a_database_of_a_newer_program_is_left_alone(store: SqlStorage) -> None:
    with store.database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflicting, match=r"newer version of this program \(revision 9999\); install that version"):
        upgrade(store.database)
