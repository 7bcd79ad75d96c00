"""Stateless evaluation of choices: states, conflict, repairs, price, explanations."""

from functools import partial

from fastapi import APIRouter, Depends, Request, Response

from configurator.engine import Engine, EvaluationRequest
from configurator.errors import Undecided
from configurator.offering.evaluation_json import evaluation_text
from configurator.offering.evaluation_responses import ConflictsResponse, EvaluationResponse, WhyResponse
from configurator_api.choice_questions import EvaluatedText
from configurator_api.json_http import ExactRoute, SentBody, answers, text_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations
from configurator_api.request_faults import all_faults
from configurator_api.request_log import UNDECIDED
from configurator_api.routes.catalog_routes import CatalogId
from configurator_api.schemas.request_models import ConflictsRequest, EvaluateRequest, ExplainRequest
from configurator_api.service_context import InContext

router = APIRouter(
    prefix="/catalogs/{catalog_id}", tags=["choices"], route_class=ExactRoute, dependencies=[Depends(limit_evaluations)]
)
_ERRORS = (400, 404, 408, 413, 415, 422, 429, 503)


@router.post("/evaluate", responses=answers("Everything that follows from the choices.", EvaluationResponse, *_ERRORS))
async def evaluate(
    http: Request, context: InContext, catalog_id: CatalogId, body: EvaluateRequest, sent: SentBody
) -> Response:
    """Evaluate choices: the exact state of every option with its price difference, and the running price.

    Conflicting choices are a normal response: `consistent` is false, and `conflict` and `repairs` give the reason and
    the remedies. Numbers of the request are read exactly; amounts of the response are decimal texts.
    """
    request = body.evaluation_request(catalog_id, context.settings.now(), context.settings.most_seconds)
    known = context.engine.known(request)
    if known is not None:
        return text_response(evaluation_text(known, body.locale))
    if context.answers_itself(catalog_id):
        evaluated = await context.in_queue(http, request, partial(_evaluated, context.engine, body.locale))
    else:
        evaluated = await context.evaluated_elsewhere(http, catalog_id, body, sent)
    if evaluated.undecided:
        http.state.outcome = UNDECIDED
    return text_response(evaluated.text)


def _evaluated(engine: Engine, locale: str, request: EvaluationRequest) -> EvaluatedText:
    if request.quick:
        evaluation = engine.evaluation(request)
        if evaluation.undecided:
            raise Undecided("this takes longer")
        return EvaluatedText(evaluation_text(evaluation, locale), undecided=False)
    with all_faults(engine, {"": request}, in_url=True):
        evaluation = engine.evaluation(request)
        return EvaluatedText(evaluation_text(evaluation, locale), evaluation.undecided)


@router.post("/explain", responses=answers("The reasons, and what would help.", WhyResponse, *_ERRORS))
@on_lane(LaneName.EVALUATIONS)
def explain(context: InContext, catalog_id: CatalogId, body: ExplainRequest, sent: SentBody) -> Response:
    """Say why a value cannot be chosen, or, of a path alone, why it is implied, absent or present.

    `explanation` is null where nothing stands in the way.
    """
    return text_response(context.answer("explain", catalog_id, body, sent))


@router.post("/conflicts", responses=answers("Every reason, and every way out.", ConflictsResponse, *_ERRORS))
@on_lane(LaneName.EVALUATIONS)
def find_conflicts(context: InContext, catalog_id: CatalogId, body: ConflictsRequest, sent: SentBody) -> Response:
    """Return all minimal conflicts of the choices, or of a value with them, and all minimal changes that help.

    Both lists are empty without a conflict.
    """
    return text_response(context.answer("conflicts", catalog_id, body, sent))
