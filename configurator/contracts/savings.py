"""Commitments of money by the hour to discounted rates: how clouds sell capacity."""

from collections.abc import Sequence
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
