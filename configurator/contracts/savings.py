"""Commitments of money by the hour to discounted rates, and discounts for use that lasts: how clouds sell capacity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import ZERO


@dataclass(frozen=True, slots=True)
class HourlyUse:
    """Units of one kind that ran in an hour, with the rate on demand and the rate under the plan."""

    quantity: Fraction
    on_demand: Fraction
    plan_rate: Fraction

    @property
    def saving(self) -> Fraction:
        """The share of the price on demand that the plan saves."""
        return 1 - self.plan_rate / self.on_demand if self.on_demand else ZERO


@dataclass(frozen=True, slots=True)
class CoveredUse:
    """The covered part of one kind of usage, and the rest at the on-demand price."""

    use: HourlyUse
    covered: Fraction
    left: Fraction


@dataclass(frozen=True, slots=True)
class CommittedHour:
    """An hour under a commitment: its allocation, the commitment, and the on-demand charge."""

    applied: tuple[CoveredUse, ...]
    commitment: Fraction
    used: Fraction
    on_demand: Fraction

    @property
    def due(self) -> Fraction:
        """The commitment, used or not, plus the uncovered usage."""
        return self.commitment + self.on_demand


def at_plan_rates(uses: Iterable[HourlyUse]) -> Fraction:
    """Return the commitment that covers all use exactly."""
    return sum((use.quantity * use.plan_rate for use in uses), ZERO)


def hour(uses: Sequence[HourlyUse], commitment: Fraction) -> CommittedHour:
    """Apply a commitment to the use of an hour: the highest saving first, equal ones by the lower rate.

    Unused commitment expires with the hour.
    """
    if commitment < 0:
        raise InvalidRequest(f"a commitment of {commitment} is none", field="commitment")
    left, applied = commitment, []
    for use in sorted(uses, key=lambda use: (-use.saving, use.plan_rate)):
        wanted = use.quantity * use.plan_rate
        paid = min(left, wanted)
        covered = use.quantity if paid == wanted else paid / use.plan_rate
        applied.append(CoveredUse(use, covered, use.quantity - covered))
        left -= paid
    beside = sum((each.left * each.use.on_demand for each in applied), ZERO)
    return CommittedHour(tuple(applied), commitment, commitment - left, beside)


@dataclass(frozen=True, slots=True)
class SustainedBand:
    """Use up to a share of the month costs this factor of the base rate."""

    up_to: Fraction
    factor: Fraction


def sustained_cost(share: Fraction, bands: Sequence[SustainedBand]) -> Fraction:
    """Return the cost of usage over a share of the month, in months at the base rate: `Σ factorⱼ · sliceⱼ`."""
    if not 0 <= share <= 1:
        raise InvalidRequest(f"use lasts for a share of the month from 0 to 1, not {share}", field="share")
    low, cost = ZERO, ZERO
    for band in bands:
        cost += band.factor * max(ZERO, min(share, band.up_to) - low)
        low = band.up_to
    if share > low:
        raise InvalidRequest(f"no band of sustained use reaches {share} of the month", field="bands")
    return cost


def sustained_rate(base: Fraction, factor: Fraction) -> Fraction:
    """Return the rate of a band."""
    return base * factor


def sustained_discount(share: Fraction, bands: Sequence[SustainedBand]) -> Fraction:
    """Return the discount on the hours used that their bands come to."""
    return 1 - sustained_cost(share, bands) / share if share else ZERO
