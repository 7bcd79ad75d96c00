"""A quote as rows and back: the columns repeat what its body says, so that databases can search and add."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Row

from configurator.quoting.instants import from_text, to_text
from configurator.quoting.model import Quote, SealedQuote, Totals
from configurator.storage.ports import QuoteSummary
from configurator.storage.scaled import Scaled, from_scaled, to_scaled

WHOLE_QUOTE = 0
"""The position of the quote's own amounts; its items count from 1."""

Fields = dict[str, object]


def rows_of(sealed: SealedQuote) -> dict[str, list[Fields]]:
    """Return every row of a quote, by table, in the order of their keys. Raises `NotExact` as `amount_rows` does."""
    amounts = sorted(amount_rows(sealed.quote), key=lambda row: (row["position"], row["cadence"]))
    return {"quotes": [quote_row(sealed)], "quote_items": item_rows(sealed.quote), "quote_amounts": amounts}


def quote_row(sealed: SealedQuote) -> Fields:
    """Return the row that seals a quote."""
    quote = sealed.quote
    return {
        "seller": quote.seller,
        "id": quote.id,
        "number": quote.number,
        "revision": quote.revision,
        "revises": quote.revises,
        "created": to_text(quote.created),
        "evaluated_on": quote.on.isoformat(),
        "currency": quote.currency,
        "semantics": quote.semantics,
        "digest": sealed.digest,
        "body": sealed.body,
    }


def item_rows(quote: Quote) -> list[Fields]:
    """Return a row for every item, in order."""
    return [
        {
            "seller": quote.seller,
            "quote": quote.id,
            "position": position,
            "item": item.id,
            "quantity": item.quantity,
            "catalog": item.catalog.id,
            "catalog_digest": item.catalog.digest,
            "book": item.book.id,
            "book_digest": item.book.digest,
        }
        for position, item in enumerate(quote.items, start=1)
    ]


def amount_rows(quote: Quote) -> list[Fields]:
    """Return a row for every component of every total. Raises `NotExact` where one does not fit."""
    return [
        {
            "seller": quote.seller,
            "quote": quote.id,
            "position": position,
            "cadence": cadence,
            "amount": scaled.amount,
            "scale": scaled.scale,
            "currency": scaled.currency,
        }
        for position, cadence, scaled in _amounts(quote)
    ]


def _amounts(quote: Quote) -> Iterator[tuple[int, str, Scaled]]:
    totals = (quote.total, *(item.total for item in quote.items))
    for position, total in enumerate(totals, start=WHOLE_QUOTE):
        yield from ((position, cadence, to_scaled(money)) for cadence, money in total.by_cadence.items())


def totals_of(rows: Iterable[Row[tuple[str, int, int, str]]]) -> Totals:
    """Put the amounts of one total together again."""
    return Totals({row.cadence: from_scaled(Scaled(row.amount, row.scale, row.currency)) for row in rows})


def summary_of(row: Row[tuple[object, ...]], total: Totals) -> QuoteSummary:
    """Return one line of a list."""
    return QuoteSummary(
        id=row.id,
        number=row.number,
        revision=row.revision,
        created=from_text(row.created),
        on=date.fromisoformat(row.evaluated_on),
        digest=row.digest,
        total=total,
    )
