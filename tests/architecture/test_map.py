"""docs/architecture.md stays true: the files and the tests that it names are there."""

import ast
import re

from tests.architecture.modules import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = (ROOT, ROOT / "configurator")


def test_every_law_names_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert 30 < len(named)
    assert [] == [f"{path}::{name}" for path, name in named if name not in _tests_in(path)]


def _tests_in(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef)}


def test_every_file_and_folder_on_the_map_exists() -> None:
    named = set(
        re.findall(r"`((?:[\w.]+/)+(?:[\w]+\.py)?)`", PAGE.partition("## Where a rule")[2].partition("## Laws")[0])
    )
    assert 40 < len(named)
    assert [] == sorted(path for path in named if not any((room / path).exists() for room in ROOMS))


def test_every_module_of_the_rooms_table_exists() -> None:
    rows = re.findall(r"^\| `([\w/]+/)` .*\| ([^|]*) \|$", PAGE.partition("## Where a rule")[0], re.MULTILINE)
    missing = [
        f"{room}{module}"
        for room, modules in rows
        for module in re.findall(r"`([\w./]+)`", modules)
        if not any((folder / room / module).exists() for folder in ROOMS)
    ]
    assert 15 < len(rows)
    assert [] == missing
