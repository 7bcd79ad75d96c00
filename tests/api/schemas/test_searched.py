"""What searches answer is what their models describe."""

import json

from configurator_api.schemas.searched import Best, Front, Span

from tests.api.service import Service

CAR = "/v1/catalogs/bmw_x3"
GOALS = {"on": "2013-06-01", "goals": [{"sense": "most", "expression": "count(navigation, bmw_apps)"}]}


def test_a_range_keeps_to_its_model(served: Service) -> None:
    told = served.post(f"{CAR}/range", {"on": "2013-06-01", "builds": 1}).json()
    assert Span.model_validate_json(json.dumps(told)).possible


def test_a_best_build_keeps_to_its_model(served: Service) -> None:
    told = served.post(f"{CAR}/best", {**GOALS, "at_most": 45000}).json()
    assert Best.model_validate_json(json.dumps(told)).proved


def test_a_front_keeps_to_its_model(served: Service) -> None:
    told = served.post(f"{CAR}/front", GOALS).json()
    assert Front.model_validate_json(json.dumps(told)).complete
