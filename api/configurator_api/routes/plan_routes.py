"""Growth plans: contracts on offer, compared as demand grows. Nothing is stored."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from typing_extensions import TypedDict

from configurator.catalog.feature_values import show_number
from configurator.contracts.growth.plan_responses import PlanResponse
from configurator.contracts.model import Offer
from configurator.response_types import Number
from configurator_api.json_http import ExactRoute, SentBody, answers, json_response, text_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations
from configurator_api.request_faults import requested_offer
from configurator_api.schemas.plan_requests import PlanRequest
from configurator_api.schemas.request_models import Locale
from configurator_api.service_context import InContext

router = APIRouter(tags=["plans"], route_class=ExactRoute)


class OfferResourceResponse(TypedDict):
    """Capacity of one kind; contracts are compared up to `most`."""

    id: str
    title: str
    unit: str
    most: Number


class OfferContractResponse(TypedDict):
    """One way to pay for it."""

    id: str
    title: str
    because: str | None


class OfferResponse(TypedDict):
    """Contracts on offer."""

    id: str
    digest: str
    title: str
    currency: str
    illustrative: bool
    resources: list[OfferResourceResponse]
    contracts: list[OfferContractResponse]


class OfferListResponse(TypedDict):
    """All contracts on offer."""

    offers: list[OfferResponse]


@router.get("/offers", responses=answers("All contracts on offer.", OfferListResponse, 422))
@on_lane(LaneName.READING)
def list_offers(context: InContext, locale: Annotated[Locale, Query()] = "en") -> Response:
    """List the contracts on offer, with the capacity that they are for."""
    offers = context.engine.offers
    response: OfferListResponse = {"offers": [_offer(name, offers.offer(name), locale) for name in offers.names()]}
    return json_response(response)


@router.post(
    "/plans",
    responses=answers("What every contract comes to.", PlanResponse, 400, 408, 413, 415, 422, 429, 503),
    dependencies=[Depends(limit_evaluations)],
)
@on_lane(LaneName.SEARCHES)
def plan_growth(context: InContext, body: PlanRequest, sent: SentBody) -> Response:
    """Compare contracts as demand grows: cash flow by month, present value, regret, break-even, the best commitment.

    Figures are exact; weighted and discounted ones are rounded like the offer.
    """
    offer = requested_offer(context.engine.offers, body)
    return text_response(context.search("plan", offer.id, body, sent))


def _offer(name: str, offer: Offer, locale: str) -> OfferResponse:
    return {
        "id": name,
        "digest": offer.digest,
        "title": offer.title.in_locale(locale),
        "currency": offer.currency,
        "illustrative": offer.illustrative,
        "resources": [
            {"id": each.id, "title": each.title.in_locale(locale), "unit": each.unit, "most": show_number(each.most)}
            for each in offer.resources.values()
        ],
        "contracts": [
            {
                "id": each.id,
                "title": each.title.in_locale(locale),
                "because": None if each.because is None else each.because.in_locale(locale),
            }
            for each in offer.contracts.values()
        ],
    }
