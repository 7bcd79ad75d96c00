"""Every kind of expectation is judged rightly, both where it is met and where it is not."""

from pathlib import Path

import pytest

from configurator.owner.full_check import check
from configurator.owner.scenario_runs import JUDGES
from tests.owner.lamps import lamps, scenario

PRICED = "    book: lamp_us\n    on: 2026-01-31\n"
MET = [
    ("{colour: blue}", "{valid: true}"),
    ("{colour: red, dimmer: true}", "{valid: false, violates: [plain_red], message: The red lamp has no dimmer}"),
    ("{colour: red}", "{states: {dimmer.true: blocked, dimmer: implied, colour.blue: available}}"),
    ("{}", "{values: {colour: red, dimmer: false}}"),
    ("{}", "{total: 20, lines: {base: 20, charges.care: 3}}"),
    ("{}", "{total: {one_time: 20, monthly: 3}}"),
    ("{dimmer: true}", "{warnings: [dimmed], message: hum}"),
    ("{}", "{count: 3, code: LR, bill: {bulb: 2}}"),
]
MISSED = [
    ("{dimmer: true, colour: red}", "{valid: true}", "false (these choices"),
    ("{}", "{valid: false}", "true"),
    ("{}", "{violates: [plain_red]}", "no conflict"),
    ("{}", "{states: {dimmer.true: blocked}}", "available"),
    ("{}", "{values: {colour: blue}}", "red"),
    ("{colour: red, dimmer: true}", "{values: {colour: red}}", "no product, as the choices do not go together"),
    ("{}", "{total: 21}", "20"),
    ("{}", "{total: {yearly: 3}}", "nothing of that name"),
    ("{}", "{lines: {handling: 3}}", "nothing of that name"),
    ("{}", "{message: hum}", "no message"),
    ("{}", "{warnings: [dimmed]}", "no warnings"),
    ("{}", "{count: 4}", "3"),
    ("{}", "{code: LB}", "LR"),
    ("{}", "{bill: {bulb: 3}}", "2"),
    ("{}", "{bill: {shade: 1}}", "nothing of that name"),
]


@pytest.mark.parametrize(("choose", "expect"), MET)
def test_a_scenario_that_says_what_is_so_passes(tmp_path: Path, choose: str, expect: str) -> None:
    report = check(*lamps(tmp_path, scenario(choose, expect, PRICED)))
    assert () == report.workspace.problems
    assert [] == [str(each) for result in report.results for each in result.failures]
    assert report.passed


@pytest.mark.parametrize(("choose", "expect", "found"), MISSED)
def test_a_scenario_that_is_wrong_fails_and_says_what_was_found(
    tmp_path: Path, choose: str, expect: str, found: str
) -> None:
    report = check(*lamps(tmp_path, scenario(choose, expect, PRICED)))
    ((failure,),) = (result.failures for result in report.results)
    assert failure.actual.startswith(found)
    assert (tmp_path / "catalogs/lamp/scenarios.yaml").as_posix() == failure.location.file
    assert not report.passed


def test_every_key_is_met_and_missed_here() -> None:
    met, missed = (" ".join(case[1] for case in cases) for cases in (MET, MISSED))
    assert [] == [key for key in JUDGES if f"{key}:" not in met or f"{key}:" not in missed]


def test_what_cannot_be_found_out_fails_and_says_why(tmp_path: Path) -> None:
    late = "    book: lamp_us\n    on: 2026-01-31\n    parameters: {segment: fleet}\n"
    report = check(*lamps(tmp_path, scenario("{}", "{total: 20}", late)))
    ((failure,),) = (result.failures for result in report.results)
    assert failure.actual.startswith("nothing: ")
