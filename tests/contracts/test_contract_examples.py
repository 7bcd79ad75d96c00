"""Contracts in the guide and the reference load, their scenarios pass, and every key is documented."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from configurator.contracts import shape as contract_shapes
from configurator.contracts.contract_scenarios import SCENARIOS_ENTRY as SCENARIOS
from configurator.contracts.contract_scenarios import (
    ContractScenarioResult,
    load_contract_scenarios,
    run_contract_scenarios,
)
from configurator.contracts.growth.forecast import read_forecast
from configurator.contracts.model import Offer
from configurator.contracts.offers import ENTRY, load_offer
from configurator.reading.files import Files
from tests.contracts.offers import shipped
from tests.pricing.pricing_pages import CONTRACTS_REFERENCE, GUIDE, REFERENCE

TEXT = GUIDE.read_text(encoding="utf-8") + REFERENCE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(yaml|scenarios|forecast)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS: list[tuple[str, str]] = BLOCK.findall(TEXT)


def offer_in(text: str) -> Offer:
    offer, problems = load_offer(Files({ENTRY: text.encode()}))
    assert offer is not None and () == problems
    return offer


def results() -> Iterator[ContractScenarioResult]:
    offer = None
    for kind, text in BLOCKS:
        if text.startswith("format: 2\noffer: "):
            offer = offer_in(text)
        elif kind == "scenarios" and offer is not None:
            written = f"format: 1\nscenarios:\n{text}"
            scenarios, problems = load_contract_scenarios(Files({SCENARIOS: written.encode()}), offer)
            assert () == problems
            yield from run_contract_scenarios(offer, scenarios)


@pytest.mark.parametrize("result", list(results()), ids=lambda result: result.scenario.name)
def test_a_scenario_passes(result: ContractScenarioResult) -> None:
    assert () == tuple(map(str, result.failures))


def test_the_forecast_is_read() -> None:
    text = next(text for kind, text in BLOCKS if kind == "forecast")
    forecast = read_forecast(Files({"forecast.yaml": text.encode()}), "forecast.yaml", shipped("hp_superdome"))
    assert (36, ["steady", "fast", "seasonal"]) == (forecast.months, [each.name for each in forecast.scenarios])


def keys() -> Iterator[str]:
    for shape in vars(contract_shapes).values():
        if isinstance(shape, type) and issubclass(shape, BaseModel) and shape.__module__ == contract_shapes.__name__:
            yield from (field.alias or name for name, field in shape.model_fields.items())


@pytest.mark.parametrize("key", sorted(set(keys())))
def test_every_key_is_documented(key: str) -> None:
    assert re.search(rf"`{key}`|\b{key}:", CONTRACTS_REFERENCE)
