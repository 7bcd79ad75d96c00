"""Terms on quantities: the billed quantity of a period, from the measured one, before rating.

The allowance subtracts free units, then commitment and ratchet raise the rest to their floor. These are sums,
comparisons and percentages, so one implementation serves fractions (statements) and losslessly scaled integers (growth
plans).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Generic, NamedTuple

from configurator.errors import InvalidRequest
from configurator.money import ONE
from configurator.pricing.metered import AnyQuantity, percent_of, ratchet_floor
from configurator.pricing.modifiers import Shortage


@dataclass(slots=True)
class UsageHistory(Generic[AnyQuantity]):
    """The measured, excess and invoiced quantities of the periods so far; the oldest first."""

    measured: list[AnyQuantity] = field(default_factory=list)
    over: list[AnyQuantity] = field(default_factory=list)
    invoiced: list[AnyQuantity] = field(default_factory=list)

    def record(self, measured: AnyQuantity, billed: "BilledQuantity[AnyQuantity]") -> None:
        """Add a period."""
        over, floor = billed
        self.measured.append(measured)
        self.over.append(over)
        self.invoiced.append(max(over, floor))


# ── allowance ────────────────────────────────────────────────────────────────────────────────────────────────────────


class AllowanceSettling(StrEnum):
    """When overage above an allowance is billed. Other systems share the name for allowances over several periods, not
    the rule.

    `sliding` looks back over the last periods at the end of each, and restarts after overage. `consecutive` pools the
    allowance of all its periods, bills overage immediately, and forfeits the remainder.
    """

    SLIDING = "sliding"
    CONSECUTIVE = "consecutive"


@dataclass(frozen=True, slots=True)
class Allowance(Generic[AnyQuantity]):
    """Free units per period, over windows of several periods; `prorated`: a part of a period has a part of them."""

    free: AnyQuantity
    periods: int = 1
    settling: AllowanceSettling = AllowanceSettling.CONSECUTIVE
    prorated: bool = True

    def __post_init__(self) -> None:
        if self.periods < 1 or self.free < 0:
            raise InvalidRequest("an allowance has at least one period, and is not negative", field="allowance")

    def left(self, history: UsageHistory[AnyQuantity], measured: AnyQuantity) -> AnyQuantity:
        """Return the free units of the next period, given its measured quantity.

        A sliding window that is not full settles nothing; a full one may also bill earlier periods: the result is then
        negative.
        """
        granted, earlier = self.free * self.periods, len(history.measured)
        if self.settling is AllowanceSettling.CONSECUTIVE:
            return max(granted - granted, _less(granted, history.measured[earlier - earlier % self.periods :]))
        since = next((at + 1 for at in range(earlier - 1, -1, -1) if history.over[at]), 0)
        if earlier + 1 - since < self.periods:
            return measured
        return _less(granted, history.measured[earlier + 1 - self.periods :])


def _less(granted: AnyQuantity, used: Sequence[AnyQuantity]) -> AnyQuantity:
    for each in used:
        granted -= each
    return granted


# ── commitment and ratchet ───────────────────────────────────────────────────────────────────────────────────────────


class RatchetBasis(StrEnum):
    """Which earlier quantities a ratchet looks at: those that were used, or those that were invoiced."""

    USED = "used"
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True)
class Ratchet:
    """Never less than a percentage of the highest of the last `periods` (None: of all before).

    100 % of the invoiced quantity is a commitment that usage raises permanently; 90 % of three periods decays slowly;
    80 % of the peaks of eleven months is the ratchet of electric demand.
    """

    percent: Fraction
    basis: RatchetBasis
    periods: int | None = None
    prorated: bool = True

    def floor(self, least: AnyQuantity, history: UsageHistory[AnyQuantity]) -> AnyQuantity:
        """Return the least that the next period is billed for, where without the ratchet it were `least`."""
        earlier = history.measured if self.basis is RatchetBasis.USED else history.invoiced
        return max(least, ratchet_floor(self.percent, earlier, self.periods)) if earlier else least


# ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rollover:
    """The rollover of an unused balance into the next term: a share, if the renewal is not smaller than before."""

    share: Fraction = ONE
    only_if_not_smaller: bool = True

    def carried(self, unused: AnyQuantity, previous: AnyQuantity, renewal: AnyQuantity) -> AnyQuantity:
        """Return the rollover of an unused balance into a renewal."""
        return (
            unused - unused if self.only_if_not_smaller and renewal < previous else percent_of(unused, self.share * 100)
        )


def payable(balance: AnyQuantity, amount: AnyQuantity, short: Shortage) -> AnyQuantity:
    """Return how much of an amount a balance pays: all of it where the shortfall becomes debt, else what is there."""
    return amount if short is Shortage.DEBT else min(amount, max(balance - balance, balance))


def blocks_for(debt: AnyQuantity, block: AnyQuantity) -> int:
    """Return the number of blocks that settle a debt."""
    return -(-debt // block)


def is_renewal(number: int, months: int | None) -> bool:
    """Whether a balance with a term of so many months is renewed at the begin of a month; the first is 0."""
    return months is not None and number > 0 and number % months == 0


# ── the pipeline ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class QuantityTerms(Generic[AnyQuantity]):
    """The terms of one charge that act on quantities."""

    allowance: Allowance[AnyQuantity] | None = None
    ratchet: Ratchet | None = None
    rises: bool = False
    """Whether the commitment rises, for good, as soon as more than it was used."""

    @property
    def remember(self) -> bool:
        """Whether the bill of a period depends on earlier periods."""
        several = self.allowance is not None and self.allowance.periods > 1
        return several or self.rises or self.ratchet is not None

    def billed(
        self,
        measured: AnyQuantity,
        committed: AnyQuantity,
        risen: AnyQuantity,
        history: UsageHistory[AnyQuantity],
    ) -> "BilledQuantity[AnyQuantity]":
        """Return the billed part of a measured quantity; `committed` and `risen` are the commitment before and after it
        rises."""
        over = measured
        if self.allowance is not None:
            over = max(measured - measured, measured - self.allowance.left(history, measured))
        if self.rises and (measured > committed or any(each > committed for each in history.measured)):
            committed = max(committed, risen)
        return BilledQuantity(over, committed if self.ratchet is None else self.ratchet.floor(committed, history))


class BilledQuantity(NamedTuple, Generic[AnyQuantity]):
    """The quantity above the allowance, and the floor set by commitment and ratchet."""

    over: AnyQuantity
    floor: AnyQuantity

    @property
    def invoiced(self) -> AnyQuantity:
        """The greater of use and floor."""
        return max(self.over, self.floor)

    @property
    def above(self) -> AnyQuantity:
        """The usage above the floor."""
        return max(self.over - self.over, self.over - self.floor)
