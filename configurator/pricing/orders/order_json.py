"""A priced order as canonical JSON: stored in quotes, served by the API, and compared in verification."""

from typing import cast

from configurator.canonical_json import as_json, exact_text
from configurator.pricing.json_form import considered_to_json, line_to_json, to_json
from configurator.pricing.orders.missed_thresholds import MissedThreshold
from configurator.pricing.orders.order_responses import (
    CreditUseResponse,
    MissedThresholdResponse,
    OrderItemResponse,
    OrderOutcomeResponse,
    OrderPriceResponse,
    OrderResponse,
    OrderStepResponse,
)
from configurator.pricing.orders.priced_order import CreditUse, OrderStep, PricedOrder, PricedOrderItem
from configurator.response_types import Scalar, amounts_response, money_response


def order_to_json(order: PricedOrder) -> OrderResponse:
    """Return a priced order as a JSON object; exact numbers are texts, texts are maps by locale."""
    return {
        "order_rules": {"id": order.rules, "digest": order.rules_digest} if order.rules else None,
        "on": order.on.isoformat(),
        "currency": order.currency,
        "parameters": cast(dict[str, Scalar], as_json(order.parameters)),
        "codes": list(order.codes),
        "items": [_item(item) for item in order.items],
        **_outcome(order),
    }


def order_price_to_json(order: PricedOrder) -> OrderPriceResponse:
    """Return what the rules of an order came to, without its items' own prices: as quotes hold it."""
    return {**_outcome(order), "net": {item.id: amounts_response(item.net) for item in order.items}}


def _outcome(order: PricedOrder) -> OrderOutcomeResponse:
    return {
        "steps": [_step(step) for step in order.steps],
        "missed": [_missed(each) for each in order.missed],
        "considered": [considered_to_json(each) for each in order.trace],
        "totals": amounts_response(order.totals.by_cadence),
        "credits": [_credit(each) for each in order.credits],
        "due": money_response(order.due),
        "illustrative": order.illustrative,
    }


def _item(priced: PricedOrderItem) -> OrderItemResponse:
    return {
        "id": priced.item.id,
        "quantity": priced.item.quantity,
        "code": priced.item.code,
        "price": to_json(priced.item.priced),
        "own": amounts_response(priced.own),
        "net": amounts_response(priced.net),
    }


def _step(step: OrderStep) -> OrderStepResponse:
    return {
        "line": line_to_json(step.line),
        "spread": step.spread,
        "allocation": {item: exact_text(share) for item, share in step.allocation.items()},
    }


def _missed(each: MissedThreshold) -> MissedThresholdResponse:
    return {
        "rule": each.rule,
        "title": dict(each.title.by_locale),
        "place": str(each.location),
        "condition": each.condition,
        "by": exact_text(each.by),
        "money": each.money,
        "beyond": each.beyond,
        "because": None if each.because is None else dict(each.because.by_locale),
    }


def _credit(each: CreditUse) -> CreditUseResponse:
    return {
        "id": each.id,
        "title": dict(each.title.by_locale),
        "place": str(each.location),
        "because": dict(each.because.by_locale),
        "available": money_response(each.available),
        "used": money_response(each.used),
        "due": money_response(each.due),
    }
