"""Prices that change within a period: its parts, and what each of them was used for.

By default a use costs what it does on its day. A quantity that adds up over days (a sum, an average) is the sum of the
uses of the parts; a peak or a percentile is that of the whole period, and each part has its share of the days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from configurator.contracts.model import UsageCharge, values_on
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge_models import ChargeModel, PerUnit, rate
from configurator.pricing.charge_models.usage import ValueOf
from configurator.pricing.operations import Operation
from configurator.pricing.periods.calendar import Period
from configurator.pricing.steps import Move, moved


class PricedUse(NamedTuple):
    """A part of a period with the same prices: its first day, its share of the days, and its use where that adds up."""

    day: date
    share: Fraction
    quantity: Fraction | None


def figures_in(terms: object) -> Iterator[Amount]:
    """Yield every amount that is written in a charge model or modifier."""
    if isinstance(terms, tuple) and terms and isinstance(terms[0], Case):
        yield terms
    elif isinstance(terms, tuple):
        for each in terms:
            yield from figures_in(each)
    elif is_dataclass(terms):
        for field in fields(terms):
            yield from figures_in(getattr(terms, field.name))


def parts_of(charge: UsageCharge, period: Period) -> tuple[Period, ...]:
    """Return the parts of a period within which no price of a charge changes; one if its first day's prices hold."""
    if charge.first_day_prices:
        return (period,)
    figures = (*figures_in(charge.model), *figures_in(charge.overage_price))
    changes = {case.interval.start for amount in figures for case in amount}
    inside = sorted(day for day in changes if day is not None and period.start < day < period.end)
    days = [period.start, *inside, period.end]
    return tuple(Period(start, end) for start, end in pairwise(days))


def rated_uses(model: ChargeModel, uses: Sequence[PricedUse], quantity: Fraction) -> Iterator[Move]:
    """Yield the steps that rate a quantity, each part of its period by its own prices.

    A quantity that adds up fills tiers in the order of its uses; what is billed and was not used (the rest of a
    commitment) belongs to the last part, and what was used and is not billed to the first ones.
    """
    if len(uses) == 1:
        yield moved(rate(model, quantity, values_on(uses[0].day)), ZERO)
        return
    before = ZERO
    for move in _by_shares(model, uses, quantity) if uses[0].quantity is None else _in_turn(model, uses, quantity):
        step = Move(move[0], before, move[1], move[2])
        before = step.after
        yield step


def _by_shares(
    model: ChargeModel, uses: Sequence[PricedUse], quantity: Fraction
) -> Iterator[tuple[Operation, Fraction, Fraction]]:
    for use in uses:
        yield Operation.TIMES, rate(model, quantity, values_on(use.day)).amount, use.share


def _in_turn(
    model: ChargeModel, uses: Sequence[PricedUse], quantity: Fraction
) -> Iterator[tuple[Operation, Fraction, Fraction]]:
    reached = ZERO
    for use, billed in zip(uses, billed_uses(uses, quantity), strict=True):
        value_of = values_on(use.day)
        if isinstance(model, PerUnit):
            yield Operation.TIMES, value_of(model.price), billed
        else:
            yield Operation.ADD, ZERO, _between(model, value_of, reached, reached + billed)
        reached += billed


def _between(model: ChargeModel, value_of: ValueOf, low: Fraction, high: Fraction) -> Fraction:
    """Return what a quantity costs beyond a smaller one, by the same prices."""
    return rate(model, high, value_of).amount - (rate(model, low, value_of).amount if low else ZERO)


def billed_uses(uses: Sequence[PricedUse], quantity: Fraction) -> list[Fraction]:
    """Return how much of a billed quantity belongs to each use: see `rated_uses`."""
    left = [use.quantity or ZERO for use in uses]
    free = sum(left, ZERO) - quantity
    for position, used in enumerate(left):
        taken = max(ZERO, min(used, free))
        left[position], free = used - taken, free - taken
    left[-1] -= min(ZERO, free)
    return left


def even(day: date) -> tuple[PricedUse, ...]:
    """Return the whole period as one part, with the prices of a day."""
    return (PricedUse(day, ONE, None),)
