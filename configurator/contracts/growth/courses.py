"""What happens under a contract when demand takes a course: readings of every day, and levels that grow with it."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from configurator.contracts.growth.months import Month, months_of
from configurator.contracts.model import Contract, Follows, Level, LevelKind, Offer, Usage
from configurator.contracts.readings import Measure, MeasureRule
from configurator.contracts.statement import Happened, LevelChange

NOTHING = Fraction(0)


def happened_of(offer: Offer, contract: Contract, resource: str, start: date, demand: Sequence[Fraction]) -> Happened:
    """Return what happens while demand takes a course, one figure for each month.

    Demand is a level that lasts all month, or, for what contracts add up, the sum of the month.
    """
    months = months_of(offer, start, len(demand))
    readings: dict[date, Fraction] = {}
    for month, wanted in zip(months, demand, strict=True):
        for number in range(month.period.days):
            flows = number and is_flow(offer, resource)
            readings[month.period.start + timedelta(number)] = NOTHING if flows else wanted
    changes = tuple(_changes(offer, contract, resource, months, demand))
    return Happened(start, months[-1].period.end, {resource: readings}, changes=changes)


def is_flow(offer: Offer, resource: str) -> bool:
    """Whether contracts add the use of a resource up, instead of looking at its level."""
    usages = (charge for contract in offer.contracts.values() for charge in contract.charges)
    return any(
        isinstance(each, Usage)
        and each.of == resource
        and isinstance(each.measure, MeasureRule)
        and each.measure.kind is Measure.SUM
        for each in usages
    )


def wanted(follows: Follows, demand: Fraction) -> Fraction:
    """Return the units of a level for a demand, in whole steps."""
    return math.ceil(demand * (1 + follows.headroom / 100) / follows.step) * follows.step


def _changes(
    offer: Offer, contract: Contract, resource: str, months: Sequence[Month], demand: Sequence[Fraction]
) -> Iterator[LevelChange]:
    begin, order = offer.levels_of(contract), list(LevelKind)
    levels = dict(begin)
    ours = sorted(
        (each for each in contract.follows if each.resource == resource), key=lambda each: order.index(each.kind)
    )
    for month, units in zip(months, demand, strict=True):
        for level in ours:
            follows, now = contract.follows[level], levels.get(level, NOTHING)
            target = wanted(follows, units)
            if level.kind is LevelKind.RIGHTS:
                target = min(target, levels.get(Level(resource, LevelKind.INSTALLED), NOTHING))
            target = max(begin.get(level, NOTHING) if follows.down else now, target)
            if target != now:
                yield LevelChange(month.period.start, level, target - now)
                levels[level] = target
