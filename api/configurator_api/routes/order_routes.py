"""Orders: items priced together with the rules of the whole."""

from fastapi import APIRouter, Depends, Response

from configurator.pricing.orders.order_json import order_to_json
from configurator.pricing.orders.order_responses import OrderResponse
from configurator_api.json_http import ExactRoute, answers, json_response
from configurator_api.lanes import LaneName, on_lane
from configurator_api.rate_limits import limit_evaluations
from configurator_api.request_faults import order_faults
from configurator_api.schemas.request_models import OrderPriceRequest
from configurator_api.service_context import InContext

router = APIRouter(prefix="/orders", tags=["orders"], route_class=ExactRoute, dependencies=[Depends(limit_evaluations)])


@router.post("/price", responses=answers("The price of the order.", OrderResponse, 400, 408, 413, 415, 422, 429, 503))
@on_lane(LaneName.QUOTES)
def price_order(context: InContext, body: OrderPriceRequest) -> Response:
    """Price items together with the rules of an order: every step, its allocation by item, and what is due.

    Nothing is stored. Everything that is wrong with the order is reported at once, each with its place.
    """
    seconds = context.settings.quote_seconds
    order = body.order(context.settings.now(), seconds)
    context.try_out_items(order.items, seconds)
    with order_faults(context.engine, order):
        return json_response(order_to_json(context.engine.price_order(order)))
