"""An explanation is as its type describes it."""

from pydantic import TypeAdapter

from configurator.session import as_data
from configurator.session.explanation_responses import ExplanationResponse
from tests.session.trees import TREE, WHOLE


def test_explanations_are_as_described() -> None:
    for explanation in (TREE, WHOLE):
        response = as_data(explanation)
        assert response == TypeAdapter(ExplanationResponse).validate_python(response)
