"""Answers of searches as JSON: exact amounts, options in the order of the catalog, units of goals."""

from configurator.canonical_json import dumps
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.best_build import read_aim
from configurator.offering.goals import Sense
from configurator.offering.price_range import OverviewParts
from configurator.offering.search_json import best_data, front_data, span_data
from configurator.session.choices import NO_CHOICES
from tests.offering.test_price_range import DAY

ASK = EvaluationRequest("lamps", DAY)


def test_a_span_tells_ends_options_and_what_they_are_of(lamps: Engine) -> None:
    data = span_data(lamps.price_search(ASK).span(NO_CHOICES, OverviewParts(2, options=True)), "de")
    assert ("Lampen", "EUR", 12, True, "0") == (
        data["catalog"]["title"],
        data["currency"],
        data["compare_over_months"],
        data["possible"],
        data["slack"],
    )
    shade = next(each for each in data["features"] if each["path"] == "shade")
    assert ["paper", "glass", "steel"] == [option["value"] for option in shade["options"]]


def test_a_best_build_and_a_front_repeat_what_was_asked(lamps: Engine) -> None:
    offered, aim = (
        lamps.price_search(ASK),
        read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs")], require=["not dimmer"]),
    )
    best = best_data(offered.prices.basis, aim, offered.best(NO_CHOICES, aim))
    front = front_data(offered.prices.basis, aim, offered.front(NO_CHOICES, aim))
    for data in (best, front):
        assert [{"sense": "most", "expression": "bulbs", "unit": ""}] == data["goals"]
        assert (["not dimmer"], None) == (data["require"], data["at_most"])
    assert '"reached":["4"]' in dumps(best) and '"complete":true' in dumps(front)
