"""Ratchets: what was used once is a floor for what is billed later."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class NoRatchet:
    """Every period stands for itself."""


@dataclass(frozen=True, slots=True)
class Permanent:
    """`c′ = max(c, u)`: exceeding the commitment sets a new one, for good."""


@dataclass(frozen=True, slots=True)
class Decaying:
    """`c′ = max(c₀, (1 − shrink) · max of the last periods)`: a commitment that comes down again, slowly."""

    shrink: Fraction
    periods: int = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """`max(u, share · highest of the previous periods)`: what is billed never falls far below an earlier peak."""

    share: Fraction
    periods: int = 11


Ratchet = NoRatchet | Permanent | Decaying | Demand
NO_RATCHET = NoRatchet()


def floor_after(ratchet: Ratchet, committed: Fraction, history: Sequence[Fraction]) -> Fraction:
    """Return the least that is billed next, after what was billed so far, the oldest first.

    `committed` is what was agreed at first. A demand ratchet looks at what was used, and so its history holds that.
    """
    match ratchet:
        case NoRatchet():
            return committed
        case Permanent():
            return max(committed, *history, NOTHING)
        case Decaying(shrink, periods):
            return max(committed, (1 - shrink) * max(history[-periods:], default=NOTHING))
        case Demand(share, periods):
            return max(committed, share * max(history[-periods:], default=NOTHING))
        case _:
            assert_never(ratchet)
