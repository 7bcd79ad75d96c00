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


def test_books_are_looked_for_beside_ones_own_catalogs(tmp_path: Path) -> None:
    priced = scenario("{}", "{total: 20}", "    book: lamp_us\n    on: 2026-01-31\n")
    catalogs, _ = lamps(tmp_path, scenario("{}", "{valid: true}"), priced=priced)
    checked = run("--catalogs", str(catalogs), "check")
    assert (0, "1 catalogs, 0 problems, 2 scenarios, 0 failed") == (checked.returncode, checked.stdout.splitlines()[-1])
    assert "Total per month" in run("--catalogs", str(catalogs), "price", "lamp").stdout


def test_the_shipped_books_are_not_held_against_ones_own_catalogs(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path)
    (catalogs / "lamp" / "scenarios.yaml").unlink(missing_ok=True)
    books.rename(tmp_path / "elsewhere")
    done = run("--catalogs", str(catalogs), "check")
    assert (0, "1 catalogs, 0 problems, 0 scenarios, 0 failed\n") == (done.returncode, done.stdout)


def test_one_catalog_is_checked_whatever_is_wrong_with_another(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    (catalogs / "lamp" / "scenarios.yaml").unlink(missing_ok=True)
    (catalogs / "huge").mkdir()
    (catalogs / "huge" / "catalog.yaml").write_bytes(b"#" * 10_000_001)
    assert (0, 1) == tuple(run("--catalogs", str(catalogs), "check", *each).returncode for each in (["lamp"], []))
