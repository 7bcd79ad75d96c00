"""Equal configurations of one order: priced as one item where their book says so, so that tiers see them together."""

from collections.abc import Hashable, Iterable
from typing import Protocol, TypeVar

from configurator.configuration import Configuration, typed_items
from configurator.pricing.prepare import Prepared


class PricedItem(Protocol):
    """An item of an order: a configuration, and the book that prices it, ready for its pieces."""

    @property
    def configuration(self) -> Configuration: ...
    @property
    def prepared(self) -> Prepared: ...


Item = TypeVar("Item", bound=PricedItem)


def merged(items: Iterable[Item]) -> tuple[tuple[Item, ...], ...]:
    """Return the items in groups that are priced as one; a group stands where its first item does.

    Items go together if their book merges equal items and all that decides their price is equal but the quantity: book,
    day, parameters, and configuration, wherever its values come from.
    """
    groups: dict[Hashable, list[Item]] = {}
    for number, item in enumerate(items):
        key = _key(item) if item.prepared.book.merges_equal_items else number
        groups.setdefault(key, []).append(item)
    return tuple(map(tuple, groups.values()))


def _key(item: PricedItem) -> Hashable:
    prepared = item.prepared
    return (
        prepared.book.digest,
        prepared.on,
        prepared.part,
        frozenset(typed_items(prepared.parameters)),
        item.configuration.product,
    )
