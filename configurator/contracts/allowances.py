"""Allowances over several periods: what was not used in one may be used in another, before anything is over.

Peers agree on the name and not on the thing. `sliding` looks back over the last periods at the end of each, slides on
while nothing is over, and begins anew after it was. `consecutive` gives the allowance of all its periods at once, bills
what exceeds it as soon as it does, and forfeits what is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest

NOTHING = Fraction(0)


class Settling(StrEnum):
    """When what is over an allowance is billed: at the end of a full sliding window, or as soon as it is over."""

    SLIDING = "sliding"
    CONSECUTIVE = "consecutive"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much is included in every period, over windows of so many of them. One period is a plain allowance."""

    included: Fraction
    periods: int = 1
    settling: Settling = Settling.CONSECUTIVE

    def __post_init__(self) -> None:
        if self.periods < 1 or self.included < 0:
            raise InvalidRequest("an allowance has at least one period, and is not negative", field="allowance")


def over(allowance: Allowance, used: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return what is over the allowance in every period."""
    match allowance.settling:
        case Settling.SLIDING:
            return tuple(_sliding(allowance, used))
        case Settling.CONSECUTIVE:
            return tuple(_consecutive(allowance, used))


def overage(allowance: Allowance, used: Sequence[Fraction], price: Fraction) -> tuple[Fraction, ...]:
    """Return what is due for what is over the allowance in every period."""
    return tuple(quantity * price for quantity in over(allowance, used))


def _sliding(allowance: Allowance, used: Sequence[Fraction]) -> Iterator[Fraction]:
    granted = allowance.included * allowance.periods
    first = 0
    for now in range(len(used)):
        if now - first + 1 < allowance.periods:
            yield NOTHING
            continue
        exceeded = max(NOTHING, sum(used[now - allowance.periods + 1 : now + 1], NOTHING) - granted)
        if exceeded:
            first = now + 1
        yield exceeded


def _consecutive(allowance: Allowance, used: Sequence[Fraction]) -> Iterator[Fraction]:
    left = NOTHING
    for now, quantity in enumerate(used):
        if now % allowance.periods == 0:
            left = allowance.included * allowance.periods
        yield max(NOTHING, quantity - left)
        left = max(NOTHING, left - quantity)
