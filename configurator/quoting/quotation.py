"""Create a quote from priced configurations: check it, sum it, freeze it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction

from configurator.canonical_json import as_object
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest, NotExact
from configurator.language.checked import Value
from configurator.pricing.limits import MOST_QUANTITY
from configurator.pricing.margins import MarginsResponse
from configurator.pricing.price_lines import incomplete
from configurator.quoting.limits import MOST_ITEMS, MOST_REVISIONS
from configurator.quoting.quote_model import (
    SEMANTICS_VERSION,
    PinnedDocument,
    Quote,
    QuotedOrder,
    QuoteItem,
    QuoteTotals,
    added,
    check_totals,
)
from configurator.quoting.scaled import to_scaled

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class QuoteItemDraft:
    """An item to be quoted: a number of pieces of a configuration, with their price.

    `priced` is that price as JSON (or anything `canonical_json` converts) and `total` its total; see `QuoteItem`.
    """

    id: str
    quantity: int
    catalog: PinnedDocument
    book: PinnedDocument
    configuration: Configuration
    priced: Mapping[str, object]
    unit: QuoteTotals
    total: QuoteTotals
    parameters: Mapping[str, Value] = field(default_factory=dict)
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    margins: MarginsResponse | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """The order rules of a quote with what they came to, and the total of the whole; see `QuotedOrder`."""

    rules: PinnedDocument
    parameters: Mapping[str, Value]
    codes: Sequence[str]
    paid_on: date | None
    priced: Mapping[str, object]
    total: QuoteTotals


def make_quote(
    drafts: Sequence[QuoteItemDraft],
    *,
    id: str,
    seller: str,
    created: datetime,
    on: date,
    number: str | None = None,
    revision: int = 1,
    revises: str | None = None,
    order: OrderDraft | None = None,
) -> Quote:
    """Return the quote of some items, for the day `on`: added up exactly, or with the total of its order rules.

    Raises `InvalidRequest` where ids or quantities are of the wrong form, an id occurs twice, items differ in currency,
    a configuration is not of the catalog that is pinned, an amount is larger or finer than a quote holds, or `created`
    has no time zone.
    """
    _check_form(id=id, seller=seller, number=number, revises=revises)
    if created.tzinfo is None:
        raise InvalidRequest(f"the instant {created.isoformat()} has no time zone; expected one", field="created")
    if not 1 <= revision <= MOST_REVISIONS or (revision == 1) != (revises is None):
        raise InvalidRequest(
            f"found revision {revision} that revises {revises or 'nothing'}; "
            f"expected 1 for a new quote, and from 2 to {MOST_REVISIONS} the id of the quote that is revised",
            field="revision",
        )
    _check_items(drafts)
    items = tuple(_item(draft) for draft in drafts)
    for item in items:
        _check_amounts(item.total, f"item {item.id}", item.id)
    total = added(item.total for item in items)
    if order is not None:
        check_totals(order.total, "order.total")
        total = added([order.total])
    _check_amounts(total, "the total of all items", "items")
    return Quote(
        id=id,
        seller=seller,
        created=created.astimezone(UTC),
        on=on,
        currency=total.currency,
        items=items,
        total=total,
        semantics=SEMANTICS_VERSION,
        number=number,
        revision=revision,
        revises=revises,
        order=None if order is None else _order(order),
    )


def _check_form(**names: str | None) -> None:
    for field_name, name in names.items():
        if name is not None and not _ID.fullmatch(name):
            raise InvalidRequest(
                f"{name[:60]!r} is no {field_name}; expected up to 100 letters, digits, '.', '_', ':' or '-'",
                field=field_name,
            )


def _check_items(drafts: Sequence[QuoteItemDraft]) -> None:
    if not 1 <= len(drafts) <= MOST_ITEMS:
        raise InvalidRequest(f"found {len(drafts)} items; expected 1 to {MOST_ITEMS}", field="items")
    ids = [draft.id for draft in drafts]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise InvalidRequest(f"the item {twice[0]!r} occurs twice; expected ids that differ", field="items")
    for index, draft in enumerate(drafts):
        where = f"items[{index}]"
        for message in _wrong(draft):
            raise InvalidRequest(f"{where}: {message}", field=where)
        check_totals(draft.unit, f"{where}.unit")
        check_totals(draft.total, f"{where}.total")


def _check_amounts(totals: QuoteTotals, whose: str, named: str) -> None:
    """Raise InvalidRequest, whose field is `named`, where an amount is not one that every database keeps exactly."""
    for amount in totals.by_cadence.values():
        try:
            to_scaled(amount)
        except NotExact as error:
            raise InvalidRequest(f"{whose}: {error}", field=named) from error


def _wrong(draft: QuoteItemDraft) -> Iterator[str]:
    """Yield the problems of a single item."""
    if not _ID.fullmatch(draft.id):
        yield f"{draft.id[:60]!r} is no id; expected up to 100 letters, digits, '.', '_', ':' or '-'"
    if not 1 <= draft.quantity <= MOST_QUANTITY:
        yield f"found the quantity {draft.quantity}; expected 1 to {MOST_QUANTITY}"
    for pinned in (draft.catalog, draft.book):
        if not _DIGEST.fullmatch(pinned.digest):
            yield f"{pinned.digest[:70]!r} is no digest of {pinned.id}; expected 64 hexadecimal digits"
    configuration = draft.configuration
    if (configuration.catalog, configuration.catalog_digest) != (draft.catalog.id, draft.catalog.digest):
        yield (
            f"the configuration is of the catalog {configuration.catalog} {configuration.catalog_digest[:12]}…, "
            f"the item of {draft.catalog.id} {draft.catalog.digest[:12]}…; configure it anew on the pinned one"
        )
    strays = sorted(set(configuration.provenance) - set(configuration.values))
    if strays:
        yield f"{strays[0]} has a provenance but no value"
    if reason := incomplete(_unpriced(draft)):
        yield reason


def _unpriced(draft: QuoteItemDraft) -> list[str]:
    """Return the items that the price reports as not priced."""
    named = as_object(draft.priced).get("unpriced")
    results = named if isinstance(named, list) else []
    return [_unpriced_item(each) for each in results if isinstance(each, dict) and "item" in each]


def _unpriced_item(each: Mapping[str, object]) -> str:
    return f"{each['item']} ({each['key']})" if each.get("key") else str(each["item"])


def _item(draft: QuoteItemDraft) -> QuoteItem:
    return QuoteItem(
        id=draft.id,
        quantity=draft.quantity,
        catalog=draft.catalog,
        book=draft.book,
        parameters=dict(draft.parameters),
        configuration=draft.configuration,
        priced=as_object(draft.priced),
        unit=draft.unit,
        total=draft.total,
        measures=dict(draft.measures),
    )


def _order(draft: OrderDraft) -> QuotedOrder:
    priced = as_object(draft.priced)
    return QuotedOrder(draft.rules, dict(draft.parameters), tuple(draft.codes), draft.paid_on, priced)
