"""What searches answer is what their models describe."""

import json

from configurator.offering.search_responses import BestBuildResponse, ParetoFrontResponse, PriceOverviewResponse
from tests.api.service import Service
from tests.offering.test_evaluation_responses import as_described

CAR = "/v1/catalogs/bmw_x3"
GOALS = {"on": "2013-06-01", "goals": [{"sense": "most", "expression": "count(navigation, bmw_apps)"}]}


def test_a_range_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/range", {"on": "2013-06-01", "builds": 1}).json()
    assert as_described(json.dumps(response).encode(), PriceOverviewResponse)["possible"]


def test_a_best_build_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/best", {**GOALS, "at_most": 45000}).json()
    assert as_described(json.dumps(response).encode(), BestBuildResponse)["proved"]


def test_a_front_keeps_to_its_model(served: Service) -> None:
    response = served.post(f"{CAR}/front", GOALS).json()
    assert as_described(json.dumps(response).encode(), ParetoFrontResponse)["complete"]
