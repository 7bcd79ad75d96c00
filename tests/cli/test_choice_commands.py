"""Choices in a file, and what becomes of them when the catalog has changed."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.offering.shop import CATALOG, written


@pytest.fixture
def shop(tmp_path: Path) -> list[str]:
    catalogs, books = written(tmp_path)
    return ["--catalogs", str(catalogs), "--books", str(books)]


def _change(folder: Path, before: str, after: str) -> None:
    (folder / "catalogs/lamps/catalog.yaml").write_text(CATALOG.replace(before, after).strip() + "\n")


def test_what_was_saved_holds_on_the_same_catalog_and_is_priced_the_same(shop: list[str], tmp_path: Path) -> None:
    file = str(tmp_path / "mine.json")
    chosen = ("--set", "shade=glass", "--set", "bulbs=2", "--on", "2026-01-01")
    assert 0 == run(*shop, "save", "lamps", file, *chosen).returncode
    reopened = run(*shop, "reopen", file)
    assert (0, "lamps: the same catalog\nall 2 choices hold\n") == (reopened.returncode, reopened.stdout)
    asked = run(*shop, "price", "lamps", *chosen, "--json")
    assert asked.stdout == run(*shop, "price", "lamps", "--from", file, "--json").stdout


def test_the_same_choices_give_the_same_bytes(shop: list[str], tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    for file in (one, other):
        run(*shop, "save", "lamps", str(file), "--set", "dimmer=true")
    assert one.read_bytes() == other.read_bytes()


def test_a_newer_catalog_says_what_no_longer_holds_and_offers_repairs(shop: list[str], tmp_path: Path) -> None:
    file, after = str(tmp_path / "mine.json"), str(tmp_path / "after.json")
    run(*shop, "save", "lamps", file, "--set", "dimmer=false", "--set", "shade=paper", "--set", "bulbs=4")
    changed = "shade in ('glass', 'paper')"
    _change(tmp_path, "when: \"shade == 'glass'\"", f'when: "{changed}"')
    reopened = run(*shop, "reopen", file, "--json")
    assert 1 == reopened.returncode
    found = json.loads(reopened.stdout)
    assert (False, False) == (found["holds"], found["same_catalog"])
    assert ["Glass shades are sold with a dimmer."] == [
        cause["because"] for cause in found["conflicts"][0]["causes"] if "because" in cause
    ]
    mended = run(*shop, "reopen", file, "--repair", "1", "--write", after)
    assert 0 == mended.returncode, mended.stderr
    assert 0 == run(*shop, "reopen", after).returncode


def test_what_a_newer_catalog_has_no_place_for_is_told_as_lost(shop: list[str], tmp_path: Path) -> None:
    file = str(tmp_path / "mine.json")
    run(*shop, "save", "lamps", file, "--set", "shade=steel", "--set", "dimmer=true")
    _change(tmp_path, "steel: Steel", "brass: Brass")
    text = (tmp_path / "catalogs/lamps/catalog.yaml").read_text()
    (tmp_path / "catalogs/lamps/catalog.yaml").write_text(text.replace("steel", "brass"))
    book = tmp_path / "books/lamps/lamps_eu.yaml"
    book.write_text(book.read_text().replace("steel", "brass"))
    reopened = run(*shop, "reopen", file)
    assert 1 == reopened.returncode
    assert "lost: the catalog no longer has shade: steel" in reopened.stdout
    assert "shade: steel gibt es im Katalog nicht mehr" in run("--locale", "de", *shop, "reopen", file).stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "is no file of saved choices"),
        ("[" * 100_000, "is no file of saved choices"),
        ("{}", "catalog_digest is missing"),
        ("\xff", "is no file of saved choices"),
    ],
)
def test_a_file_that_is_none_is_told(shop: list[str], tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="latin-1")
    done = run(*shop, "reopen", str(file))
    assert 1 == done.returncode
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_of_another_catalog_is_told(shop: list[str], tmp_path: Path) -> None:
    file = str(tmp_path / "mine.json")
    run(*shop, "save", "lamps", file)
    done = run("price", "aeron", "--from", file)
    assert (2, True) == (done.returncode, "holds choices of catalog lamps, not of aeron" in done.stderr)


def test_a_place_that_cannot_be_written_is_told(shop: list[str], tmp_path: Path) -> None:
    done = run(*shop, "save", "lamps", str(tmp_path / "nowhere" / "mine.json"))
    assert (1, True) == (done.returncode, "cannot write" in done.stderr)
