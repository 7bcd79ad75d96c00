"""What searches answer is what their models describe."""

import json

from configurator_api.schemas.search_responses import BestBuildResponse, ParetoFrontResponse, PriceOverviewResponse

from tests.api.service import Service

CAR = "/v1/catalogs/bmw_x3"
GOALS = {"on": "2013-06-01", "goals": [{"sense": "most", "expression": "count(navigation, bmw_apps)"}]}


def test_a_range_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/range", {"on": "2013-06-01", "builds": 1}).json()
    assert PriceOverviewResponse.model_validate_json(json.dumps(response)).possible


def test_a_best_build_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/best", {**GOALS, "at_most": 45000}).json()
    assert BestBuildResponse.model_validate_json(json.dumps(response)).proved


def test_a_front_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/front", GOALS).json()
    assert ParetoFrontResponse.model_validate_json(json.dumps(response)).complete
