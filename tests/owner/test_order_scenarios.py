"""Scenarios of orders run in a check, beside the order rules that they test."""

import shutil
from pathlib import Path

import pytest

from configurator.owner.full_check import CheckReport, check

SHOP = Path(__file__).parents[1] / "docs" / "orders"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a copy of the shop of the page about orders."""
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _check(shop: Path, *changes: tuple[str, str]) -> CheckReport:
    path = shop / "pricing_rules" / "shop" / "order_scenarios.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return check(shop / "catalogs", shop / "pricing_rules")


def test_the_scenarios_of_the_page_pass(shop: Path) -> None:
    report = _check(shop)
    assert ([True, True], ()) == ([each.passed for each in report.of_orders], report.workspace.problems)


def test_what_an_order_does_not_come_to_is_a_failure_with_its_place(shop: Path) -> None:
    report = _check(shop, ("total: 181.50", "total: 181.49, due: 1, monthly: 3"), ("freight: 7.90", "frieght: 7.90"))
    assert [
        "order_scenarios.yaml:10:21: total: found 181.5; expected 181.49",
        "order_scenarios.yaml:10:34: due: found 181.5; expected 1",
        "order_scenarios.yaml:10:46: monthly: found nothing; expected 3",
        "order_scenarios.yaml:10:78: steps.frieght: found nothing; expected 7.9",
    ] == [str(each) for result in report.of_orders for each in result.failures]


def test_a_fault_that_is_not_expected_is_a_failure_and_one_that_is_missing_too(shop: Path) -> None:
    report = _check(
        shop, ("faults: [/codes/0]", "total: 5"), ("codes: [SPRING]\n    items:\n", "codes: []\n    items:\n")
    )
    assert [False, False] == [each.passed for each in report.of_orders]
    (refused,) = report.of_orders[1].failures
    assert "the code `SPRING` is for orders of 60.00 EUR or more" in refused.actual


def test_a_wrong_file_of_scenarios_is_a_problem(shop: Path) -> None:
    report = _check(shop, ("expect: {total", "expects: {total"))
    assert report.failed
    assert {"order_scenarios.yaml"} == {Path(each.location.file).name for each in report.workspace.problems}


def test_wrong_order_rules_are_problems_of_a_check(shop: Path) -> None:
    path = shop / "pricing_rules" / "shop" / "shop.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: discount", "kind: discout"), encoding="utf-8")
    assert not _check(shop).workspace.usable
