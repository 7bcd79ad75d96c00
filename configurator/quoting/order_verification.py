"""Prove the order rules of a stored quote again: their bytes, and what they came to, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.canonical_json import as_json
from configurator.catalog.model import Catalog
from configurator.catalog.product_code import encode
from configurator.errors import ConfiguratorError, InvalidDocument, InvalidRequest
from configurator.pricing.orders.load import load_order_rules
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.order_faults import InvalidOrder
from configurator.pricing.orders.order_items import ItemDraft, order_items
from configurator.pricing.orders.order_json import order_price_to_json
from configurator.pricing.orders.order_lines import OrderItem
from configurator.pricing.orders.prepared_order import prepare_order
from configurator.pricing.orders.price_order import price_order
from configurator.pricing.orders.priced_order import PricedOrder
from configurator.pricing.prepare import Prepared
from configurator.quoting.json_differences import json_differences
from configurator.quoting.quote_model import Quote, QuotedOrder, QuoteItem, totals_of
from configurator.quoting.verification_report import CheckName, VerificationCheck, failed, passed, undecided
from configurator.reading.files import Files


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An item whose catalog and book were read again."""

    catalog: Catalog
    prepared: Prepared


def read_rules(files: Files, entry: str) -> OrderRules:
    """Read order rules from their stored files. Raises InvalidDocument, or InvalidRequest without that file."""
    if entry not in files:
        raise InvalidRequest(f"there is no file {entry[:60]!r}")
    rules, problems = load_order_rules(files, entry)
    if rules is None:
        raise InvalidDocument(problems)
    return rules


def order_check(
    quote: Quote, order: QuotedOrder, rules: OrderRules | str | None, ready: Mapping[str, ReadyItem]
) -> VerificationCheck:
    """Check that order rules come to what is stored, in every step and allocation.

    `rules` are those read again, or why they cannot be; `ready` are the items by id.
    """
    if isinstance(rules, str):
        return failed(CheckName.ORDER, "", f"{order.rules.id} cannot be read from its files: {rules}")
    if rules is None or len(ready) < len(quote.items):
        return undecided(CheckName.ORDER, "", "without the rules and every item, the order cannot be priced")
    if (rules.id, rules.digest) != (order.rules.id, order.rules.digest):
        return failed(CheckName.ORDER, "", f"the files hold the order rules {rules.id}, not {order.rules.id}")
    try:
        priced = _priced(quote, order, rules, ready)
    except ConfiguratorError as error:
        return failed(CheckName.ORDER, "", f"the order cannot be priced by {order.rules.id}: {error}")
    total = totals_of(priced.totals).by_cadence
    recomputed = {"priced": as_json(order_price_to_json(priced)), "total": as_json(total)}
    stored = {"priced": as_json(order.priced), "total": as_json(quote.total.by_cadence)}
    differences = list(json_differences(stored, recomputed))
    if differences:
        return failed(CheckName.ORDER, "", "the order priced again is not the stored one", differences)
    return passed(CheckName.ORDER, "", f"{len(priced.steps)} steps, the same as stored, come to {priced.total} once")


def _priced(quote: Quote, order: QuotedOrder, rules: OrderRules, ready: Mapping[str, ReadyItem]) -> PricedOrder:
    prepared, faults = prepare_order(rules, quote.on, order.parameters, order.codes, order.paid_on)
    if prepared is None:
        raise InvalidOrder(faults)
    priced, faults = price_order(_items(quote, rules, ready), prepared)
    if priced is None:
        raise InvalidOrder(faults)
    return priced


def _items(quote: Quote, rules: OrderRules, ready: Mapping[str, ReadyItem]) -> list[OrderItem]:
    drafts = [
        ItemDraft(
            item.id,
            item.configuration,
            ready[item.id].prepared.of_pieces(item.quantity),
            _code(ready[item.id].catalog, item),
            item.measures,
        )
        for item in quote.items
    ]
    return order_items(drafts, taxed=not rules.taxes)


def _code(catalog: Catalog, item: QuoteItem) -> str:
    return encode(catalog, item.configuration) if catalog.product_code else ""
