"""The JSON of reopened choices tells what is lost and what conflicts."""

from datetime import date

from configurator.engine import Engine, EvaluationRequest
from configurator.offering.repair_json import reopened_data
from configurator.session.choices import Choices

REOPENING_DAY = date(2013, 6, 1)


def test_what_is_lost_and_what_clashes_are_both_told() -> None:
    saved = Choices({"trim": "fineline_siena", "premium_package": False, "pant": "red"})
    found = Engine.open().reopen(EvaluationRequest("bmw_x3", REOPENING_DAY, saved, seconds=None), digest="another")
    data = reopened_data(found.found, found.repairs)
    german = reopened_data(found.found, found.repairs, "de")["lost"]
    assert ["pant: red gibt es im Katalog nicht mehr"] == [loss["message"] for loss in german]
    assert (False, False) == (data["same_catalog"], data["holds"])
    assert [{"path": "pant", "value": "red", "kind": "unknown-path"}] == [
        {name: loss[name] for name in ("path", "value", "kind")} for loss in data["lost"]
    ]
    assert data["conflicts"] and data["repairs"] and "pant" not in str(data["choices"])
