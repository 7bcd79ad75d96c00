"""The canonical body of a quote: the one text that is stored, served, digested and proved.

`seal` writes it and `read_body` reads it back to an equal quote. Its fields are documented in `docs/storage.md`.
"""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, cast

from configurator import canonical_json
from configurator.canonical_json import Json, exact_text
from configurator.errors import InvalidRequest, NotExact
from configurator.money import Money, money
from configurator.pricing.orders.order_responses import OrderPriceResponse
from configurator.pricing.price_responses import PriceResponse
from configurator.quoting.limits import MOST_BODY_BYTES
from configurator.quoting.quote_model import (
    BODY_FORMAT,
    PinnedDocument,
    Quote,
    QuotedOrder,
    QuoteItem,
    QuoteTotals,
    SealedQuote,
)
from configurator.quoting.quote_responses import (
    PinnedDocumentResponse,
    QuotedItemResponse,
    QuotedOrderResponse,
    QuoteResponse,
)
from configurator.quoting.strict_json import Fields, instant_to_text, wrong
from configurator.quoting.value_json import (
    read_configuration,
    read_parameters,
    write_instances,
    write_parameters,
    write_values,
)
from configurator.response_types import MoneyResponse, amounts_response

SINCE_2: Final = ("order", "measures")
"""The fields that bodies of format 1 do not have."""


def seal(quote: Quote) -> SealedQuote:
    """Return a quote with its canonical body and the digest of that.

    Raises `NotExact` rather than seal a body that would be read back as another quote.
    """
    body = canonical_json.dumps(write_quote(quote))
    if read_body(body) != quote:
        raise NotExact(f"the quote {quote.id!r} holds something that its body cannot; draw it up anew")
    return SealedQuote(quote, body, body_digest(body))


def body_digest(body: str) -> str:
    """Return the SHA-256 of a body, in hexadecimal: the digest of the quote."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def write_quote(quote: Quote) -> QuoteResponse:
    """Return the body of a quote as a JSON object, in its format."""
    body: QuoteResponse = {
        "format": quote.format,
        "id": quote.id,
        "seller": quote.seller,
        "number": quote.number,
        "revision": quote.revision,
        "revises": quote.revises,
        "created": instant_to_text(quote.created),
        "on": quote.on.isoformat(),
        "currency": quote.currency,
        "semantics": quote.semantics,
        "items": [_write_item(item) for item in quote.items],
        "order": None if quote.order is None else _write_order(quote.order),
        "total": amounts_response(quote.total.by_cadence),
    }
    return _as_format_1(body) if quote.format == 1 else body


def _as_format_1(body: QuoteResponse) -> QuoteResponse:
    """Return a body without what format 1 has no fields for."""
    items = [_without(item) for item in body["items"]]
    return cast(QuoteResponse, {**_without(body), "items": items})


def _without(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if name not in SINCE_2}


def _write_item(item: QuoteItem) -> QuotedItemResponse:
    return {
        "id": item.id,
        "quantity": item.quantity,
        "catalog": _write_pinned(item.catalog),
        "book": _write_pinned(item.book),
        "parameters": write_parameters(item.parameters),
        "values": write_values(item.configuration),
        "instances": write_instances(item.configuration.instances),
        "priced": cast(PriceResponse, dict(item.priced)),  # Written by pricing; a stored one is proved, not trusted.
        "unit": amounts_response(item.unit.by_cadence),
        "total": amounts_response(item.total.by_cadence),
        "measures": {name: exact_text(amount) for name, amount in item.measures.items()},
    }


def _write_order(order: QuotedOrder) -> QuotedOrderResponse:
    return {
        "rules": _write_pinned(order.rules),
        "parameters": write_parameters(order.parameters),
        "codes": list(order.codes),
        "paid_on": None if order.paid_on is None else order.paid_on.isoformat(),
        "priced": cast(OrderPriceResponse, dict(order.priced)),  # Written by pricing, and proved as prices are.
    }


def _write_pinned(pinned: PinnedDocument) -> PinnedDocumentResponse:
    return {"id": pinned.id, "digest": pinned.digest, "entry": pinned.entry}


def read_json(text: str) -> Json:
    """Read the JSON of a body, as it would be written again. Raises `InvalidRequest`."""
    return canonical_json.as_json(canonical_json.loads(text, most_bytes=MOST_BODY_BYTES))


def read_body(text: str) -> Quote:
    """Read a body. Raises `InvalidRequest` with the problem and its path."""
    fields = Fields.of(read_json(text), "")
    since = SINCE_2 if fields.members.get("format") == 1 else ()
    fields.only(QuoteResponse, without=since)
    if fields.integer("format") not in (1, BODY_FORMAT):
        raise wrong(
            "format", fields.members["format"], f"1 or {BODY_FORMAT}: upgrade this program to read newer quotes"
        )
    return Quote(
        id=fields.text("id"),
        seller=fields.text("seller"),
        number=fields.text_or_nothing("number"),
        revision=fields.integer("revision"),
        revises=fields.text_or_nothing("revises"),
        created=fields.instant("created"),
        on=fields.day("on"),
        currency=fields.text("currency"),
        semantics=fields.integer("semantics"),
        items=tuple(_read_item(item.only(QuotedItemResponse, without=since)) for item in fields.objects("items")),
        order=None if since else _read_order(fields.inner_or_nothing("order")),
        total=_read_totals(fields.inner("total")),
        format=fields.integer("format"),
    )


def _read_item(fields: Fields) -> QuoteItem:
    catalog = _read_pinned(fields.inner("catalog"))
    return QuoteItem(
        id=fields.text("id"),
        quantity=fields.integer("quantity"),
        catalog=catalog,
        book=_read_pinned(fields.inner("book")),
        parameters=read_parameters(fields.inner("parameters")),
        configuration=read_configuration(fields, catalog.id, catalog.digest),
        priced=fields.inner("priced").members,
        unit=_read_totals(fields.inner("unit")),
        total=_read_totals(fields.inner("total")),
        measures=_read_measures(fields) if "measures" in fields.members else {},
    )


def _read_measures(fields: Fields) -> dict[str, Fraction]:
    measures = fields.inner("measures")
    return {name: measures.number(name) for name in measures.members}


def _read_order(fields: Fields | None) -> QuotedOrder | None:
    if fields is None:
        return None
    fields.only(QuotedOrderResponse)
    return QuotedOrder(
        rules=_read_pinned(fields.inner("rules")),
        parameters=read_parameters(fields.inner("parameters")),
        codes=fields.texts("codes"),
        paid_on=fields.day_or_nothing("paid_on"),
        priced=fields.inner("priced").members,
    )


def _read_pinned(fields: Fields) -> PinnedDocument:
    fields.only(PinnedDocumentResponse)
    return PinnedDocument(fields.text("id"), fields.text("digest"), fields.text("entry"))


def _read_totals(fields: Fields) -> QuoteTotals:
    if "one_time" not in fields.members:
        raise InvalidRequest(f"{fields.path}: one_time is missing", field=fields.path)
    return QuoteTotals({cadence: _read_money(fields.inner(cadence)) for cadence in fields.members})


def _read_money(fields: Fields) -> Money:
    fields.only(MoneyResponse)
    try:
        return money(fields.text("amount"), fields.text("currency"))
    except (InvalidRequest, NotExact) as error:
        raise InvalidRequest(f"{fields.path}: {error}", field=fields.path) from error
