"""From the request of an order to its price: offering and the rules of orders meet here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Protocol

from configurator.errors import InvalidRequest, NotFound, Undecided
from configurator.money import ZERO
from configurator.offering.evaluation import Evaluation
from configurator.offering.order_requests import OrderItemRequest, OrderRequest
from configurator.offering.requests import EvaluationRequest
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.order_faults import InvalidOrder, OrderFault, Place
from configurator.pricing.orders.order_items import ItemDraft, order_items
from configurator.pricing.orders.order_rules_index import OrderRulesIndex
from configurator.pricing.orders.prepared_order import PreparedOrder, prepare_order
from configurator.pricing.orders.price_order import price_order
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.pricing.prepare import day_in
from configurator.reading.message_parts import quoted
from configurator.session.choices import Choices


class OrderDesk(Protocol):
    """What an order is priced by: an engine."""

    @property
    def order_rules(self) -> OrderRulesIndex: ...

    def require(self, catalog_id: str) -> object:
        """Raise NotFound unless there is a catalog of an id."""

    def evaluation(self, request: EvaluationRequest) -> Evaluation:
        """Evaluate the choices of an item."""

    def choices_of_code(self, catalog: str, code: str) -> Choices:
        """Return the choices that a product code stands for."""


KEYS: Final = ("catalog", "book", "on", "code", "quantity")
"""The parts of an item that a refusal may name; others are a choice or a parameter."""

DECIMAL: Final = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class EvaluatedItem:
    """An item of a request with its evaluation, and ready to be priced."""

    request: OrderItemRequest
    evaluation: Evaluation
    draft: ItemDraft


@dataclass(frozen=True, slots=True)
class EvaluatedOrder:
    """An order with its price, and all that it was made of; `rules` is None for an order without rules."""

    items: tuple[EvaluatedItem, ...]
    rules: OrderRules | None
    priced: PricedOrder


def evaluated_order(order: OrderRequest, desk: OrderDesk) -> EvaluatedOrder:
    """Price an order that has a day. Raises InvalidOrder with everything that is wrong, Undecided if time runs out."""
    faults = list(_faults_of_form(order))
    rules = _rules(order, desk.order_rules, faults)
    on = _day(order, rules, faults)
    prepared = _prepared(order, rules, on, faults)
    ruled = order.rules is not None
    results = [_item(("items", at), item, rules, on, desk, faults, ruled) for at, item in enumerate(order.items)]
    items = [item for item in results if item is not None]
    if order.rules is None and items:
        prepared, _ = prepare_order(OrderRules.none(items[0].draft.prepared.book.currency), on, {})
    if faults or prepared is None:
        raise InvalidOrder(faults)
    drafts = [item.draft for item in items]
    priced, unfit = price_order(order_items(drafts, taxed=rules is None or not rules.taxes), prepared)
    if priced is None:
        raise InvalidOrder(unfit)
    return EvaluatedOrder(tuple(items), rules, priced)


def _faults_of_form(order: OrderRequest) -> Iterator[OrderFault]:
    """Yield what is wrong with an order whatever its products are."""
    if not order.items:
        yield OrderFault(("items",), "the order has no items; expected one or more")
    earlier = set[str]()
    for at, item in enumerate(order.items):
        if item.id in earlier:
            yield OrderFault(("items", at, "id"), f"{quoted(item.id)} is the id of an earlier item already")
        earlier.add(item.id)
        if _whole(item.quantity) < 1:
            yield OrderFault(("items", at, "quantity"), f"found {item.quantity!r}; expected a positive integer")


def _whole(quantity: int | str) -> int:
    """Return a quantity; 0 for what is none."""
    return quantity if type(quantity) is int else 0


def _day(order: OrderRequest, rules: OrderRules | None, faults: list[OrderFault]) -> date:
    """Return the day of the order; report a moment that has no certain day."""
    try:
        return day_in(rules.time_zone if rules else "UTC", order.on or date.max)
    except InvalidRequest as refused:
        faults.append(OrderFault(("on",), str(refused)))
        return date.max


def _rules(order: OrderRequest, known: OrderRulesIndex, faults: list[OrderFault]) -> OrderRules | None:
    if order.rules is None:
        faults += [OrderFault(("codes", at), "without order rules there is no code") for at in range(len(order.codes))]
        faults += [OrderFault(("parameters", name), "no order rules ask for it") for name in order.parameters]
        if order.paid_on is not None:
            faults.append(OrderFault(("paid_on",), "without order rules no day of payment counts"))
        return None
    try:
        return known.rules(order.rules)
    except NotFound as refused:
        faults.append(OrderFault(("order_rules",), str(refused)))
        return None


def _prepared(
    order: OrderRequest, rules: OrderRules | None, on: date, faults: list[OrderFault]
) -> PreparedOrder | None:
    if rules is None:
        return None
    prepared, unfit = prepare_order(rules, on, order.parameters, order.codes, order.paid_on)
    faults += unfit
    return prepared


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _item(
    place: Place,
    item: OrderItemRequest,
    rules: OrderRules | None,
    on: date,
    desk: OrderDesk,
    faults: list[OrderFault],
    order_has_rules: bool,
) -> EvaluatedItem | None:
    """Return an item ready to be priced; None where something is wrong with it, which is noted."""
    measures = _measures(place, item, rules, faults, order_has_rules)
    try:
        desk.require(item.request.catalog)
    except NotFound as refused:
        faults.append(OrderFault((*place, "catalog"), str(refused)))
        return None
    try:
        choices, pieces = chosen(item, desk), max(1, _whole(item.quantity))
        request = replace(item.request, on=on, choices=choices, priced=True, differences=False, quantity=pieces)
        return evaluated_item(item, desk.evaluation(request), measures)
    except (InvalidRequest, NotFound) as refused:
        faults.append(OrderFault((*place, *_part_of(item.request, refused)), str(refused)))
        return None


def chosen(item: OrderItemRequest, desk: OrderDesk) -> Choices:
    """Return the choices of a product code, if any, and those that change or add to them."""
    choices = item.request.choices
    if not item.code:
        return choices
    try:
        coded = desk.choices_of_code(item.request.catalog, item.code)
    except (InvalidRequest, NotFound) as refused:
        raise InvalidRequest(str(refused), field="code") from None
    return replace(choices, values={**coded.values, **choices.values})


def _part_of(request: EvaluationRequest, refused: InvalidRequest | NotFound) -> Place:
    """Return the part of an item that a refusal is about, as far as it names one."""
    named = refused.field if isinstance(refused, InvalidRequest) else "book" if request.book else "catalog"
    if named in request.choices.values:
        return ("choices", named)
    if named in request.parameters:
        return ("parameters", named)
    return (named,) if named in KEYS else ()


def _measures(
    place: Place, item: OrderItemRequest, rules: OrderRules | None, faults: list[OrderFault], order_has_rules: bool
) -> Mapping[str, Fraction]:
    """Return what one piece measures; report measures that are unknown or missing, unless the rules are unknown."""
    declared = rules.measures if rules else {}
    for name in item.measures if rules or not order_has_rules else ():
        if name not in declared:
            faults.append(OrderFault((*place, "measures", name), f"the order rules measure no {quoted(name)}"))
    for name, unit in declared.items():
        if name not in item.measures:
            message = f"the order rules need its {quoted(name)} in {unit}"
            faults.append(OrderFault((*place, "measures"), message))
    return {name: _number((*place, "measures", name), amount, faults) for name, amount in item.measures.items()}


def _number(place: Place, given: int | Fraction | str, faults: list[OrderFault]) -> Fraction:
    if isinstance(given, int | Fraction) or DECIMAL.fullmatch(given):
        return Fraction(given)
    faults.append(OrderFault(place, f"found {quoted(given)}; expected a number"))
    return ZERO


def evaluated_item(
    item: OrderItemRequest, evaluated: Evaluation, measures: Mapping[str, Fraction] = MappingProxyType({})
) -> EvaluatedItem:
    """Return an evaluated item ready to be priced.

    Raises InvalidRequest, whose `field` is the part of the item, without a book or of choices that conflict; Undecided
    where the configuration was not completed in time.
    """
    configuration, prepared = evaluated.configuration, evaluated.prepared
    if prepared is None:
        raise InvalidRequest(f"catalog {item.request.catalog} has no price book", field="catalog")
    if not evaluated.session.consistent:
        raise InvalidRequest("the choices conflict; evaluate them to see why", field="choices")
    if configuration is None:
        raise Undecided(f"item {item.id}: the configuration was not completed in time; allow more time")
    return EvaluatedItem(item, evaluated, ItemDraft(item.id, configuration, prepared, evaluated.code or "", measures))
