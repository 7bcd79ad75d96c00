"""The report keeps every problem in the order it was found."""

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.codes import BAD_CELL, BAD_ID, DUPLICATE_ID, MISSING_LOCALE
from configurator.catalog.limits import MOST_PROBLEMS_OF_A_KIND
from configurator.problems import ProblemCode, errors_in
from configurator.source import Location


def test_no_problem_hides_another() -> None:
    report, here = BuildReport(), Location("x", 1, 1)
    report.add(BAD_ID, here, "a", "first")
    inner = BuildReport()
    inner.add(DUPLICATE_ID, here, "b", "second", "expected", "hint")
    report.extend(tuple(inner.problems))
    assert ["x:1:1: a: first [catalog.bad-id]", "x:1:1: b: second; expected expected; hint [catalog.duplicate-id]"] == [
        str(problem) for problem in report.problems
    ]


def _filled(code: ProblemCode) -> BuildReport:
    report = BuildReport()
    for line in range(1, MOST_PROBLEMS_OF_A_KIND + 50):
        report.add(code, Location("x.csv", line, 1), "a", "wrong", "right")
    report.add(BAD_ID, Location("y.yaml", 1, 1), "b", "also wrong")
    return report


def test_of_very_many_mistakes_of_one_kind_the_first_are_kept_and_the_rest_is_told_of() -> None:
    report = _filled(BAD_CELL)
    assert MOST_PROBLEMS_OF_A_KIND + 2 == len(report.problems)
    assert "x.csv:101:1: a: there are more problems of the kind catalog.bad-cell than are shown" in str(
        report.problems[-2]
    )
    assert (True, False) == (report.is_full("x.csv"), report.is_full("y.yaml"))


def test_very_many_warnings_stop_nothing() -> None:
    report = _filled(MISSING_LOCALE)
    assert [BAD_ID] == [problem.code for problem in errors_in(report.problems)]
    assert not report.is_full("x.csv")
