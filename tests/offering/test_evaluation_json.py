"""The JSON of an evaluation is canonical, localised, and leaves out what is not there."""

from datetime import date

from configurator import canonical_json
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation_json import evaluation_data, reopened_data
from configurator.session.choices import Choices

DAY = date(2026, 1, 1)


def test_it_is_canonical_json(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)))
    text = canonical_json.dumps(found)
    assert text == canonical_json.dumps(canonical_json.as_json(canonical_json.loads(text)))


def test_features_of_instances_are_listed_as_they_are_there(lamps: Engine) -> None:
    none = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)))
    one = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY, Choices({"arms": 1}))))
    assert ["shade", "dimmer", "bulbs"] == [feature["path"] for feature in none["features"]]  # type: ignore[index,union-attr,call-overload]
    assert "arms[a1].joint" in [feature["path"] for feature in one["features"]]  # type: ignore[index,union-attr,call-overload]


def test_texts_are_in_the_locale(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)), "de")
    assert "Lampen" == found["catalog"]["title"]  # type: ignore[index,call-overload]


REOPENING_DAY = date(2013, 6, 1)


def test_what_is_lost_and_what_clashes_are_both_told() -> None:
    saved = Choices({"trim": "fineline_siena", "premium_package": False, "pant": "red"})
    found = Engine.open().reopen(EvaluationRequest("bmw_x3", REOPENING_DAY, saved, seconds=None), digest="another")
    data = reopened_data(found.found, found.repairs)
    assert (False, False) == (data["same_catalog"], data["holds"])
    assert [{"path": "pant", "value": "red", "kind": "unknown-path"}] == [
        {name: loss[name] for name in ("path", "value", "kind")}  # type: ignore[index,call-overload]
        for loss in data["lost"]  # type: ignore[union-attr]
    ]
    assert data["conflicts"] and data["repairs"] and "pant" not in str(data["choices"])
