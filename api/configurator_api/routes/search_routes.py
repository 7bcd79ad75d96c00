"""Stateless searches by price: the price range, the best build within a budget, the Pareto front."""

from fastapi import APIRouter, Depends, Response

from configurator.errors import InvalidRequest
from configurator.offering.best_build import Aim, read_aim
from configurator.offering.goals import Sense, read_condition, read_goal
from configurator.offering.search_json import best_data, front_data, span_data
from configurator.offering.search_responses import BestBuildResponse, ParetoFrontResponse, PriceOverviewResponse
from configurator_api.json_http import ExactRoute, answers, json_response
from configurator_api.problem_details import FaultyRequest
from configurator_api.rate_limits import limit_evaluations
from configurator_api.request_faults import all_faults
from configurator_api.routes.catalog_routes import CatalogId
from configurator_api.schemas.request_models import BestRequest, FrontRequest, RangeRequest
from configurator_api.service_context import InContext, ServiceContext

router = APIRouter(
    prefix="/catalogs/{catalog_id}", tags=["prices"], route_class=ExactRoute, dependencies=[Depends(limit_evaluations)]
)
_ERRORS = (400, 404, 408, 413, 415, 422, 429, 503)


@router.post("/range", responses=answers("From the cheapest to the dearest product.", PriceOverviewResponse, *_ERRORS))
def find_range(context: InContext, catalog_id: CatalogId, body: RangeRequest) -> Response:
    """Return the price range of all completions of the choices, and the least total with every option.

    The other options of a choice are priced in its place.
    """
    request = body.evaluation_request(catalog_id, context.settings.now(), context.settings.most_seconds)
    engine, budget = context.engine, context.engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        price_overview = engine.price_overview(request, builds=body.builds, options=body.options, budget=budget)
    return json_response(span_data(price_overview, body.locale))


@router.post("/best", responses=answers("The best build.", BestBuildResponse, *_ERRORS))
def find_best(context: InContext, catalog_id: CatalogId, body: BestRequest) -> Response:
    """Find the completion of the choices that is best by one goal after the other, then the cheapest such.

    Goals and conditions are written in the expression language of catalogs. Without goals, the owner's preferences and
    defaults decide.
    """
    request = body.evaluation_request(catalog_id, context.settings.now(), context.settings.most_seconds)
    engine, budget = context.engine, context.engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        offered = engine.price_search(request, budget=budget)
        aim = _aim(context, catalog_id, body)
        best_build = offered.best(request.choices, aim, budget=budget)
    return json_response(best_data(offered.prices.basis, aim, best_build, body.locale))


@router.post("/front", responses=answers("What no other product beats.", ParetoFrontResponse, *_ERRORS))
def find_front(context: InContext, catalog_id: CatalogId, body: FrontRequest) -> Response:
    """List every combination of price and one or two goals that no other product beats, each with a product."""
    request = body.evaluation_request(catalog_id, context.settings.now(), context.settings.most_seconds)
    engine, budget = context.engine, context.engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        offered = engine.price_search(request, budget=budget)
        aim = _aim(context, catalog_id, body)
        pareto_front = offered.front(request.choices, aim, number=body.points, budget=budget)
    return json_response(front_data(offered.prices.basis, aim, pareto_front, body.locale))


def _aim(context: ServiceContext, catalog_id: str, body: BestRequest | FrontRequest) -> Aim:
    """Read goals and conditions; raise all that is wrong with them together."""
    read = context.engine.outline(catalog_id)
    goals = [(Sense(goal.sense), goal.expression) for goal in body.goals]
    faults = []
    for number, goal in enumerate(goals):
        try:
            read_goal(read, *goal)
        except InvalidRequest as error:
            faults.append((f"/goals/{number}/expression", str(error)))
    for number, text in enumerate(body.require):
        try:
            read_condition(read, text)
        except InvalidRequest as error:
            faults.append((f"/require/{number}", str(error)))
    if faults:
        raise FaultyRequest(faults)
    return read_aim(read, goals, at_most=body.at_most, require=body.require)
