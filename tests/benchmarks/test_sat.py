"""The measuring of incremental SAT keeps running: one short walk, without any assertion about time."""

from tests.benchmarks.sat import HEADINGS, Measured, measure, table
from tests.benchmarks.synthetic import car, resources


def test_a_short_walk_measures_every_click() -> None:
    found = measure("car", car(20, 10), walks=2, clicks=3)
    assert (22, 6, 0) == (found.variables, len(found.clicks), found.undecided)
    assert found.clauses > 0
    assert found.ratio > 0


def test_the_table_has_a_line_for_each_model() -> None:
    heading, row = table([Measured("van", 3, 7, 0.5, 0.25, (0.001, 0.002), 0, 0.01, 50)]).splitlines()
    assert all(name in heading for name in HEADINGS)
    assert ["van", "3", "7", "0.50", "0.250", "2", "1.0", "2.0", "2.0", "0", "10.0", "500"] == row.split()


def test_the_resources_are_what_they_are_said_to_be() -> None:
    program = resources(4)
    assert 60 == len(program.variables)
    assert {"resource": 8, "rule": 30} == {
        kind: sum(constraint.name.startswith(kind) for constraint in program.constraints)
        for kind in ("resource", "rule")
    }
