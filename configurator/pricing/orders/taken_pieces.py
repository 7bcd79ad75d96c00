"""The pieces that a rule takes of an order: the cheapest or dearest, of all or of each full group."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from configurator.money import ZERO
from configurator.pricing.orders.model import Take


class PricedPieces(NamedTuple):
    """Equal pieces of an item, and the price of each."""

    item: str
    number: int
    price: Fraction


def cost_of_taken(pieces: Sequence[PricedPieces], number: int, take: Take, of: int | None) -> Fraction:
    """Return what the taken pieces cost together.

    With `of`, the pieces are cut dearest first into groups of so many, and `number` of each full one are taken.
    """
    ordered = sorted(pieces, key=lambda each: (-each.price, each.item))
    total = sum(each.number for each in ordered)
    group = total if of is None else of
    if group < 1 or number < 1:
        return ZERO
    number = min(number, group)
    begin = group - number if take is Take.CHEAPEST else 0
    full = total // group * group
    return sum((each.price * count for each, count in _counted(ordered, group, begin, number, full)), ZERO)


def _counted(
    ordered: Sequence[PricedPieces], group: int, begin: int, number: int, full: int
) -> Iterator[tuple[PricedPieces, int]]:
    """Yield how many pieces of each item are taken: in every group, `number` from position `begin` on."""
    start = 0
    for each in ordered:
        end = start + each.number
        first, last = (_before(min(at, full), group, begin, number) for at in (start, end))
        yield each, last - first
        start = end


def _before(position: int, group: int, begin: int, number: int) -> int:
    """Return how many pieces are taken before a position."""
    whole, rest = divmod(position, group)
    return whole * number + min(number, max(0, rest - begin))
