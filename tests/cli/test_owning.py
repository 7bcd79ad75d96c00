"""Checking what lies outside the shipped catalogs, by its folder."""

from pathlib import Path

from tests.cli.running import run
from tests.owner.lamps import lamps, scenario


def test_a_catalog_is_checked_by_its_folder_with_the_books_beside(tmp_path: Path) -> None:
    beside = scenario("{}", "{total: 20}", "    book: lamp_us\n    on: 2026-01-31\n")
    catalogs, books = lamps(tmp_path, scenario("{}", "{valid: true}"), priced=beside)
    for path in (catalogs / "lamp", books / "lamp"):
        done = run("check", str(path))
        assert 0 == done.returncode
        assert "2 scenarios, 0 failed" in done.stdout


def test_a_folder_is_checked_alone(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    done = run("check", str(catalogs / "lamp"), "aeron")
    assert 2 == done.returncode
    assert "a folder is checked alone" in done.stderr
