"""The items of an order with the prices of their books: equal ones priced as one where their book says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.configuration import Configuration
from configurator.pricing.equal_items import merged
from configurator.pricing.orders.merged_prices import shared_price
from configurator.pricing.orders.order_lines import OrderItem
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Priced


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item of an order before it is priced: its configuration, and the book ready for its pieces."""

    id: str
    configuration: Configuration
    prepared: Prepared
    code: str = ""
    measures: Mapping[str, Fraction] = field(default_factory=dict)


def prices_of(drafts: Sequence[ItemDraft], *, taxed: bool) -> dict[str, Priced]:
    """Return the prices of items by their ids, with the taxes of their books or without; shares go by the ids."""
    prices: dict[str, Priced] = {}
    for group in merged(drafts):
        ordered = sorted(group, key=lambda draft: draft.id)
        pieces = [draft.prepared.quantity for draft in ordered]
        shares = prices_together(group[0].configuration, group[0].prepared, pieces, taxed=taxed)
        prices |= {draft.id: share for draft, share in zip(ordered, shares, strict=True)}
    return prices


def prices_together(
    configuration: Configuration, prepared: Prepared, pieces: Sequence[int], *, taxed: bool
) -> list[Priced]:
    """Return the prices of several items of so many pieces of one configuration, priced as one."""
    ready = prepared.of_pieces(sum(pieces))
    whole = price_prepared(configuration, ready if taxed else ready.untaxed())
    return shared_price(whole, pieces, ready.rounding, ready.book.location)


def order_items(drafts: Sequence[ItemDraft], *, taxed: bool) -> list[OrderItem]:
    """Return the items of an order, priced without taxes.

    If they are `taxed` by their books, that follows once they have their shares of the order.
    """
    prices = prices_of(drafts, taxed=False)
    return [_item(draft, prices[draft.id], taxed=taxed) for draft in drafts]


def _item(draft: ItemDraft, priced: Priced, *, taxed: bool) -> OrderItem:
    configuration, prepared = draft.configuration, draft.prepared
    return OrderItem(
        draft.id,
        prepared.quantity,
        priced,
        configuration.product,
        draft.code,
        prepared.book.categories,
        draft.measures,
        prepared.taxes if taxed else (),
        prepared.world(configuration),
    )
