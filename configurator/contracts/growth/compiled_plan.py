"""A contract compiled for plans: one pass over the months in whole numbers gives its cash flow.

`contracts.billing` is the measure of it: for the same use, month by month, both come to the same amounts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from configurator.contracts.growth.compiled_charges import CompiledBalance, CompiledUsage, RatedMonths
from configurator.contracts.growth.months import PlanMonth, following_levels
from configurator.contracts.growth.scales import LevelUnits, ScaledShare, Scales, rounding_to_steps, scales_of
from configurator.contracts.model import (
    CapacityLevel,
    Contract,
    GrowthRule,
    LevelKind,
    Offer,
    PurchaseCharge,
    RecurringCharge,
    SpendBound,
    UsageCharge,
)
from configurator.errors import InvalidRequest
from configurator.money import round_to


@dataclass(frozen=True, slots=True)
class ScaledGrowthRule:
    """How many units a level has for a demand: whole steps above `demand · up / of`, within those of another level."""

    name: str
    within: str
    step: int
    up: int
    of: int
    down: bool

    @staticmethod
    def scaled(level: CapacityLevel, rule: GrowthRule, scales: Scales) -> "ScaledGrowthRule":
        """Put the rule of a level on a scale."""
        share = 1 + rule.headroom / 100
        within = str(CapacityLevel(level.resource, LevelKind.INSTALLED)) if level.kind is LevelKind.RIGHTS else ""
        return ScaledGrowthRule(
            str(level), within, scales.units(rule.step), share.numerator, share.denominator, rule.down
        )

    def wanted(self, units: int) -> int:
        """Return the units for a demand."""
        return -(-units * self.up // (self.of * self.step)) * self.step


@dataclass(slots=True)
class CompiledPlan:
    """A contract over the months of a plan. Amounts of a cash flow are whole steps of the offer's rounding."""

    offer: Offer
    contract: Contract
    resource: str
    months: tuple[PlanMonth, ...]
    scales: Scales
    levels: LevelUnits
    rounded: Callable[[int], int]
    usages: tuple[CompiledUsage, ...]
    balances: dict[str, CompiledBalance]
    follows: tuple[ScaledGrowthRule, ...]
    purchases: tuple[tuple[ScaledShare, RatedMonths], ...]
    recurring: tuple[tuple[ScaledShare | None, RatedMonths], ...]
    length: int
    minimum: int | None
    maximum: int | None

    def cash_flow(self, demand: Sequence[Fraction]) -> list[int]:
        """Return the amount due in each month, in whole steps; the last entries belong to charges that end with the
        plan."""
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

    def _month(self, flow: list[int], month: PlanMonth, units: int, levels: LevelUnits, highest: list[int]) -> None:
        number, rounded = month.number, self.rounded
        for balance in self.balances.values():
            flow[month.starts] += balance.renewed(number)
        for at, (level, rated) in enumerate(self.purchases):
            there = level.units(levels)
            if there > highest[at]:
                flow[month.starts] += rounded(rated.amount(number, there - highest[at]))
                highest[at] = there
        fixed, used = 0, 0
        for per, rated in self.recurring:
            units_there = self.scales.quantity if per is None else per.units(levels)
            fixed += rounded(rated.amount(number, units_there))
        for usage in self.usages:
            used += usage.due(number, units, levels)
        flow[month.starts] += fixed
        flow[month.ends] += self._bounded(fixed + used) - fixed
        for balance in self.balances.values():
            flow[month.ends] += balance.refilled(number)

    def _bounded(self, due: int) -> int:
        """Return the amount due for a month within its minimum and maximum, in steps."""
        if self.minimum is not None:
            due = max(due, self.minimum)
        return due if self.maximum is None else min(due, self.maximum)

    def _follow(self, levels: LevelUnits, units: int) -> None:
        """Let levels follow demand, in their steps; entitlements never exceed installed units."""
        for follower in self.follows:
            wanted = follower.wanted(units)
            if follower.within:
                wanted = min(wanted, levels[follower.within])
            floor = self.levels[follower.name] if follower.down else levels[follower.name]
            levels[follower.name] = max(floor, wanted)


def compile_plan(
    offer: Offer, contract: Contract, resource: str, months: tuple[PlanMonth, ...], demands: Sequence[Fraction]
) -> CompiledPlan:
    """Make a contract ready for demands of which these are all values that occur.

    Raises InvalidRequest for charges and bounds by other periods than months from the start of the contract on.
    """
    _check_monthly(contract)
    levels = offer.levels_of(contract)
    scales = scales_of(contract, levels, demands, len(months))
    units = {str(CapacityLevel(each, kind)): 0 for each in offer.resources for kind in LevelKind}
    units |= {str(level): scales.units(value) for level, value in levels.items()}
    rounded = rounding_to_steps(offer.rounding, scales.one)
    balances = {
        id: CompiledBalance.of(terms, offer, months, scales, rounded) for id, terms in contract.balances.items()
    }
    usages = tuple(
        CompiledUsage.of(charge, offer, months, scales, rounded, balances.get(charge.draws), resource)
        for charge in contract.charges
        if isinstance(charge, UsageCharge)
    )
    purchases = tuple(
        (ScaledShare.of_level(each.level), RatedMonths.of(each, months, scales))
        for each in contract.charges
        if isinstance(each, PurchaseCharge)
    )
    recurring = tuple(
        (None if each.level is None else ScaledShare.of_level(each.level), RatedMonths.of(each, months, scales))
        for each in contract.charges
        if isinstance(each, RecurringCharge)
    )
    follows = tuple(
        ScaledGrowthRule.scaled(level, contract.follows[level], scales)
        for level in following_levels(contract, resource)
    )
    return CompiledPlan(
        offer, contract, resource, months, scales, units, rounded, usages, balances, follows, purchases, recurring,
        months[-1].ends + 1, _steps(offer, contract.minimum_spend), _steps(offer, contract.maximum_spend),
    )  # fmt: skip


def _check_monthly(contract: Contract) -> None:
    for charge in contract.charges:
        if charge.period.months != 1 or charge.period.calendar:
            _refuse(contract, f"charges.{charge.id}")
    for name, bound in (("minimum_spend", contract.minimum_spend), ("maximum_spend", contract.maximum_spend)):
        if bound is not None and bound.months != 1:
            _refuse(contract, name)


def _refuse(contract: Contract, where: str) -> NoReturn:
    message = f"{where} goes by other periods than months from the start of the contract on, which plans do not compare"
    raise InvalidRequest(f"contract {contract.id}: {message}", field=contract.id)


def _steps(offer: Offer, bound: SpendBound | None) -> int | None:
    """Return a bound of a month in steps of the rounding."""
    if bound is None:
        return None
    return round_to(bound.amount, offer.rounding.step, offer.rounding.mode) // offer.rounding.step
