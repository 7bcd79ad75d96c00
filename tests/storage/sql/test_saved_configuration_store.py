"""Saved configurations change only under the hands of whoever has seen the latest state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from configurator.canonical_json import Json, digest_of
from configurator.errors import Conflicting, InvalidRequest, NotFound
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.storage_ports import SavedConfiguration

AT = datetime(2026, 3, 1, tzinfo=UTC)


def _saved(id: str = "c_1", body: Mapping[str, Json] | None = None, *, at: datetime = AT) -> SavedConfiguration:
    body = {"choose": {"shade": "glass", "bulbs": 2}} if body is None else body
    return SavedConfiguration(id, "acme", "lamps", "0" * 64, "My lamp", body, digest_of(body), at, at)


def test_a_saved_configuration_is_found_again(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    assert _saved() == store.configurations.get("acme", "c_1")


def test_the_latest_state_is_replaced(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    newer = replace(_saved(body={"choose": {}}), updated=AT + timedelta(minutes=1))
    store.configurations.replace(newer, expected=_saved().digest)
    assert newer == store.configurations.get("acme", "c_1")


def test_a_state_that_was_changed_meanwhile_is_not_overwritten(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    store.configurations.replace(_saved(body={"choose": {"bulbs": 1}}), expected=_saved().digest)
    with pytest.raises(Conflicting, match="changed meanwhile; read it again first"):
        store.configurations.replace(_saved(body={"choose": {"bulbs": 3}}), expected=_saved().digest)
    assert {"choose": {"bulbs": 1}} == store.configurations.get("acme", "c_1").body


def test_what_is_not_there_is_not_found(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    with pytest.raises(NotFound):
        store.configurations.get("rival", "c_1")
    with pytest.raises(NotFound):
        store.configurations.delete("rival", "c_1")
    with pytest.raises(NotFound):
        store.configurations.replace(_saved("c_2"), expected=_saved().digest)


def test_a_deleted_one_is_gone(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    store.configurations.delete("acme", "c_1")
    with pytest.raises(NotFound):
        store.configurations.get("acme", "c_1")


def test_an_id_is_used_once(store: SqlStorage) -> None:
    store.configurations.add(_saved())
    with pytest.raises(Conflicting, match="exists already"):
        store.configurations.add(_saved())


def test_a_digest_of_something_else_is_refused(store: SqlStorage) -> None:
    with pytest.raises(InvalidRequest, match="not that of its body"):
        store.configurations.add(replace(_saved(), digest="0" * 64))


def test_pages_join_to_the_whole_list(store: SqlStorage) -> None:
    for number in range(5):
        store.configurations.add(_saved(f"c_{number}", at=AT + timedelta(minutes=number // 2)))
    first = store.configurations.list("acme", limit=3)
    second = store.configurations.list("acme", limit=3, after=first.next)
    assert ["c_4", "c_3", "c_2", "c_1", "c_0"] == [row.id for row in (*first.rows, *second.rows)]
    assert second.next is None
