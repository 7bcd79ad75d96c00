"""A folder of compiled forms."""

from pathlib import Path

from configurator.solving.diagram.shelf import Shelf
from tests.solving.diagram.shop import EITHER, pair, whole

PROGRAM = pair(EITHER)


def test_what_was_put_is_taken_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept")
    key = shelf.key(PROGRAM, "digest")
    assert shelf.taken(PROGRAM, key) is None
    shelf.put(whole(PROGRAM), key)
    taken = shelf.taken(PROGRAM, key)
    assert taken is not None
    assert taken[0].diagram.possible
    assert [shelf.path(key)] == list((tmp_path / "kept").iterdir())


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    key = shelf.key(PROGRAM, None)
    shelf.path(key).write_bytes(b"something else")
    assert shelf.taken(PROGRAM, key) is None


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    shelf = Shelf(file)
    shelf.put(whole(PROGRAM), "key")
    assert shelf.taken(PROGRAM, "key") is None


def test_other_sources_have_other_keys(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    keys = {shelf.key(PROGRAM, None), shelf.key(PROGRAM, "a"), shelf.key(PROGRAM, "b"), shelf.key(pair(), None)}
    assert 4 == len(keys)
