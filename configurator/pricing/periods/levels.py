"""Levels rather than flows: seats, stored gigabytes, active cores; and their billed quantities.

Levels change by deltas at points in time. Times are any exact scale (hours, days, microseconds); only ratios matter.
"""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO


class Rank(StrEnum):
    """Which of n sorted samples a percentile p is.

    `ceiling` (the default, nearest rank): number ⌈p·n⌉; `floor`: number ⌊p·n⌋; `interpolated`: between the samples
    on either side of position p·(n − 1), counted from 0.
    """

    CEILING = "ceiling"
    FLOOR = "floor"
    INTERPOLATED = "interpolated"


def time_weighted(deltas: Iterable[tuple[Fraction, Fraction]], length: Fraction, carried: Fraction = ZERO) -> Fraction:
    """Return `(Σ levelₜ · Δt) / T` of a period of `length`, for changes `(time, delta)` within it.

    Each change counts from its time to the end of the period, so that their order is of no account.
    """
    if length <= 0:
        raise InvalidRequest(f"a level has no average over a period of length {length}", field="length")
    area = carried * length
    for time, delta in deltas:
        if not 0 <= time <= length:
            raise InvalidRequest(f"a change at {time} lies outside of a period of length {length}", field="deltas")
        area += delta * (length - time)
    return area / length


def high_water_mark(levels: Iterable[Fraction]) -> Fraction:
    """Return the highest level; 0 where there is none."""
    return max(levels, default=ZERO)


def percentile(samples: Sequence[Fraction], percent: Fraction, rank: Rank = Rank.CEILING) -> Fraction:
    """Return a percentile of samples by its rank rule; 0 where there are none."""
    if not 0 < percent <= 100:
        raise InvalidRequest(f"a percentile lies above 0 and at most at 100, not at {percent}", field="percent")
    ordered = sorted(samples)
    if not ordered:
        return ZERO
    location = percent * len(ordered) / 100
    match rank:
        case Rank.CEILING:
            return ordered[math.ceil(location) - 1]
        case Rank.FLOOR:
            return ordered[max(1, math.floor(location)) - 1]
        case Rank.INTERPOLATED:
            low, part = divmod(percent * (len(ordered) - 1) / 100, 1)
            after = ordered[min(low + 1, len(ordered) - 1)]
            return ordered[low] + part * (after - ordered[low])
