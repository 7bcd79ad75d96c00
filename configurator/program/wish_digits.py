"""Wishes in order as the digits of one number, the first wish the leading one.

The less a number, the better the wishes are fulfilled; the least number through a value spells the completion with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from configurator.program.intset import EMPTY, IntSet
from configurator.program.limits import WISH_NUMBERS
from configurator.program.nodes import Literal, Wish


@dataclass(frozen=True, slots=True)
class WishDigit:
    """A wish as a digit: its figure is the rank of a value among those `left`, or 1 where a value misses the wish."""

    wish: Wish
    left: IntSet
    radix: int
    scale: int

    def read(self, number: int) -> int:
        """Return the figure that a number has at this digit."""
        return number // self.scale % self.radix

    @property
    def missing(self) -> IntSet:
        """The values that miss the wish for others; none where all of them do."""
        return _missing(self.wish, self.left) if isinstance(self.wish, Literal) else EMPTY


def digits_of(wishes: Sequence[Wish], left: Mapping[int, IntSet]) -> list[WishDigit]:
    """Return as many of the wishes as fit one number of `WISH_NUMBERS`, at least one, as its digits.

    `left` are the values that are left of every variable of a wish, at least one of each.
    """
    radices: list[int] = []
    reach = 1
    for wish in wishes:
        radix = _radix(wish, left[wish.variable])
        if radices and reach * radix > WISH_NUMBERS:
            break
        reach *= radix
        radices.append(radix)
    digits = []
    for wish, radix in zip(wishes, radices, strict=False):
        reach //= radix
        digits.append(WishDigit(wish, left[wish.variable], radix, reach))
    return digits


def _radix(wish: Wish, left: IntSet) -> int:
    if isinstance(wish, Literal):
        return 2 if _missing(wish, left) else 1
    return len(left)


def _missing(wish: Literal, left: IntSet) -> IntSet:
    missing = left - wish.values
    return missing if missing != left else EMPTY
