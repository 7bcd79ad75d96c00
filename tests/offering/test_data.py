"""The JSON of an evaluation is canonical, localised, and leaves out what is not there."""

from datetime import date

from configurator import canonical_json
from configurator.engine import Ask, Engine
from configurator.offering.data import evaluation_data
from configurator.session.choices import Choices

DAY = date(2026, 1, 1)


def test_it_is_canonical_json(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluate(Ask("lamps", DAY)))
    text = canonical_json.dumps(found)
    assert text == canonical_json.dumps(canonical_json.as_json(canonical_json.loads(text)))


def test_features_of_instances_are_listed_as_they_are_there(lamps: Engine) -> None:
    none = evaluation_data(lamps.evaluate(Ask("lamps", DAY)))
    one = evaluation_data(lamps.evaluate(Ask("lamps", DAY, Choices({"arms": 1}))))
    assert ["shade", "dimmer", "bulbs"] == [feature["path"] for feature in none["features"]]  # type: ignore[index,union-attr,call-overload]
    assert "arms[a1].joint" in [feature["path"] for feature in one["features"]]  # type: ignore[index,union-attr,call-overload]


def test_texts_are_in_the_locale(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluate(Ask("lamps", DAY)), "de")
    assert "Lampen" == found["catalog"]["title"]  # type: ignore[index,call-overload]
