"""A row is inserted once, whoever comes second."""

from configurator.quoting.instants import to_text
from configurator.storage.sql.opening import SqlStorage
from configurator.storage.sql.statements import insert_unless_there
from configurator.storage.sql.tables import sellers
from tests.quoting.samples import CREATED


def test_the_second_one_is_told_that_it_was_there(store: SqlStorage) -> None:
    row = {"id": "new", "name": "New", "created": to_text(CREATED)}
    with store.database.writing() as connection:
        told = [insert_unless_there(connection, sellers, {**row, "name": name}) for name in ("First", "Second")]
    assert ([True, False], "First") == (told, store.sellers.get("new").name)
