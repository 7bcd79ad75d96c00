"""Transactions are whole or nothing, whoever writes at the same moment and whatever goes wrong."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from configurator.errors import Conflicting, InvalidRequest, NotFound
from configurator.quoting.quote_body import seal
from configurator.quoting.strict_json import instant_to_text
from configurator.storage.sql.database import insert_unless_there
from configurator.storage.sql.sql_storage import SqlStorage, open_sql
from configurator.storage.sql.sql_tables import sellers
from configurator.storage.storage_ports import (
    AnswerRecord,
    IdempotentRequest,
    IdempotentResponse,
    RecordedResponse,
    StorageUnavailable,
)
from tests.quoting.samples import BOOK, CATALOG, CREATED, quote
from tests.storage.together import together

AT = datetime(2026, 3, 1, tzinfo=UTC)
CONTENTS = (CATALOG, BOOK)


@pytest.mark.slow
def test_two_hundred_threads_write_and_none_fails(store: SqlStorage) -> None:
    def write(index: int) -> None:
        store.quotes.add(seal(quote(f"q_{index}", created=AT + timedelta(seconds=index))), CONTENTS)

    assert [None] * 200 == together(200, write)
    assert 200 == len(store.quotes.list("acme", limit=200).rows)


def test_readers_do_not_wait_for_a_writer(store: SqlStorage) -> None:
    store.quotes.add(seal(quote("q_1")), CONTENTS)
    with store.database.writing() as connection:
        connection.execute(sa.text("INSERT INTO sellers VALUES ('slow', 'Slow', '2026')"))
        assert "q_1" == store.quotes.get("acme", "q_1").quote.id
        assert "slow" not in [seller.id for seller in store.sellers.list()]


def test_one_request_sent_by_many_threads_makes_one_quote(store: SqlStorage) -> None:
    def send(index: int) -> IdempotentResponse | None:
        answer = AnswerRecord(IdempotentRequest("key", "digest"), RecordedResponse(201, f"q_{index}"), AT)
        return store.quotes.add(seal(quote(f"q_{index}")), CONTENTS, answer=answer)

    found = together(24, send)
    answered = [each for each in found if isinstance(each, IdempotentResponse)]
    (winner,) = (each for each in answered if not each.replayed)
    assert 24 == len(answered)
    assert {winner.response} == {each.response for each in answered}
    assert [winner.response.resource] == [row.id for row in store.quotes.list("acme").rows]


def test_one_key_for_different_requests_is_won_by_one_and_conflicts_for_the_others(store: SqlStorage) -> None:
    def send(index: int) -> IdempotentResponse | None:
        answer = AnswerRecord(IdempotentRequest("key", f"digest {index}"), RecordedResponse(201, f"q_{index}"), AT)
        return store.quotes.add(seal(quote(f"q_{index}")), CONTENTS, answer=answer)

    found = together(12, send)
    assert 11 == sum(isinstance(each, Conflicting) for each in found)
    assert 1 == len(store.quotes.list("acme").rows)


def test_the_same_quote_stored_by_many_threads_is_stored_once(store: SqlStorage) -> None:
    found = together(12, lambda _: store.quotes.add(seal(quote("q_1")), CONTENTS))
    assert 1 == found.count(None)
    assert 11 == sum(isinstance(each, Conflicting) for each in found)


_WRITER = """
import sys
from configurator import storage
from configurator.quoting.quote_body import seal
from tests.quoting.samples import BOOK, CATALOG, CREATED, quote
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, RecordedResponse

url, name = sys.argv[1:]
with storage.open(url) as store:
    store.sellers.ensure("acme", at=CREATED)
    for number in range(5):
        store.quotes.add(seal(quote(f"{name}_{number}")), (CATALOG, BOOK))
    answer = AnswerRecord(IdempotentRequest("key", "digest"), RecordedResponse(201, f"{name}_once"), CREATED)
    print(store.quotes.add(seal(quote(f"{name}_once")), (), answer=answer).response.resource)
"""


@pytest.mark.slow
def test_processes_that_start_at_once_share_a_new_database(url: str) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", _WRITER, url]
    running = [
        subprocess.Popen([*command, f"p{each}"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for each in range(4)
    ]
    ended = [process.communicate(timeout=120) for process in running]
    assert [0] * 4 == [process.returncode for process in running], [errors for _, errors in ended]
    (winner,) = {said.strip() for said, _ in ended}
    with open_sql(url) as store:
        ids = {row.id for row in store.quotes.list("acme", limit=200).rows}
    assert {f"p{each}_{number}" for each in range(4) for number in range(5)} | {winner} == ids


@pytest.mark.slow
def test_a_process_that_dies_while_it_writes_leaves_nothing(url: str) -> None:
    script = """
import os, sys
from configurator.quoting.quote_body import seal
from configurator.storage.sql import quote_store
from configurator.storage.sql.sql_storage import open_sql
from tests.quoting.samples import BOOK, CATALOG, CREATED, quote

store = open_sql(sys.argv[1])
store.sellers.ensure("acme", at=CREATED)
quote_store.quote_row = lambda sealed: os._exit(9)
store.quotes.add(seal(quote()), (CATALOG, BOOK))
"""
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", script, url], cwd=root, capture_output=True, timeout=120)
    assert 9 == ended.returncode, ended.stderr
    with open_sql(url) as store:
        assert () == store.quotes.list("acme").rows
        assert not store.contents.has("acme", CATALOG.digest)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_sqlite_file_is_safe_against_power_cuts_and_dangling_keys(store: SqlStorage) -> None:
    with store.database.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    assert {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "busy_timeout": 60_000
    } == pragmas  # fmt: skip


def test_a_client_of_postgresql_waits_for_no_lock_or_statement_longer_than_a_request_may(store: SqlStorage) -> None:
    if store.database.is_sqlite:
        return
    with store.database.reading() as connection:
        for setting in ("lock_timeout", "statement_timeout"):
            assert "1800ms" == connection.exec_driver_sql(f"SHOW {setting}").scalar_one()


def test_a_file_that_is_no_database_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 200)
    with pytest.raises(StorageUnavailable) as letter:
        open_sql(f"sqlite:///{tmp_path / 'letter.db'}")
    assert sqlite3.SQLITE_NOTADB == _sqlite_code(letter.value)
    with pytest.raises(StorageUnavailable) as nowhere:
        open_sql(f"sqlite:///{tmp_path / 'nowhere' / 'quotes.db'}")
    assert sqlite3.SQLITE_CANTOPEN == _sqlite_code(nowhere.value)


def _sqlite_code(error: StorageUnavailable) -> int:
    """Return SQLite's own code of what went wrong; its words differ between releases."""
    cause = error.__cause__
    origin = cause.orig if isinstance(cause, sa.exc.DBAPIError) else cause
    assert isinstance(origin, sqlite3.Error)
    return origin.sqlite_errorcode


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_file_kept_locked_by_others_is_unavailable_not_broken(
    url: str, store: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("configurator.storage.sql.database.BUSY_SECONDS", 0.1)
    with open_sql(url) as hasty, sqlite3.connect(url.removeprefix("sqlite:///")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable) as locked:
            hasty.sellers.ensure("late", at=AT)
        assert sqlite3.SQLITE_BUSY == _sqlite_code(locked.value)
        other.rollback()
        assert "late" == hasty.sellers.ensure("late", at=AT).id
    other.close()


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(StorageUnavailable, match="does not answer") as caught:
        open_sql("postgresql://me:secret@127.0.0.1:1/quotes?connect_timeout=2")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_that_no_database_holds_is_a_wrong_request(store: SqlStorage, text: str) -> None:
    try:
        found = store.idempotency.recall("acme", IdempotentRequest(text, "d"))
    except InvalidRequest as error:
        assert "U+0000 or half a character" in str(error)
    else:
        assert found is None


def test_the_second_one_is_told_that_it_was_there(store: SqlStorage) -> None:
    row = {"id": "new", "name": "New", "created": instant_to_text(CREATED)}
    with store.database.writing() as connection:
        told = [insert_unless_there(connection, sellers, {**row, "name": name}) for name in ("First", "Second")]
    assert ([True, False], "First") == (told, store.sellers.get("new").name)


def test_an_older_database_is_upgraded_with_its_rows(url: str) -> None:
    with open_sql(url) as store:
        store.sellers.ensure("acme", at=AT)
        with store.database.writing() as connection:
            connection.execute(sa.text("DROP TABLE quote_costs"))
            connection.execute(sa.text("ALTER TABLE idempotency ADD COLUMN body TEXT NOT NULL DEFAULT ''"))
            connection.execute(
                sa.text("INSERT INTO idempotency VALUES ('acme', 'key', 'digest', 201, 'q_1', '2026', 'a copy')")
            )
            for column in ("order_rules", "order_rules_digest"):
                connection.execute(sa.text(f"ALTER TABLE quotes DROP COLUMN {column}"))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with open_sql(url) as store:
        kept = store.idempotency.recall("acme", IdempotentRequest("key", "digest"))
        assert RecordedResponse(201, "q_1") == kept
        with store.database.reading() as connection:
            assert "body" not in {column["name"] for column in sa.inspect(connection).get_columns("idempotency")}


def test_a_damaged_file_is_no_fault_of_the_request(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'quotes.db'}", tmp_path / "quotes.db"
    with open_sql(url) as store:
        store.sellers.ensure("acme", at=CREATED)
        for number in range(20):
            store.quotes.add(seal(quote(f"q_{number}")), CONTENTS)
    whole = file.read_bytes()
    refused = 0
    for page in range(4096, len(whole), 4096):
        file.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
        try:
            with open_sql(url) as store:
                assert seal(quote("q_7")).body == store.quotes.get("acme", "q_7").body
                store.quotes.add(seal(quote("q_new")), CONTENTS)
        except (StorageUnavailable, NotFound):
            refused += 1
    assert refused > 3
