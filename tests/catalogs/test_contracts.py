"""Every scenario that lies beside shipped contracts is a test."""

import pytest

from configurator.contracts.contract_scenarios import ContractScenarioResult
from configurator.owner.full_check import contract_results, read_workspace
from configurator.shipped import shipped_folder

RESULTS = contract_results(read_workspace(shipped_folder("catalogs"), shipped_folder("pricing_rules")))


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: f"{result.offer}-{result.scenario.name}")
def test_a_scenario_comes_out_as_its_owner_wrote(result: ContractScenarioResult) -> None:
    assert () == tuple(map(str, result.failures))
