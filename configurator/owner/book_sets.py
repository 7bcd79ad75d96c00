"""The books of one catalog side by side: a set in several currencies prices the same things."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from configurator.owner.codes import BOOKS_DIFFER
from configurator.pricing.amounts import both
from configurator.pricing.model import PriceBook
from configurator.problems import Problem
from configurator.reading.wording import some_of


def books_agree(books: Iterable[PriceBook]) -> Iterator[Problem]:
    """Yield a warning for each book that lacks what one in another currency has on the same days."""
    for one, other in combinations(books, 2):
        if one.currency != other.currency and _together(one, other):
            yield from _lacking(one, other)
            yield from _lacking(other, one)


def _together(one: PriceBook, other: PriceBook) -> bool:
    shared = both(one.effective, other.effective)
    return shared.start is None or shared.end is None or shared.start < shared.end


def _lacking(book: PriceBook, other: PriceBook) -> Iterator[Problem]:
    for section, here, there in (
        ("prices", book.prices.items, other.prices.items),
        ("charges", [each.id for each in book.charges], [each.id for each in other.charges]),
        ("stages", [each.id for each in book.stages], [each.id for each in other.stages]),
    ):
        missing = [name for name in dict.fromkeys(there) if name not in here]
        if missing:
            message = f"{some_of(missing)} of the book {other.id} ({other.currency}) is not in {book.id}"
            hint = "price it here too, or say in both what it costs where it is free: 0"
            yield Problem(BOOKS_DIFFER, book.location, section, message, "the same things in every currency", hint)
