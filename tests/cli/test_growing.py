"""The command grow tells the least bound that suffices."""

from pathlib import Path

from tests.cli.running import run
from tests.owner.test_growing import SHELF


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
