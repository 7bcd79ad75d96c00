"""Quotes: created once under an idempotency key, immutable, verified on request."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from configurator.canonical_json import as_json, digest_of
from configurator.quoting.cost_body import QuoteCostsResponse
from configurator.quoting.quote_model import SealedQuote
from configurator.quoting.quote_responses import QuoteResponse
from configurator.quoting.verification_report import VerificationResponse
from configurator.storage.quote_lists import QuoteListResponse, quote_list
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, RecordedResponse
from configurator_api.json_http import TAG, ExactRoute, answers, json_response, tagged, text_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.request_faults import order_faults
from configurator_api.schemas import text_forms
from configurator_api.schemas.request_models import QuoteRequest
from configurator_api.security import CostReadingKey, ReadingKey, WritingKey
from configurator_api.service_context import InContext, ServiceContext

router = APIRouter(prefix="/quotes", tags=["quotes"], route_class=ExactRoute)

QuoteId = Annotated[str, Path(pattern=text_forms.ID)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=text_forms.IDEMPOTENCY_KEY,
        description="A new one for each new quote; the same one again for the same request sent again.",
    ),
]
_CREATED = answers("The quote.", QuoteResponse, 400, 401, 403, 408, 409, 413, 415, 422, 429, 503, status=201)
_CREATED[201]["headers"] = {
    "ETag": TAG,
    "Location": {"schema": {"type": "string"}, "description": "The address of the quote."},
    "Idempotency-Replayed": {"schema": {"type": "string"}, "description": "`true` where this was answered before."},
}


@router.post("", status_code=201, responses=_CREATED)
@on_lane(LaneName.QUOTES)
def draw_quote(context: InContext, key: WritingKey, idempotency: IdempotencyKey, body: QuoteRequest) -> Response:
    """Draw up a quote and keep it for good, with the very catalogs and books that it stands on.

    Sent again with the same key, the same request is answered with the same quote, and with `Idempotency-Replayed`.
    """
    idempotent_request = IdempotentRequest(
        idempotency, digest_of({"at": "/v1/quotes", "body": as_json(body.model_dump())})
    )
    kept = context.storage.idempotency.recall(key.seller, idempotent_request)
    if kept is not None:
        return _replayed(context, key.seller, kept)
    return _draw(context, key.seller, idempotent_request, body)


def _draw(context: ServiceContext, seller: str, idempotent_request: IdempotentRequest, body: QuoteRequest) -> Response:
    now = context.settings.now()
    seconds = context.settings.quote_seconds
    order = body.order(now, seconds)
    id = f"q_{secrets.token_hex(12)}"
    context.try_out_items(order.items, seconds)
    with order_faults(context.engine, order):
        drawn = context.engine.quote(order, id=id, seller=seller, created=now, number=body.number, seconds=seconds)
    answer = AnswerRecord(idempotent_request, RecordedResponse(201, id), now)
    result = context.storage.quotes.add(drawn.sealed, drawn.contents, answer=answer, costs=drawn.costs)
    if result is not None and result.replayed:
        return _replayed(context, seller, result.response)
    return _created(drawn.sealed, answer.response.status)


def _replayed(context: ServiceContext, seller: str, kept: RecordedResponse) -> Response:
    """Answer from the quote that the first request made."""
    response = _created(context.storage.quotes.get(seller, kept.resource), kept.status)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _created(sealed: SealedQuote, status: int) -> Response:
    headers = {"Location": f"/v1/quotes/{sealed.quote.id}", "ETag": f'"{sealed.digest}"'}
    return text_response(sealed.body, status, headers)


@router.get("", responses=answers("A page of quotes, newest first.", QuoteListResponse, 401, 403, 422, 429, 503))
@on_lane(LaneName.DATABASE)
def list_quotes(
    context: InContext,
    key: ReadingKey,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=300, description="The `next` of the page before.")] = None,
) -> Response:
    """List the quotes of the key's seller."""
    page = context.storage.quotes.list(key.seller, limit=limit, after=after)
    return json_response(quote_list(page))


@router.get(
    "/{quote_id}", responses=answers("The quote, as it was sealed.", QuoteResponse, 304, 401, 403, 404, 422, 429, 503)
)
@on_lane(LaneName.DATABASE)
def read_quote(request: Request, context: InContext, key: ReadingKey, quote_id: QuoteId) -> Response:
    """Return a quote, byte for byte as it was sealed; its entity tag is its digest."""
    sealed = context.storage.quotes.get(key.seller, quote_id)
    return tagged(request, sealed.body, sealed.digest)


@router.get(
    "/{quote_id}/costs",
    responses=answers("The costs, as they were sealed.", QuoteCostsResponse, 304, 401, 403, 404, 409, 422, 429, 503),
)
@on_lane(LaneName.DATABASE)
def read_costs(request: Request, context: InContext, key: CostReadingKey, quote_id: QuoteId) -> Response:
    """Return what a quote costs the seller and what it leaves; the key needs the scope `costs:read`, too."""
    costs = context.storage.quotes.costs(key.seller, quote_id)
    return tagged(request, costs.body, costs.digest)


@router.get(
    "/{quote_id}/verification",
    responses=answers("Every check that was made.", VerificationResponse, 401, 403, 404, 422, 429, 503),
)
@on_lane(LaneName.QUOTES)
def verify_quote(context: InContext, key: ReadingKey, quote_id: QuoteId) -> Response:
    """Prove a quote anew from the stored bytes: digests, configuration, price, sums."""
    report = context.engine.verify(context.storage.quotes.stored(key.seller, quote_id))
    return json_response(report.as_json())
