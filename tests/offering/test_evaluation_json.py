"""The JSON of an evaluation is canonical, localised, and leaves out what is not there."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from configurator import canonical_json
from configurator.canonical_json import dumps
from configurator.configuration import FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation_json import evaluation_data, evaluation_text
from configurator.session.choices import Choices

DAY = date(2026, 1, 1)


def test_it_is_canonical_json(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)))
    text = canonical_json.dumps(found)
    assert text == canonical_json.dumps(canonical_json.as_json(canonical_json.loads(text)))


def test_features_of_instances_are_listed_as_they_are_there(lamps: Engine) -> None:
    none = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)))
    one = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY, Choices({"arms": 1}))))
    assert ["shade", "dimmer", "bulbs"] == [feature["path"] for feature in none["features"]]
    assert "arms[a1].joint" in [feature["path"] for feature in one["features"]]


def test_texts_are_in_the_locale(lamps: Engine) -> None:
    found = evaluation_data(lamps.evaluation(EvaluationRequest("lamps", DAY)), "de")
    assert "Lampen" == found["catalog"]["title"]


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "shade": st.sampled_from(["paper", "glass", "steel"]),
        "dimmer": st.booleans(),
        "bulbs": st.integers(1, 4),
        "arms": st.integers(0, 2),
        "arms[a1].joint": st.sampled_from(["fixed", "ball"]),
    },
)


@given(values=CHOICES, priced=st.booleans(), differences=st.booleans(), locale=st.sampled_from(["en", "de"]))
def test_the_text_is_the_canonical_json_of_the_data(
    lamps: Engine, values: dict[str, FeatureValue], priced: bool, differences: bool, locale: str
) -> None:
    request = EvaluationRequest("lamps", date(2026, 1, 1), Choices(values), priced=priced, differences=differences)
    found = lamps.evaluation(request)
    assert dumps(evaluation_data(found, locale)) == evaluation_text(found, locale)


def test_a_text_is_kept_with_its_evaluation_in_the_locale_asked_for_last(lamps: Engine) -> None:
    found = lamps.evaluation(EvaluationRequest("lamps", date(2026, 1, 1)))
    first = evaluation_text(found, "en")
    assert first is evaluation_text(found, "en")
    assert evaluation_text(found, "de") != first
    assert ["de"] == list(found.written)
