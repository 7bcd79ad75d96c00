"""The canonical body of a quote: the one text that is stored, served, digested and proved.

`seal` writes it and `read_body` reads it back to an equal quote. Its fields are documented in `docs/storage.md`.
"""

import hashlib
from typing import Final, cast

from configurator import canonical_json
from configurator.canonical_json import Json
from configurator.errors import InvalidRequest, NotExact
from configurator.money import Money, money
from configurator.pricing.price_responses import PriceResponse
from configurator.quoting.limits import MOST_BODY_BYTES
from configurator.quoting.quote_model import PinnedDocument, Quote, QuoteItem, QuoteTotals, SealedQuote
from configurator.quoting.quote_responses import PinnedDocumentResponse, QuotedItemResponse, QuoteResponse
from configurator.quoting.strict_json import Fields, instant_to_text, wrong
from configurator.quoting.value_json import (
    read_configuration,
    read_parameters,
    write_instances,
    write_parameters,
    write_values,
)
from configurator.response_types import MoneyResponse, amounts_response

FORMAT: Final = 1


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
    """Return the body of a quote as a JSON object."""
    return {
        "format": FORMAT,
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
        "total": amounts_response(quote.total.by_cadence),
    }


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
    }


def _write_pinned(pinned: PinnedDocument) -> PinnedDocumentResponse:
    return {"id": pinned.id, "digest": pinned.digest, "entry": pinned.entry}


def read_json(text: str) -> Json:
    """Read the JSON of a body, as it would be written again. Raises `InvalidRequest`."""
    return canonical_json.as_json(canonical_json.loads(text, most_bytes=MOST_BODY_BYTES))


def read_body(text: str) -> Quote:
    """Read a body. Raises `InvalidRequest` with the problem and its path."""
    fields = Fields.of(read_json(text), "").only(QuoteResponse)
    if fields.integer("format") != FORMAT:
        raise wrong("format", fields.members["format"], f"{FORMAT}: upgrade this program to read newer quotes")
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
        items=tuple(_read_item(item.only(QuotedItemResponse)) for item in fields.objects("items")),
        total=_read_totals(fields.inner("total")),
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
