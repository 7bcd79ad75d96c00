"""Installed, entitled and active capacity over time.

Entitlements belong to a pool (one system, or several that share theirs), never to one core: the sum of active units
must not exceed the sum of entitlements.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from configurator.errors import InvalidRequest
from configurator.money import ONE, ZERO
from configurator.pricing.metered import AnyQuantity

MINUTE = 60_000_000
"""Microseconds; time is counted in whole ones."""


class CapacityStatus(StrEnum):
    """Active units compared with the entitlement; the contract defines the consequence."""

    WITHIN_RIGHTS = "within_rights"
    OVER_RIGHTS = "over_rights"
    OVER_INSTALLED = "over_installed"


@dataclass(frozen=True, slots=True)
class Capacity:
    """Units of a resource. Units installed beyond the entitlement exist, but may not be used."""

    installed: Fraction = ZERO
    rights: Fraction = ZERO
    active: Fraction = ZERO

    def __add__(self, other: "Capacity") -> "Capacity":
        return Capacity(self.installed + other.installed, self.rights + other.rights, self.active + other.active)

    @property
    def without_rights(self) -> Fraction:
        """Units installed beyond the entitlement."""
        return max(ZERO, self.installed - self.rights)

    @property
    def excess(self) -> Fraction:
        """Active units beyond the entitlement."""
        return max(ZERO, self.active - self.rights)

    @property
    def standing(self) -> CapacityStatus:
        """The state; more active than installed units is a reporting error."""
        if self.active > self.installed:
            return CapacityStatus.OVER_INSTALLED
        return CapacityStatus.OVER_RIGHTS if self.active > self.rights else CapacityStatus.WITHIN_RIGHTS


EMPTY = Capacity()


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """At a moment, a member of a pool has so much more (or less) of each."""

    at: datetime
    delta: Capacity
    member: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` up to but without `end` nothing changes."""

    start: datetime
    end: datetime
    capacity: Capacity


def pooled(members: Iterable[Capacity]) -> Capacity:
    """Return the sum over the members of a group, who share their entitlements."""
    return sum(members, EMPTY)


def stretches(
    changes: Sequence[CapacityChange], start: datetime, end: datetime, before: Capacity = EMPTY
) -> Iterator[Stretch]:
    """Yield the stretches between changes from start to end; changes before the start count as made.

    Changes may come in any order; those of one moment are one change. All moments must have a time zone.
    """
    if any(moment.tzinfo is None for moment in (start, end, *(change.at for change in changes))):
        raise InvalidRequest("a moment of a contract has no time zone", field="at")
    at: dict[datetime, Capacity] = {}
    for change in changes:
        moment = max(start, change.at)
        at[moment] = at.get(moment, EMPTY) + change.delta
    capacity = before
    for moment, following in pairwise([*sorted({start, *(moment for moment in at if moment < end)}), end]):
        capacity = capacity + at.get(moment, EMPTY)
        if moment < following:
            yield Stretch(moment, following, capacity)


def counted(excess: AnyQuantity, one: AnyQuantity, whole_from: Fraction | None) -> AnyQuantity:
    """Return the units that count of those over the rights: a part of `one` counts whole from a share of it on."""
    if whole_from is None:
        return excess
    part = excess % one
    full = part > 0 and part * whole_from.denominator >= one * whole_from.numerator
    return excess - part + one if full else excess - part


def unit_minutes_over_rights(
    stretches: Iterable[Stretch], resolution: int = 1, whole_from: Fraction | None = None
) -> Fraction:
    """Return `Σ max(0, active − rights) · Δt` in unit-minutes, in intervals of `resolution` minutes.

    An interval that is used in part counts whole, by the most that was over the rights in it. With a resolution of 0
    time counts exactly as it passed. With `whole_from`, only whole units count, a part of one from that share on.
    """
    if resolution < 0:
        raise InvalidRequest(f"a resolution is a number of minutes, not {resolution}", field="resolution")
    over = [
        (_instant(each.start), _instant(each.end), counted(each.capacity.excess, ONE, whole_from)) for each in stretches
    ]
    over = [each for each in over if each[2]]
    if not resolution:
        return sum(((end - start) * excess for start, end, excess in over), ZERO) / MINUTE
    return _in_intervals(over, resolution * MINUTE) * resolution


def _in_intervals(over: Sequence[tuple[int, int, Fraction]], size: int) -> Fraction:
    """Return units times intervals: those covered in whole, and those begun or left by the most in any part of them."""
    whole, parts = ZERO, dict[int, Fraction]()
    for start, end, excess in over:
        first, last = -(-start // size), end // size
        whole += max(0, last - first) * excess
        for interval in {start // size, (end - 1) // size}:
            if not first <= interval < last:
                parts[interval] = max(parts.get(interval, ZERO), excess)
    return whole + sum(parts.values(), ZERO)


def _instant(moment: datetime) -> int:
    seconds = moment - datetime(1, 1, 1, tzinfo=moment.tzinfo)
    offset = moment.utcoffset()
    since = seconds if offset is None else seconds - offset
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
