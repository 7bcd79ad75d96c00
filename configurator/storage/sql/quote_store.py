"""Quotes in SQL: everything of one quote in one transaction, and no statement that changes one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, Row, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from configurator.canonical_json import as_json
from configurator.errors import Conflicting, InvalidRequest, NotExact, NotFound
from configurator.quoting.json_differences import JsonDifference, json_differences
from configurator.quoting.quote_body import body_digest, read_body
from configurator.quoting.quote_model import Quote, QuoteTotals, SealedCosts, SealedQuote, StoredContent, StoredQuote
from configurator.quoting.scaled import Scaled, from_scaled, to_scaled
from configurator.quoting.strict_json import instant_to_text
from configurator.storage.paging import cursor_after, page_size, read_cursor
from configurator.storage.sql.content_store import check_digest, has_content, put_contents, read_content
from configurator.storage.sql.database import SqlStore
from configurator.storage.sql.idempotency_store import answer_once
from configurator.storage.sql.seller_store import require_seller
from configurator.storage.sql.sql_tables import quote_amounts, quote_costs, quote_items, quotes
from configurator.storage.sql.stored_times import stored_day, stored_instant
from configurator.storage.storage_ports import (
    AnswerRecord,
    IdempotentResponse,
    QuoteSummary,
    StoragePage,
    StoredDamage,
)


class SqlQuotes(SqlStore):
    """Implements `storage_ports.QuoteStore`."""

    def add(
        self,
        sealed: SealedQuote,
        contents: Sequence[StoredContent],
        *,
        answer: AnswerRecord | None = None,
        costs: SealedCosts | None = None,
    ) -> IdempotentResponse | None:
        _check_contents(sealed.quote, contents)
        try:
            with self._database.writing() as connection:
                return _add(connection, sealed, contents, answer, costs)
        except IntegrityError as error:
            raise Conflicting(f"the quote {sealed.quote.id!r} clashes with one that is stored") from error

    def get(self, seller: str, id: str) -> SealedQuote:
        with self._database.reading() as connection:
            body, digest = _read(connection, seller, id)
        if body_digest(body) != digest:
            raise StoredDamage(f"the stored quote {id!r} is damaged: its body is not the one that was sealed")
        return SealedQuote(read_body(body), body, digest)

    def costs(self, seller: str, id: str) -> SealedCosts:
        with self._database.reading() as connection:
            _, quote_digest = _read(connection, seller, id)
            mine = quote_costs.c.seller == seller, quote_costs.c.quote == id
            row = connection.execute(select(quote_costs.c.body, quote_costs.c.digest).where(*mine)).one_or_none()
        if row is None:
            raise NotFound(f"the quote {id!r} was drawn up without costs")
        if body_digest(row.body) != row.digest or f'"quote_digest":"{quote_digest}"' not in row.body:
            raise Conflicting(f"the costs of the quote {id!r} are not those that were sealed with it")
        return SealedCosts(row.body, row.digest)

    def stored(self, seller: str, id: str) -> StoredQuote:
        with self._database.reading() as connection:
            body, digest = _read(connection, seller, id)
            needed = sorted(_needed(connection, seller, id))
            there = (name for name in needed if has_content(connection, seller, name))
            contents = {name: read_content(connection, seller, name) for name in there}
            return StoredQuote(id, body, digest, contents, tuple(_altered(connection, seller, id, body, digest)))

    def list(self, seller: str, *, limit: int = 50, after: str | None = None) -> StoragePage[QuoteSummary]:
        size = page_size(limit)
        wanted = select(*(column for column in quotes.c if column is not quotes.c.body)).where(
            quotes.c.seller == seller
        )
        if after is not None:
            wanted = wanted.where(tuple_(quotes.c.created, quotes.c.id) < tuple_(*read_cursor(after)))
        newest = wanted.order_by(quotes.c.created.desc(), quotes.c.id.desc()).limit(size + 1)
        with self._database.reading() as connection:
            rows = connection.execute(newest).all()
            totals = _totals(connection, seller, [row.id for row in rows[:size]])
        lost = next((row.id for row in rows[:size] if row.id not in totals), None)
        if lost is not None:
            raise StoredDamage(f"the stored quote {lost!r} is damaged: its amounts are not there")
        shown = tuple(summary_of(row, totals[row.id]) for row in rows[:size])
        last = rows[size - 1] if len(rows) > size else None
        return StoragePage(shown, None if last is None else cursor_after(last.created, last.id))


def _check_contents(quote: Quote, contents: Iterable[StoredContent]) -> None:
    needed = _digests_of(quote)
    for content in contents:
        if content.digest not in needed:
            raise InvalidRequest(f"the content {content.digest} belongs to no item of the quote {quote.id!r}")
        check_digest(content)


def _digests_of(quote: Quote) -> set[str]:
    items = {digest for item in quote.items for digest in (item.catalog.digest, item.book.digest)}
    return items if quote.order is None else items | {quote.order.rules.digest}


def _add(
    connection: Connection,
    sealed: SealedQuote,
    contents: Sequence[StoredContent],
    answer: AnswerRecord | None,
    costs: SealedCosts | None,
) -> IdempotentResponse | None:
    quote = sealed.quote
    require_seller(connection, quote.seller)
    answered = answer_once(connection, quote.seller, answer) if answer else None
    if answered is not None and answered.replayed:
        return answered
    _check_free(connection, quote)
    put_contents(connection, quote.seller, contents)
    for digest in sorted(_digests_of(quote)):
        if not has_content(connection, quote.seller, digest):
            raise NotFound(f"the quote {quote.id!r} stands on the content {digest}, which is neither given nor stored")
    connection.execute(insert(quote_items), item_rows(quote))
    connection.execute(insert(quote_amounts), amount_rows(quote))
    if costs is not None:
        row = {"seller": quote.seller, "quote": quote.id, "digest": costs.digest, "body": costs.body}
        connection.execute(insert(quote_costs).values(row))
    connection.execute(insert(quotes).values(quote_row(sealed)))  # From here on the triggers refuse every change.
    return answered


def _check_free(connection: Connection, quote: Quote) -> None:
    mine = quotes.c.seller == quote.seller
    if connection.execute(select(quotes.c.id).where(mine, quotes.c.id == quote.id)).first() is not None:
        raise Conflicting(f"a quote {quote.id!r} is stored already, and quotes are never changed")
    same = (mine, quotes.c.number == quote.number, quotes.c.revision == quote.revision)
    if quote.number is not None and connection.execute(select(quotes.c.id).where(*same)).first() is not None:
        raise Conflicting(f"revision {quote.revision} of the quote number {quote.number!r} is stored already")
    if quote.revises is not None:
        _read(connection, quote.seller, quote.revises)


def _read(connection: Connection, seller: str, id: str) -> tuple[str, str]:
    result = select(quotes.c.body, quotes.c.digest).where(quotes.c.seller == seller, quotes.c.id == id)
    row = connection.execute(result).one_or_none()
    if row is None:
        raise NotFound(f"there is no quote {id!r}")
    return row.body, row.digest


def _altered(connection: Connection, seller: str, id: str, body: str, digest: str) -> Iterator[JsonDifference]:
    """Yield where the columns do not repeat the body; one that cannot be read says nothing to compare them with."""
    try:
        said = rows_of(SealedQuote(read_body(body), body, digest))
    except (InvalidRequest, NotExact):
        return
    for table, of_quote in (
        (quotes, quotes.c.id),
        (quote_items, quote_items.c.quote),
        (quote_amounts, quote_amounts.c.quote),
    ):
        rows = select(table).where(table.c.seller == seller, of_quote == id).order_by(*table.primary_key)
        results = [dict(row) for row in connection.execute(rows).mappings()]
        yield from json_differences(as_json(results), as_json(said[table.name]), table.name)


def _needed(connection: Connection, seller: str, id: str) -> set[str]:
    columns = select(quote_items.c.catalog_digest, quote_items.c.book_digest)
    rows = connection.execute(columns.where(quote_items.c.seller == seller, quote_items.c.quote == id))
    rules = select(quotes.c.order_rules_digest).where(quotes.c.seller == seller, quotes.c.id == id)
    digests = {digest for row in rows for digest in row}
    return digests | {digest for digest in connection.execute(rules).scalars() if digest is not None}


def _totals(connection: Connection, seller: str, ids: Sequence[str]) -> dict[str, QuoteTotals]:
    amounts = select(quote_amounts).where(
        quote_amounts.c.seller == seller, quote_amounts.c.quote.in_(ids), quote_amounts.c.position == WHOLE_QUOTE
    )
    rows = connection.execute(amounts.order_by(quote_amounts.c.quote, quote_amounts.c.cadence))
    return {id: totals_of(group) for id, group in groupby(rows, key=lambda row: row.quote)}


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
        "created": instant_to_text(quote.created),
        "evaluated_on": quote.on.isoformat(),
        "currency": quote.currency,
        "semantics": quote.semantics,
        "digest": sealed.digest,
        "body": sealed.body,
        "order_rules": None if quote.order is None else quote.order.rules.id,
        "order_rules_digest": None if quote.order is None else quote.order.rules.digest,
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


def totals_of(rows: Iterable[Row[tuple[str, int, int, str]]]) -> QuoteTotals:
    """Put the amounts of one total together again."""
    return QuoteTotals({row.cadence: from_scaled(Scaled(row.amount, row.scale, row.currency)) for row in rows})


def summary_of(row: Row[tuple[object, ...]], total: QuoteTotals) -> QuoteSummary:
    """Return one line of a list."""
    return QuoteSummary(
        id=row.id,
        number=row.number,
        revision=row.revision,
        created=stored_instant(row.created),
        on=stored_day(row.evaluated_on),
        digest=row.digest,
        total=total,
    )
