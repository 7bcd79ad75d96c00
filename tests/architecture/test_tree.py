"""The tree is what the map says: data folders hold data, the wheel holds what it must, every module says why."""

import ast
import zipfile
from pathlib import Path

import pytest

from configurator.texts import languages
from tests.architecture.modules import ROOT, Module, all_modules

MODULES = all_modules()


@pytest.mark.parametrize("folder", ["catalogs", "pricing_rules"])
def test_data_folders_hold_no_python(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert [] == [path for path in files if path.suffix not in {".yaml", ".csv"}]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_module_says_why_it_exists(module: Module) -> None:
    assert ast.get_docstring(ast.parse(module.path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_files_stay_small(module: Module) -> None:
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= 420


def test_the_source_distribution_names_no_machine() -> None:
    marks = (str(ROOT.parent) + "/", "/" + "root" + "/")
    wrong = [path for path in _texts() if any(mark in path.read_text(encoding="utf-8") for mark in marks)]
    assert [] == wrong


def _texts() -> list[Path]:
    folders = ("configurator", "api", "catalogs", "pricing_rules", "tests", "docs")
    kinds = {".py", ".md", ".yaml", ".csv", ".html", ".js", ".css", ".txt"}
    found = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in kinds and p.is_file()]
    return [path for path in found if "wrong_files" not in path.parts] + [ROOT / "README.md"]


def test_a_wheel_carries_both_packages_and_the_shipped_data(built_wheel: Path) -> None:
    names = set(zipfile.ZipFile(built_wheel).namelist())
    data = [path.relative_to(ROOT) for kind in ("catalogs", "pricing_rules") for path in (ROOT / kind).rglob("*.*")]
    expected = {"configurator/engine.py", "configurator_api/serve.py"}
    expected |= {f"configurator/locale/{each}/LC_MESSAGES/messages.po" for each in languages()[1:]}
    expected |= {"configurator/py.typed", "configurator_api/py.typed"}
    expected |= {f"configurator/shipped/{path.as_posix()}" for path in data}
    assert set() == expected - names
