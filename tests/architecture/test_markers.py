"""No test depends on how fast the machine is: only benchmarks, and tests that run at night, ask a clock."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.modules import ROOT

CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
BENCHMARKS = ROOT / "tests" / "benchmarks"
TESTS = [path for path in (ROOT / "tests").rglob("*.py") if BENCHMARKS not in path.parents]
RULE = """\
mark it `timeout` if it must not hang, count its work with `tests/work.py`, pass it a clock of `tests/clocks.py`,
or measure in `tests/benchmarks/`"""


def clocks_read(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which code that runs by day reads a clock; a clock that is only handed on is not read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and "pytest.mark.nightly" in map(ast.unparse, node.decorator_list):
            continue
        if isinstance(node, ast.Call) and _name(node.func) in CLOCKS:
            yield node.lineno
        yield from clocks_read(node)


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name
    return ""


def test_no_test_of_the_day_reads_a_clock() -> None:
    found = {str(path.relative_to(ROOT)): list(clocks_read(ast.parse(path.read_text("utf-8")))) for path in TESTS}
    assert {} == {file: lines for file, lines in found.items() if lines}, RULE


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def test_it():\n    began = time.perf_counter()\n    assert time.perf_counter() - began < 5\n", [2, 3]),
        ("def took():\n    return process_time()\n", [2]),
        ("@pytest.mark.slow\ndef test_it():\n    assert monotonic() < end\n", [3]),
        ("@pytest.mark.nightly\ndef test_it():\n    assert monotonic() < end\n", []),
        ("def test_it():\n    assert engine(now=perf_counter).ready\n", []),
        ("def test_it():\n    assert datetime.time() == noon\n", []),
    ],
)
def test_a_clock_is_seen_where_it_is_read(source: str, expected: list[int]) -> None:
    assert expected == list(clocks_read(ast.parse(source)))
