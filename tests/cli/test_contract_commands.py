"""The command `plan`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from configurator.cli.command_context import CommandContext
from configurator.cli.contract_commands import plan
from configurator.errors import InvalidDocument, InvalidRequest, NotFound

GROWTH = ("--start", "2026-01-01", "--begin", "4", "--percent", "2.5", "--months", "24")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(plan, arguments, obj=CommandContext())


def test_contracts_are_compared_in_a_table_and_in_words() -> None:
    found = run("hp_superdome", *GROWTH)
    assert 0 == found.exit_code
    assert "Pay per use is the cheapest: $" in found.output
    assert "Lease of all cores" in found.output


def test_the_months_may_be_told_as_well() -> None:
    found = run("hp_superdome", *GROWTH, "--monthly", "--contract", "lease", "--contract", "pay_per_use")
    assert 25 == sum(line.startswith(("2026-", "2027-", "2028-")) for line in found.output.splitlines())
    assert "Instant Capacity" not in found.output


def test_everything_is_told_as_json(tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    found = json.loads(run("hp_superdome", *GROWTH, "--json", "--discount-rate", "0", "--chart", str(chart)).output)
    assert ("hp_superdome", "0", 24) == (found["offer"]["id"], found["discount_rate"], found["months"])
    assert all(each["total"] == each["present_value"] for each in found["plans"])
    assert chart.read_text(encoding="utf-8").startswith("<svg ")


def test_a_forecast_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "forecast.yaml"
    file.write_text("format: 1\nstart: 2026-01-01\nmonths: 6\nscenarios: {a: {begin: 4}, b: {table: [4, 16]}}\n")
    found = json.loads(run("hp_superdome", "--forecast", str(file), "--json").output)
    assert ["a", "b"] == [each["name"] for each in found["scenarios"]]
    file.write_text("format: 1\n")
    assert isinstance(run("hp_superdome", "--forecast", str(file)).exception, InvalidDocument)


@pytest.mark.parametrize("number", ["x", "1e5", "1/3", "1.2.3", "nan", "9" * 31])
def test_numbers_are_exact_decimals(number: str) -> None:
    found = run("hp_superdome", "--start", "2026-01-01", "--begin", number)
    assert 2 == found.exit_code
    assert "expected a number" in found.output


def test_what_is_missing_or_not_there_is_told() -> None:
    assert "--start and --begin" in run("hp_superdome").output
    assert isinstance(run("hp_superdom", *GROWTH).exception, NotFound)
    assert isinstance(run("hp_superdome", *GROWTH, "--contract", "leas").exception, InvalidRequest)
