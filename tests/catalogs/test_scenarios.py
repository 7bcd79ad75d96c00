"""Every scenario that lies beside a shipped catalog or book is a test."""

import pytest

from configurator.catalog.scenarios import Scenario
from configurator.owner.full_check import read_workspace
from configurator.owner.order_scenarios import run_order_scenarios
from configurator.owner.scenario_runs import run_scenario
from configurator.shipped import shipped_folder
from tests.shipped import ENGINE

WORKSPACE = read_workspace(shipped_folder("catalogs"), shipped_folder("pricing_rules"))
SCENARIOS = [(catalog, each) for catalog, scenarios in WORKSPACE.scenarios.items() for each in scenarios]


def test_nothing_is_wrong_with_the_shipped_files() -> None:
    assert () == WORKSPACE.problems


@pytest.mark.parametrize(("catalog", "scenario"), SCENARIOS, ids=lambda value: getattr(value, "name", value))
def test_a_scenario_comes_out_as_its_owner_wrote(catalog: str, scenario: Scenario) -> None:
    result = run_scenario(ENGINE, catalog, scenario, seconds=120)
    assert result.passed, "\n".join(map(str, result.failures))


@pytest.mark.slow
def test_orders_come_to_what_their_scenarios_say() -> None:
    results = list(run_order_scenarios(ENGINE, shipped_folder("pricing_rules")))
    assert results
    assert [] == [str(failure) for result in results for failure in result.failures]
