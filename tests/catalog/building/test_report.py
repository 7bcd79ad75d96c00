"""The report keeps every problem in the order it was found."""

from configurator.catalog.building.report import Report
from configurator.catalog.codes import BAD_ID, DUPLICATE_ID
from configurator.source import Place


def test_no_problem_hides_another() -> None:
    report, here = Report(), Place("x", 1, 1)
    report.add(BAD_ID, here, "a", "first")
    inner = Report()
    inner.add(DUPLICATE_ID, here, "b", "second", "expected", "hint")
    report.extend(tuple(inner.problems))
    assert ["x:1:1: a: first [catalog.bad-id]", "x:1:1: b: second; expected expected; hint [catalog.duplicate-id]"] == [
        str(problem) for problem in report.problems
    ]
