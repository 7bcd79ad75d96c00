"""Checking what lies outside the shipped catalogs, by its folder."""

import json
from pathlib import Path

from tests.cli.running import run
from tests.owner.lamps import lamps, scenario
from tests.owner.test_instance_bounds import SHELF


def test_a_catalog_is_checked_by_its_folder_with_the_books_beside(tmp_path: Path) -> None:
    beside = scenario("{}", "{total: 20}", "    book: lamp_us\n    on: 2026-01-31\n")
    catalogs, books = lamps(tmp_path, scenario("{}", "{valid: true}"), priced=beside)
    for path in (catalogs / "lamp", books / "lamp"):
        done = run("check", str(path))
        assert 0 == done.returncode
        assert "2 scenarios, 0 failed" in done.stdout


def test_a_catalog_that_is_not_checked_in_time_is_not_called_good(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path, scenario("{}", "{valid: true}"))
    done = run("--catalogs", str(catalogs), "check", "--seconds", "0")
    last = "1 catalog, 0 problems, 0 scenarios, 1 not checked to the end, 0 failed"
    assert (3, last) == (done.returncode, done.stdout.splitlines()[-1])
    assert "not checked to the end  lamp: time ran out before it was compiled; allow more time" in done.stdout
    data = json.loads(run("--catalogs", str(catalogs), "check", "--seconds", "0", "--json").stdout)
    reason = "time ran out before it was compiled; allow more time"
    assert (False, [{"catalog": "lamp", "reason": reason}]) == (data["passed"], data["unfinished"])


def test_a_folder_is_checked_alone(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    done = run("check", str(catalogs / "lamp"), "aeron")
    assert 2 == done.returncode
    assert "a folder is checked alone" in done.stderr


def test_books_are_looked_for_beside_ones_own_catalogs(tmp_path: Path) -> None:
    priced = scenario("{}", "{total: 20}", "    book: lamp_us\n    on: 2026-01-31\n")
    catalogs, _ = lamps(tmp_path, scenario("{}", "{valid: true}"), priced=priced)
    checked = run("--catalogs", str(catalogs), "check")
    assert (0, "1 catalog, 0 problems, 2 scenarios, 0 failed") == (checked.returncode, checked.stdout.splitlines()[-1])
    assert "Total per month" in run("--catalogs", str(catalogs), "price", "lamp").stdout


def test_the_shipped_books_are_not_held_against_ones_own_catalogs(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path)
    (catalogs / "lamp" / "scenarios.yaml").unlink(missing_ok=True)
    books.rename(tmp_path / "elsewhere")
    done = run("--catalogs", str(catalogs), "check")
    assert (0, "1 catalog, 0 problems, 0 scenarios, 0 failed\n") == (done.returncode, done.stdout)


def test_one_catalog_is_checked_whatever_is_wrong_with_another(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    (catalogs / "lamp" / "scenarios.yaml").unlink(missing_ok=True)
    (catalogs / "huge").mkdir()
    (catalogs / "huge" / "catalog.yaml").write_bytes(b"#" * 10_000_001)
    assert (0, 1) == tuple(run("--catalogs", str(catalogs), "check", *each).returncode for each in (["lamp"], []))


def test_a_profile_reads_as_text() -> None:
    done = run("profile", "bmw_x3")
    assert 0 == done.returncode
    assert done.stdout.startswith("bmw_x3\n  30 features, 0 structures, 23 constraints, 0 table rows\n")
    assert "compiles to" in done.stdout
    assert "Heaviest constraints\n  driver_assistance_needs " in done.stdout
    assert "What to change\n  nothing stands out\nanswered in " in done.stdout


def test_a_profile_is_data_too() -> None:
    found = json.loads(run("profile", "bmw_x3", "--json").stdout)
    assert {"advice", "catalog", "compiled", "heaviest", "parts", "size", "times"} == set(found)
    assert (30, 6) == (found["size"]["features"], found["size"]["parts"])
    assert "catalog.yaml:180:3" == found["heaviest"][0]["place"]


def test_a_profile_tells_start_and_reading_apart_from_what_its_seconds_limit() -> None:
    times = json.loads(run("profile", "aeron", "--json").stdout)["times"]
    assert ["start", "read", "measure"] == sorted(times, key=["start", "read", "measure"].index)
    assert all(float(seconds) >= 0 for seconds in times.values())
    assert "s to start and" in run("profile", "aeron").stdout.splitlines()[-1]


def test_a_catalog_that_is_nowhere_has_no_profile() -> None:
    assert 1 == run("profile", "nowhere").returncode


def _shelf(folder: Path) -> str:
    (folder / "shelf").mkdir()
    (folder / "shelf" / "catalog.yaml").write_text(SHELF, encoding="utf-8")
    return str(folder / "shelf")


def test_the_least_bound_is_printed(tmp_path: Path) -> None:
    done = run("grow", _shelf(tmp_path), "boards", "--set", "books=100")
    assert (0, "boards: up to 5 instances suffice\n") == (done.returncode, done.stdout)


def test_a_demand_that_cannot_be_met_is_told(tmp_path: Path) -> None:
    done = run("grow", _shelf(tmp_path), "boards", "--set", "books=100", "--most", "4")
    assert (1, "boards: 4 instances do not suffice\n") == (done.returncode, done.stderr)


def test_wrong_paths_and_values_are_told(tmp_path: Path) -> None:
    shelf = _shelf(tmp_path)
    for choice in ("books=300", "pages=3", "boards=many"):
        assert 1 == run("grow", shelf, "boards", "--set", choice).returncode
    assert 1 == run("grow", shelf, "books").returncode


def test_owners_read_reports_in_their_language_and_problems_in_english(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    report = ("--locale", "de", "--catalogs", str(catalogs))
    (catalogs / "lamp" / "scenarios.yaml").unlink(missing_ok=True)
    assert "1 Katalog, 0 Probleme, 0 Szenarien, 0 fehlgeschlagen\n" == run(*report, "check").stdout
    assert "Was sich zu ändern lohnt\n" in run(*report, "profile", "lamp").stdout
    (catalogs / "lamp" / "catalog.yaml").write_text("catalogs: lamp\n", encoding="utf-8")
    wrong = run(*report, "check").stdout
    assert "catalog.yaml:1:1: format: the key is missing" in wrong
    assert ", 0 Szenarien, 0 fehlgeschlagen\n" in wrong


def test_what_holds_nothing_is_not_called_good(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    for given in (tmp_path, tmp_path / "notes.txt"):
        done = run("check", str(given))
        assert (2, "") == (done.returncode, done.stdout)
        assert f"there is nothing to check in {given}: no catalog, no price books" in done.stderr


def test_a_warning_is_called_one_and_counted_apart(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path)
    catalog = catalogs / "lamp" / "catalog.yaml"
    unused = "components: {spare: {items: {s: {}}}}\nfeatures:\n"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("features:\n", unused, 1), encoding="utf-8")
    done = run("check", str(catalogs / "lamp"))
    first, *_, last = done.stdout.splitlines()
    assert first.startswith(f"warning: {catalog}:4:30: ")
    assert (0, "1 catalog, 0 problems, 1 warning, 0 scenarios, 0 failed") == (done.returncode, last)
