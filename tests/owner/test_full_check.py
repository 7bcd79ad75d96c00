"""The full check reads everything, reports every problem of every file at once, and runs what lies beside either."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from configurator.errors import Undecided
from configurator.owner.full_check import CheckScope, check, located, read_workspace
from configurator.problems import Problem
from tests.owner.lamps import BOOK, lamps, scenario


def test_problems_of_book_and_scenarios_are_told_together_and_nothing_runs(tmp_path: Path) -> None:
    folders = lamps(tmp_path, scenario("{colour: green}", "{valid: true}"), book=BOOK.replace("USD", "USX"))
    report = check(*folders)
    files = {Path(problem.location.file).relative_to(tmp_path).as_posix() for problem in report.workspace.problems}
    assert {"catalogs/lamp/scenarios.yaml", "pricing_rules/lamp/lamp_us.yaml"} == files
    assert (False, ()) == (report.passed, report.results)


def test_scenarios_beside_a_book_run_as_well(tmp_path: Path) -> None:
    beside = scenario("{}", "{total: 20}", "    book: lamp_us\n    on: 2026-01-31\n")
    report = check(*lamps(tmp_path, scenario("{}", "{valid: true}"), priced=beside))
    assert ["lamp", "lamp"] == [result.catalog for result in report.results]
    assert report.passed


def test_a_catalog_needs_no_books(tmp_path: Path) -> None:
    catalogs, _ = lamps(tmp_path, scenario("{}", "{valid: true}"))
    assert check(catalogs, tmp_path / "nowhere").passed


def test_families_narrow_the_check(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path)
    assert {} == read_workspace(catalogs, books, ["chair"]).catalogs
    assert {"lamp": ("lamp_us",)} == read_workspace(catalogs, books, ["lamp"]).books


def test_a_catalog_in_a_folder_of_another_name_is_a_problem_with_scenarios_too(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path, scenario("{}", "{valid: true}"))
    (catalogs / "lamp").rename(catalogs / "light")
    codes = [problem.code.name for problem in read_workspace(catalogs, books).problems]
    assert ["owner.folder-name", "owner.book-without-catalog"] == codes


def test_a_catalog_that_does_not_compile_in_time_is_not_checked_to_the_end(tmp_path: Path) -> None:
    clock = count(0, 1_000)
    report = check(*lamps(tmp_path, scenario("{}", "{valid: true}")), now=lambda: float(next(clock)))
    assert ["lamp: time ran out before it was compiled; allow more time"] == list(map(str, report.unfinished))
    assert ((), False, False) == (report.results, report.failed, report.passed)


def test_a_check_ends_with_its_seconds_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> Iterator[Problem]:
        raise Undecided("time ran out")
        yield

    monkeypatch.setattr("configurator.owner.full_check.there_is_a_product", late)
    report = check(*lamps(tmp_path, scenario("{}", "{valid: true}")))
    assert (["lamp: time ran out"], (), False) == (list(map(str, report.unfinished)), report.results, report.passed)


def test_a_folder_of_a_catalog_is_found_with_the_books_beside(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path)
    other = tmp_path / "other"
    expected = CheckScope(catalogs, books, ("lamp",))
    for path in (
        catalogs / "lamp",
        catalogs / "lamp" / "catalog.yaml",
        books / "lamp",
        books / "lamp" / "lamp_us.yaml",
    ):
        assert expected == located(path, other, other)


def test_books_and_catalogs_that_lie_elsewhere_are_looked_for_where_asked(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path / "one")
    other = tmp_path / "other"
    assert CheckScope(catalogs, other, ("lamp",)) == located(catalogs / "lamp", other, other, books_given=True)
    alone = tmp_path / "two" / "lamp"
    alone.mkdir(parents=True)
    assert CheckScope(catalogs, alone.parent, ("lamp",)) == located(alone, catalogs, books)


@pytest.mark.slow
def test_a_catalog_without_any_product_is_a_problem_and_no_scenario_runs(tmp_path: Path) -> None:
    catalogs, books = lamps(tmp_path, scenario("{}", "{valid: false}"))
    path = catalogs / "lamp" / "catalog.yaml"
    path.write_text(
        path.read_text().replace(
            "  plain_red:", "  never: {require: dimmer and not dimmer, because: Never.}\n  plain_red:"
        )
    )
    report = check(catalogs, books)
    assert ["owner.no-product"] == [problem.code.name for problem in report.workspace.problems]
    assert ("no product fulfils the constraint `never`", path) == (
        report.workspace.problems[0].message,
        Path(report.workspace.problems[0].location.file),
    )
    assert (False, ()) == (report.passed, report.results)
