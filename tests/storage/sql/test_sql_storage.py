"""What is opened keeps the promises of the ports, and is closed again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from configurator import storage
from configurator.errors import InvalidRequest, NotFound
from configurator.storage.sql.sql_storage import SqlStorage, database_url, open_sql
from configurator.storage.storage_ports import Storage, StorageUnavailable

KEPT: Callable[[SqlStorage], Storage] = lambda opened: opened  # noqa: E731  (a type checker proves the ports)


def test_an_open_database_gives_a_sign_of_life(store: SqlStorage) -> None:
    KEPT(store).check()


def test_the_default_is_a_file_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with storage.open() as opened:
        opened.check()
    assert (tmp_path / "configurator.db").is_file()


def test_who_only_reads_makes_no_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'quotes.db'}"
    with pytest.raises(NotFound, match="there is no database"):
        open_sql(url, create=False)
    assert [] == list(tmp_path.iterdir())
    open_sql(url).close()
    open_sql(url, create=False).close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////var/quotes.db", "/var/quotes.db"),
        ("postgres://me:secret@host/quotes", "postgresql://me:***@host/quotes"),
        ("postgresql+psycopg://host:5433/quotes", "postgresql://host:5433/quotes"),
    ],
)
def test_a_database_is_shown_without_its_password(url: str, expected: str) -> None:
    assert expected == storage.shown(url)


def test_a_closed_storage_leaves_no_file_open(tmp_path: Path) -> None:
    with open_sql(f"sqlite:///{tmp_path / 'quotes.db'}") as opened:
        opened.check()
    assert ["quotes.db"] == [path.name for path in tmp_path.iterdir()]


def test_what_cannot_be_opened_is_closed_again(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 200)
    with pytest.raises(StorageUnavailable):
        open_sql(f"sqlite:///{tmp_path / 'letter.db'}")
    (tmp_path / "letter.db").unlink()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sqlite:///quotes.db", "sqlite+pysqlite:///quotes.db"),
        ("sqlite:////var/lib/quotes.db", "sqlite+pysqlite:////var/lib/quotes.db"),
        ("postgres://me:secret@db/quotes", "postgresql+psycopg://me:secret@db/quotes"),
        ("postgresql://me@db:5433/quotes?sslmode=require", "postgresql+psycopg://me@db:5433/quotes?sslmode=require"),
        ("postgresql+psycopg://db/quotes", "postgresql+psycopg://db/quotes"),
    ],
)
def test_known_spellings_name_their_driver(text: str, expected: str) -> None:
    assert expected == database_url(text).render_as_string(hide_password=False)


@pytest.mark.parametrize("text", ["mysql://me:secret@db/quotes", "quotes.db", "", "postgresql+asyncpg://db/quotes"])
def test_another_kind_of_database_is_refused_and_the_right_form_shown(text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"sqlite:///quotes\.db or postgresql://") as caught:
        database_url(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:quotes?mode=memory&uri=true"])
def test_a_database_in_memory_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="in memory forgets every quote"):
        database_url(text)
