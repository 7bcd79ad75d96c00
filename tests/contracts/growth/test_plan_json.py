"""Plans as JSON, and shown in every way."""

import json
from xml.etree import ElementTree

import pytest

from configurator.canonical_json import dumps
from configurator.contracts.growth.plan_chart import svg
from configurator.contracts.growth.plan_json import plan_to_json
from configurator.contracts.growth.plan_wording import in_words, monthly, summary
from tests.contracts.growth.forecasts import slow_or_fast
from tests.contracts.offers import FAMILIES


@pytest.mark.parametrize("family", FAMILIES)
def test_every_offer_can_be_planned_and_shown(family: str) -> None:
    shown = slow_or_fast(family)
    text = [*summary(shown, "en"), *in_words(shown, "en"), *monthly(shown, "en")]
    assert any("is the cheapest" in line for line in text)
    body = plan_to_json(shown, "en")
    assert json.loads(dumps(body))["cheapest"]["contract"] == shown.reason.cheapest
    root = ElementTree.fromstring(svg(shown, "en"))
    assert root.attrib["role"] == "img"


def test_equal_plans_are_equal_to_the_last_byte() -> None:
    assert dumps(plan_to_json(slow_or_fast(), "en")) == dumps(plan_to_json(slow_or_fast(), "en"))
