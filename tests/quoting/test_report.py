"""A report ends with its gravest outcome and reads line by line."""

from configurator.quoting.compare import Difference
from configurator.quoting.report import MOST_DIFFERENCES, CheckName, Outcome, Report, failed, passed, undecided

PASSED = passed(CheckName.SUMS, "", "they sum")
UNDECIDED = undecided(CheckName.PRICE, "1", "no files")
FAILED = failed(CheckName.PRICE, "1", "another price", [Difference("total", "1", "2")])


def test_the_gravest_outcome_counts() -> None:
    assert Outcome.PASSED is Report("q", (PASSED,)).outcome
    assert Outcome.UNDECIDED is Report("q", (PASSED, UNDECIDED)).outcome
    assert Outcome.FAILED is Report("q", (FAILED, UNDECIDED, PASSED)).outcome


def test_a_report_reads_line_by_line() -> None:
    assert (
        "quote q: failed (2 checks)\n"
        "passed: sums: they sum\n"
        "failed: item 1: price: another price\n"
        "  total: stored 1, found 2"
    ) == str(Report("q", (PASSED, FAILED)))


def test_a_report_as_json_holds_the_same() -> None:
    assert {
        "quote": "q",
        "outcome": "failed",
        "checks": [
            {
                "name": "price",
                "item": "1",
                "outcome": "failed",
                "message": "another price",
                "differences": [{"path": "total", "stored": "1", "found": "2"}],
            }
        ],
    } == Report("q", (FAILED,)).as_json()


def test_differences_are_shown_up_to_a_hundred() -> None:
    many = (Difference(str(index), "", "") for index in range(10**9))
    assert MOST_DIFFERENCES == len(failed(CheckName.PRICE, "", "", many).differences)
