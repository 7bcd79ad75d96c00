"""A contract made ready for plans: one pass over the months in whole numbers gives its cash flow.

`contracts.billing` is the measure of it: for the same use, month by month, both come to the same amounts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.contracts.growth.months import Month
from configurator.contracts.growth.prepared_balance import PreparedBalance
from configurator.contracts.growth.prepared_usage import PreparedUsage
from configurator.contracts.growth.scales import LevelUnits, Scales, Share, rounding_to_steps, scales_of, share_of
from configurator.contracts.model import Contract, Follows, Level, LevelKind, Offer, Purchase, Recurring, Usage
from configurator.money import round_to


@dataclass(frozen=True, slots=True)
class Follower:
    """How many units a level has for a demand: whole steps above `demand · up / of`, within those of another level."""

    name: str
    within: str
    step: int
    up: int
    of: int
    down: bool

    @staticmethod
    def of_terms(level: Level, follows: Follows, scales: Scales) -> "Follower":
        """Put the terms of a level on a scale."""
        share = 1 + follows.headroom / 100
        within = str(Level(level.resource, LevelKind.INSTALLED)) if level.kind is LevelKind.RIGHTS else ""
        return Follower(
            str(level), within, scales.units(follows.step), share.numerator, share.denominator, follows.down
        )

    def wanted(self, units: int) -> int:
        """Return the units for a demand."""
        return -(-units * self.up // (self.of * self.step)) * self.step


@dataclass(slots=True)
class PreparedPlan:
    """A contract over the months of a plan. Amounts of a cash flow are whole steps of the offer's rounding."""

    offer: Offer
    contract: Contract
    resource: str
    months: tuple[Month, ...]
    scales: Scales
    levels: LevelUnits
    rounded: Callable[[int], int]
    usages: tuple[PreparedUsage, ...]
    balances: dict[str, PreparedBalance]
    follows: tuple[Follower, ...]
    purchases: tuple[tuple[Share, tuple[int, ...]], ...]
    fixed: tuple[tuple[Share | None, tuple[int, ...]], ...]
    length: int
    minimum: int | None
    maximum: int | None

    def cash_flow(self, demand: Sequence[Fraction]) -> list[int]:
        """Return what is due in each month, in whole steps; the last entries are of what ends with the plan."""
        flow = [0] * self.length
        levels, highest = dict(self.levels), [0] * len(self.purchases)
        for usage in self.usages:
            usage.begin()
        for balance in self.balances.values():
            balance.begin(levels)
        for month, wanted in zip(self.months, demand, strict=True):
            units = self.scales.units(wanted)
            self._follow(levels, units)
            self._month(flow, month, units, levels, highest)
        return flow

    def _month(self, flow: list[int], month: Month, units: int, levels: LevelUnits, highest: list[int]) -> None:
        number, rounded = month.number, self.rounded
        for balance in self.balances.values():
            flow[month.starts] += balance.renewed(number)
        for at, (purchase, prices) in enumerate(self.purchases):
            there = purchase.units(levels)
            if there > highest[at]:
                flow[month.starts] += rounded((there - highest[at]) * prices[number])
                highest[at] = there
        fixed, used = 0, 0
        for per, amounts in self.fixed:
            times = self.scales.quantity if per is None else per.units(levels)
            fixed += rounded(times * amounts[number])
        for usage in self.usages:
            used += usage.due(number, units, levels)
        flow[month.starts] += fixed
        flow[month.ends] += self._bounded(fixed + used) - fixed
        for balance in self.balances.values():
            flow[month.ends] += balance.refilled(number)

    def _bounded(self, due: int) -> int:
        """Return what is due for a month, not less than its least and not more than its most, in steps."""
        if self.minimum is not None:
            due = max(due, self.minimum)
        return due if self.maximum is None else min(due, self.maximum)

    def _follow(self, levels: LevelUnits, units: int) -> None:
        """Let levels grow with demand, in their steps; rights never beyond what is installed."""
        for follower in self.follows:
            wanted = follower.wanted(units)
            if follower.within:
                wanted = min(wanted, levels[follower.within])
            floor = self.levels[follower.name] if follower.down else levels[follower.name]
            levels[follower.name] = max(floor, wanted)


def prepare_plan(
    offer: Offer, contract: Contract, resource: str, months: tuple[Month, ...], demands: Sequence[Fraction]
) -> PreparedPlan:
    """Make a contract ready for demands of which these are all values that occur."""
    levels = offer.levels_of(contract)
    scales = scales_of(contract, levels, demands, len(months))
    units = {str(Level(each, kind)): 0 for each in offer.resources for kind in LevelKind}
    units |= {str(level): scales.units(value) for level, value in levels.items()}
    rounded = rounding_to_steps(offer.rounding, scales.one)
    starts = [month.period.start for month in months]
    balances = {
        id: PreparedBalance.of(terms, offer, months, scales, rounded) for id, terms in contract.balances.items()
    }
    usages = tuple(
        PreparedUsage.of(charge, offer, months, scales, rounded, balances.get(charge.draws), resource)
        for charge in contract.charges
        if isinstance(charge, Usage)
    )
    purchases = tuple(
        (share_of(each.of), tuple(scales.per_unit(each.price.on(day)) for day in starts))
        for each in contract.charges
        if isinstance(each, Purchase)
    )
    fixed = tuple(
        (
            None if each.per is None else share_of(each.per),
            tuple(scales.per_unit(each.amount.on(day)) for day in starts),
        )
        for each in contract.charges
        if isinstance(each, Recurring)
    )
    follows = _following(contract, scales, resource)
    return PreparedPlan(
        offer, contract, resource, months, scales, units, rounded, usages, balances, follows, purchases, fixed,
        months[-1].ends + 1, _steps(offer, contract.minimum), _steps(offer, contract.maximum),
    )  # fmt: skip


def _steps(offer: Offer, bound: Fraction | None) -> int | None:
    """Return a bound of a month in steps of the rounding."""
    return None if bound is None else round_to(bound, offer.rounding.step, offer.rounding.mode) // offer.rounding.step


def _following(contract: Contract, scales: Scales, resource: str) -> tuple[Follower, ...]:
    """Return the levels that follow demand, what is installed first, as rights cannot exceed it."""
    order = list(LevelKind)
    ours = sorted(
        (level for level in contract.follows if level.resource == resource), key=lambda level: order.index(level.kind)
    )
    return tuple(Follower.of_terms(level, contract.follows[level], scales) for level in ours)
