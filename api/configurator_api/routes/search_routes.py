"""Stateless searches by price: the price range, the best build within a budget, the Pareto front."""

import json

from fastapi import APIRouter, Depends, Request, Response

from configurator.offering.search_responses import BestBuildResponse, ParetoFrontResponse, PriceOverviewResponse
from configurator_api.json_http import ExactRoute, SentBody, answers, text_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations
from configurator_api.request_log import UNDECIDED
from configurator_api.routes.catalog_routes import CatalogId
from configurator_api.schemas.request_models import BestRequest, FrontRequest, RangeRequest
from configurator_api.service_context import InContext

router = APIRouter(
    prefix="/catalogs/{catalog_id}", tags=["prices"], route_class=ExactRoute, dependencies=[Depends(limit_evaluations)]
)
_ERRORS = (400, 404, 408, 413, 415, 422, 429, 503)


@router.post("/range", responses=answers("From the cheapest to the dearest product.", PriceOverviewResponse, *_ERRORS))
@on_lane(LaneName.SEARCHES)
def find_range(
    request: Request, context: InContext, catalog_id: CatalogId, body: RangeRequest, sent: SentBody
) -> Response:
    """Return the price range of all completions of the choices, and the least total with every option.

    The other options of a choice are priced in its place.
    """
    return _told(request, context.search("range", catalog_id, body, sent, body.seconds))


@router.post("/best", responses=answers("The best build.", BestBuildResponse, *_ERRORS))
@on_lane(LaneName.SEARCHES)
def find_best(
    request: Request, context: InContext, catalog_id: CatalogId, body: BestRequest, sent: SentBody
) -> Response:
    """Find the completion of the choices that is best by one goal after the other, then the cheapest such.

    Goals and conditions are written in the expression language of catalogs. Without goals, the owner's preferences and
    defaults decide.
    """
    return _told(request, context.search("best", catalog_id, body, sent, body.seconds))


@router.post("/front", responses=answers("What no other product beats.", ParetoFrontResponse, *_ERRORS))
@on_lane(LaneName.SEARCHES)
def find_front(
    request: Request, context: InContext, catalog_id: CatalogId, body: FrontRequest, sent: SentBody
) -> Response:
    """List every combination of price and one or two goals that no other product beats, each with a product."""
    return _told(request, context.search("front", catalog_id, body, sent, body.seconds))


def _told(request: Request, text: str) -> Response:
    """Return an answer, and note where time left it undecided."""
    answer = json.loads(text)  # Only its truths are looked at, so numbers need not be exact.
    if answer.get("undecided") or not answer.get("complete", True):
        request.state.outcome = UNDECIDED
    return text_response(text)
