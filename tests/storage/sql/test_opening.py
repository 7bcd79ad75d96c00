"""What is opened keeps the promises of the ports, and is closed again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from configurator import storage
from configurator.errors import NotFound
from configurator.storage import ports
from configurator.storage.sql.opening import SqlStorage, open_sql

KEPT: Callable[[SqlStorage], ports.Storage] = lambda opened: opened  # noqa: E731  (a type checker proves the ports)


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


def test_a_closed_storage_leaves_no_file_open(tmp_path: Path) -> None:
    with open_sql(f"sqlite:///{tmp_path / 'quotes.db'}") as opened:
        opened.check()
    assert ["quotes.db"] == [path.name for path in tmp_path.iterdir()]


def test_what_cannot_be_opened_is_closed_again(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 200)
    with pytest.raises(ports.StorageUnavailable):
        open_sql(f"sqlite:///{tmp_path / 'letter.db'}")
    (tmp_path / "letter.db").unlink()
