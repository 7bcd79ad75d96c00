"""Clauses are read as they stand; whatever is wrong is told by line and column."""

import pytest

from configurator.exchange.catalog_draft import ImportHalted, ImportReport
from configurator.exchange.dimacs.read_dimacs import Cnf, read_dimacs
from configurator.reading.files import Files


def _read(text: str) -> tuple[Cnf | None, list[str]]:
    report, found = ImportReport(), None
    try:
        found = read_dimacs(Files({"m.cnf": text.encode()}), "m.cnf", report)
    except ImportHalted:
        found = None
    return found, [f"{problem.location.line}:{problem.location.column} {problem.code}" for problem in report.problems]


def test_clauses_may_span_lines_and_names_may_hold_blanks() -> None:
    found, problems = _read("c made up\nc 1 warm light\np cnf 3 2\n1 -2\n3 0 -3\n0\n")
    assert [] == problems
    assert found is not None
    assert [(1, -2, 3), (-3,)] == found.clauses
    assert ["warm light", "x2"] == [found.name(1), found.name(2)]


def test_a_clause_that_always_holds_is_left_out_and_counted() -> None:
    found, problems = _read("p cnf 2 2\n1 -1 2 0\n2 2 0\n")
    assert [] == problems
    assert found is not None
    assert [(2,)] == found.clauses


def test_what_follows_on_a_percent_sign_is_no_part_of_the_model() -> None:
    found, problems = _read("p cnf 1 1\n1 0\n%\n0\n")
    assert ([], [(1,)]) == (problems, found.clauses if found else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 exchange.syntax"]),
        ("1 0\n", ["1:1 exchange.syntax"]),
        ("p cnf x 1\n", ["1:1 exchange.syntax"]),
        ("p cnf 1 1\np cnf 1 1\n", ["2:1 exchange.syntax"]),
        ("p cnf 1 1\n1 one 0\n1 0\n", ["2:3 exchange.syntax"]),
        ("p cnf 1 1\n1 -2 0\n", ["2:3 exchange.unknown-name"]),
        ("p cnf 1 1\n1\n", ["2:1 exchange.syntax"]),
        ("p cnf 1 2\n1 0\n", ["2:1 exchange.bad-count"]),
        ("p cnf 0 0\n", ["1:1 exchange.empty-model"]),
        ("p cnf 999999999 1\n", ["1:1 exchange.too-large"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, expected: list[str]) -> None:
    assert expected == _read(text)[1]


def test_a_file_full_of_mistakes_is_not_told_about_without_end() -> None:
    _, problems = _read("p cnf 1 1\n" + "a b c\n" * 1_000)
    assert 101 == len(problems)
