"""The questions that may take long: searches by price, over contracts as demand grows, and about choices.

Each answers a request with a text that is JSON, in this process or in a worker process, from nothing but its arguments.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from configurator.canonical_json import dumps, loads
from configurator.contracts.growth.growth_plan import plan
from configurator.contracts.growth.plan_json import plan_to_json
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest
from configurator.limits import JSON_BYTES
from configurator.offering.best_build import Aim, read_aim
from configurator.offering.goals import Sense, read_condition, read_goal
from configurator.offering.price_range import OverviewParts
from configurator.offering.search_json import best_data, front_data, span_data
from configurator_api.choice_questions import TrialRequest, evaluate, explain, find_conflicts, try_out
from configurator_api.problem_details import FaultyRequest
from configurator_api.request_faults import all_faults, requested_offer
from configurator_api.schemas.plan_requests import PlanRequest
from configurator_api.schemas.request_models import (
    BestRequest,
    ConflictsRequest,
    EvaluateRequest,
    ExplainRequest,
    FrontRequest,
    QuestionRequest,
    RangeRequest,
    RequestModel,
)
from configurator_api.search_messages import SearchQuestion


def find_range(engine: Engine, catalog: str, body: RangeRequest, now: datetime, seconds: float) -> str:
    """Return the price range of all completions of the choices, and the least total with every option."""
    request = body.evaluation_request(catalog, now, seconds)
    budget = engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        overview = engine.price_overview(request, OverviewParts(body.builds, body.options), budget=budget)
    return dumps(span_data(overview, body.locale))


def find_best(engine: Engine, catalog: str, body: BestRequest, now: datetime, seconds: float) -> str:
    """Return the completion of the choices that is best by one goal after the other, then the cheapest such."""
    request = body.evaluation_request(catalog, now, seconds)
    budget = engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        aim = _aim(engine, catalog, body)
        offered = engine.price_search(request, budget=budget)
        best_build = offered.best(request.choices, aim, budget=budget)
    return dumps(best_data(offered.prices.basis, aim, best_build, body.locale))


def find_front(engine: Engine, catalog: str, body: FrontRequest, now: datetime, seconds: float) -> str:
    """Return every combination of price and one or two goals that no other product beats, each with a product."""
    request = body.evaluation_request(catalog, now, seconds)
    budget = engine.budget(request.seconds)
    with all_faults(engine, {"": request}, in_url=True):
        aim = _aim(engine, catalog, body)
        offered = engine.price_search(request, budget=budget)
        pareto_front = offered.front(request.choices, aim, number=body.points, budget=budget)
    return dumps(front_data(offered.prices.basis, aim, pareto_front, body.locale))


def plan_growth(engine: Engine, _: str, body: PlanRequest, __: datetime, ___: float) -> str:
    """Return what every contract of an offer comes to as demand grows."""
    offer = requested_offer(engine.offers, body)
    growth_plan = plan(offer, body.forecast(offer), body.contracts, body.discount_rate)
    return dumps(plan_to_json(growth_plan, body.locale))


def prepare(engine: Engine, catalog: str, _: QuestionRequest, now: datetime, seconds: float) -> str:
    """Load a catalog and prepare its prices, for the questions that follow."""
    engine.price_search(EvaluationRequest(catalog, now), budget=engine.budget(seconds))
    return dumps({})


@dataclass(frozen=True, slots=True)
class Search:
    """A search: the form of its request, and how it is answered."""

    body: type[RequestModel]
    answer: Callable[[Engine, str, Any, datetime, float], str]
    of_offer: bool = False


SEARCHES: Mapping[str, Search] = MappingProxyType(
    {
        "range": Search(RangeRequest, find_range),
        "best": Search(BestRequest, find_best),
        "front": Search(FrontRequest, find_front),
        "plan": Search(PlanRequest, plan_growth, of_offer=True),
        "prepare": Search(QuestionRequest, prepare),
        "evaluate": Search(EvaluateRequest, evaluate),
        "explain": Search(ExplainRequest, explain),
        "conflicts": Search(ConflictsRequest, find_conflicts),
        "try": Search(TrialRequest, try_out),
    }
)


def digests_of(engine: Engine, search: str, about: str) -> tuple[str, ...]:
    """Return the digests of the files that an answer follows from, which are read; raises as reading them does."""
    if SEARCHES[search].of_offer:
        return (engine.offers.offer(about).digest,)
    return (engine.outline(about).digest, *(book.model.digest for book in engine.books(about).values()))


def answer_to(engine: Engine, question: SearchQuestion) -> str:
    """Return the answer to a question whose request is valid."""
    search = SEARCHES[question.search]
    body = search.body.model_validate(loads(question.body, most_bytes=max(JSON_BYTES, 4 * len(question.body))))
    now = datetime.fromisoformat(question.now)
    return search.answer(engine, question.about, body, now, question.milliseconds / 1000)


def _aim(engine: Engine, catalog: str, body: BestRequest | FrontRequest) -> Aim:
    """Read goals and conditions; raise all that is wrong with them together."""
    read = engine.outline(catalog)
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
