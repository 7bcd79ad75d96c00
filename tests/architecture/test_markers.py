"""Tests that a busy machine may fail say so: whatever compares a clock is marked `timing`."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.modules import ROOT

CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if "wrong_files" not in path.parts)


def unmarked(source: str) -> list[str]:
    """Return the tests that compare what a clock says without being marked."""
    tests = (
        each
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    )
    return [
        each.name
        for each in tests
        if any(_is_clock(node) or _name(node) in _times(each) for node in _compared(each))
        and not any(ast.unparse(decorator) == "pytest.mark.timing" for decorator in each.decorator_list)
    ]


def _compared(test: ast.FunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(test):
        if isinstance(node, ast.Compare):
            yield from ast.walk(node)


def _times(test: ast.FunctionDef) -> set[str]:
    """Return the names that a test gives to what a clock says: `elapsed = perf_counter() - began`."""
    return {
        target.id
        for node in ast.walk(test)
        if isinstance(node, ast.Assign) and any(map(_is_clock, _evaluated(node.value)))
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _evaluated(value: ast.expr) -> Iterator[ast.AST]:
    """Walk an expression, but for the functions it makes, whose clock runs later."""
    if isinstance(value, ast.Lambda):
        return
    yield value
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _evaluated(child)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _is_clock(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in CLOCKS
    return False


def test_tests_that_compare_a_clock_are_marked() -> None:
    found = {str(path.relative_to(ROOT)): unmarked(path.read_text(encoding="utf-8")) for path in TESTS}
    assert {} == {file: names for file, names in found.items() if names}


@pytest.mark.parametrize(
    ("decorator", "expected"), [("", ["test_it"]), ("@pytest.mark.timing\n", []), ("@pytest.mark.slow\n", ["test_it"])]
)
def test_a_clock_is_seen_where_it_is_compared(decorator: str, expected: list[str]) -> None:
    source = f"{decorator}def test_it():\n    began = time.perf_counter()\n    assert time.perf_counter() - began < 5\n"
    assert expected == unmarked(source)


def test_a_clock_is_seen_behind_a_name() -> None:
    source = "def test_it():\n    elapsed = time.perf_counter() - began\n    assert elapsed < 5\n"
    assert ["test_it"] == unmarked(source)


def test_a_clock_that_is_only_handed_on_is_none_of_a_tests_business() -> None:
    assert [] == unmarked("def test_it():\n    assert engine(now=perf_counter).ready\n")
