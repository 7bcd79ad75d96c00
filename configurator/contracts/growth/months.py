"""The months of a plan, and their events under a course of demand."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from configurator.contracts.capacity import Capacity, Stretch, unit_minutes_over_rights
from configurator.contracts.model import (
    CapacityLevel,
    Contract,
    GrowthRule,
    LevelKind,
    Offer,
    OverRights,
    ReadingMeasure,
    UsageCharge,
)
from configurator.contracts.statement import ContractActivity, LevelChange
from configurator.money import ONE, ZERO
from configurator.pricing.metered import Measure
from configurator.pricing.periods.calendar import Period, add_months, midnight, time_zone


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One month of a plan. `starts` and `ends` are the numbers of the months in which its begin and end are billed."""

    number: int
    period: Period
    starts: int
    ends: int

    def weight(self, rule: OverRights, zone: str) -> int:
        """Return the quantity of one unit over the entitlement all month, in minutes or in days."""
        if rule.days:
            return self.period.days
        where = time_zone(zone)
        start, end = midnight(self.period.start, where), midnight(self.period.end, where)
        return int(unit_minutes_over_rights([Stretch(start, end, Capacity(active=ONE))], rule.resolution))


def months_of(offer: Offer, start: date, months: int) -> tuple[PlanMonth, ...]:
    """Return the months of a plan; quarterly charges are billed at the end of the quarter."""
    every = offer.billed_every
    days = [add_months(start, number, start.day) for number in range(months + 1)]
    return tuple(
        PlanMonth(
            number,
            Period(days[number], days[number + 1]),
            -(-number // every) * every,
            -(-(number + 1) // every) * every,
        )
        for number in range(months)
    )


# ── demand as it happens ─────────────────────────────────────────────────────────────────────────────────────────────


def activity_of(
    offer: Offer, contract: Contract, resource: str, start: date, demand: Sequence[Fraction]
) -> ContractActivity:
    """Return the usage under a course of demand, one figure per month.

    Demand is a constant level for the month, or, for summed readings, the sum of the month.
    """
    months, flows = months_of(offer, start, len(demand)), is_flow(offer, resource)
    readings: dict[date, Fraction] = {}
    for month, units in zip(months, demand, strict=True):
        for number in range(month.period.days):
            readings[month.period.start + timedelta(number)] = ZERO if number and flows else units
    changes = tuple(_changes(offer, contract, resource, months, demand))
    return ContractActivity(start, months[-1].period.end, {resource: readings}, changes=changes)


def is_flow(offer: Offer, resource: str) -> bool:
    """Whether contracts add the use of a resource up, instead of looking at its level."""
    charges = (charge for contract in offer.contracts.values() for charge in contract.charges)
    return any(
        isinstance(each, UsageCharge)
        and each.resource == resource
        and isinstance(each.measure, ReadingMeasure)
        and each.measure.measure is Measure.SUM
        for each in charges
    )


def following_levels(contract: Contract, resource: str) -> list[CapacityLevel]:
    """Return the levels that follow demand, installed units first, because entitlements cannot exceed them."""
    order = list(LevelKind)
    ours = (level for level in contract.follows if level.resource == resource)
    return sorted(ours, key=lambda level: order.index(level.kind))


def wanted_units(rule: GrowthRule, demand: Fraction) -> Fraction:
    """Return the units of a level for a demand, in whole steps."""
    return math.ceil(demand * (1 + rule.headroom / 100) / rule.step) * rule.step


def _changes(
    offer: Offer, contract: Contract, resource: str, months: Sequence[PlanMonth], demand: Sequence[Fraction]
) -> Iterator[LevelChange]:
    begin = offer.levels_of(contract)
    levels, following = dict(begin), following_levels(contract, resource)
    for month, units in zip(months, demand, strict=True):
        for level in following:
            rule, now = contract.follows[level], levels.get(level, ZERO)
            target = wanted_units(rule, units)
            if level.kind is LevelKind.RIGHTS:
                target = min(target, levels.get(CapacityLevel(resource, LevelKind.INSTALLED), ZERO))
            target = max(begin.get(level, ZERO) if rule.down else now, target)
            if target != now:
                yield LevelChange(month.period.start, level, target - now)
                levels[level] = target
