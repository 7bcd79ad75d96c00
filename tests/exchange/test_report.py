"""A report stops reading where there are more problems than anyone would read."""

import pytest

from configurator.exchange import codes
from configurator.exchange.report import Halt, Report
from configurator.source import Location


def test_a_hundred_problems_are_enough() -> None:
    report = Report()
    with pytest.raises(Halt):
        for line in range(1, 1_000):
            report.add(codes.SYNTAX, Location("m", line, 1), "wrong")
    assert 101 == len(report.problems)
    assert "reading.too-many-problems" == str(report.problems[-1].code)


def test_what_hinders_reading_on_is_the_last_problem() -> None:
    report = Report()
    assert isinstance(report.halt(codes.TOO_LARGE, Location("m", 1, 1), "too much"), Halt)
    assert ["too much"] == [problem.message for problem in report.problems]
