"""Plans as JSON, and shown in every way."""

import json
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from configurator.contracts.growth.chart import svg
from configurator.contracts.growth.forecast import Forecast, Scenario, growing
from configurator.contracts.growth.planning import GrowthPlan, plan
from configurator.contracts.growth.wire_form import plan_to_wire
from configurator.contracts.growth.wording import in_words, monthly, summary
from configurator.wire import dumps
from tests.contracts.offers import FAMILIES, shipped

F = Fraction
HALF = F(1, 2)


def found(family: str = "hp_superdome") -> GrowthPlan:
    offer = shipped(family)
    resource = next(iter(offer.resources.values()))
    slow = growing(resource.most / 4, 12)
    fast = growing(resource.most / 4, 12, percent_a_month=F(10))
    return plan(
        offer, Forecast(resource.id, date(2026, 1, 1), (Scenario("slow", HALF, slow), Scenario("fast", HALF, fast)))
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_every_offer_can_be_planned_and_shown(family: str) -> None:
    shown = found(family)
    text = [*summary(shown, "en"), *in_words(shown, "en"), *monthly(shown, "en")]
    assert any("is the cheapest" in line for line in text)
    wire = plan_to_wire(shown, "en")
    assert json.loads(dumps(wire))["cheapest"]["contract"] == shown.reason.cheapest
    root = ElementTree.fromstring(svg(shown, "en"))
    assert root.attrib["role"] == "img"


def test_equal_plans_are_equal_to_the_last_byte() -> None:
    assert dumps(plan_to_wire(found(), "en")) == dumps(plan_to_wire(found(), "en"))
