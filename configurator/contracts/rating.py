"""From a used quantity to an amount: terms on quantities, pricing's charge model, terms on amounts. Exact throughout.

Rating itself is `pricing.charge_models.rate`; modifiers are those of `pricing.modifiers`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.contracts.model import Levels, UsageCharge, units_of, values_on
from configurator.contracts.terms import BilledQuantity, UsageHistory
from configurator.money import ZERO
from configurator.pricing.charge import Given, exact_setting
from configurator.pricing.charge_models import ChargeModel, rate
from configurator.pricing.modifiers import PartOfPeriod, calculations
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.steps import Move, Treated, moved


@dataclass(frozen=True, slots=True)
class RatedUsage:
    """A period of a usage charge: how the measured quantity became the one that was priced, and the amount's steps."""

    billed: BilledQuantity[Fraction]
    metered: tuple[Treated, ...]
    priced: Fraction
    steps: tuple[Move, ...]

    @property
    def amount(self) -> Fraction:
        """The exact amount; a line is rounded at its end."""
        return self.steps[-1].after


def rate_usage(
    charge: UsageCharge,
    measured: Fraction,
    day: date,
    levels: Levels,
    history: UsageHistory[Fraction] | None = None,
) -> RatedUsage:
    """Rate the measured quantity of a period; prices are those of `day`, its first day."""
    billed = billed_quantity(charge, measured, day, levels, history or UsageHistory())
    priced = billed.floor if charge.overage_price else billed.invoiced
    metered = tuple(_metered(charge, measured, billed))
    return RatedUsage(billed, metered, priced, tuple(_steps(charge, priced, billed.above, day, levels)))


def billed_quantity(
    charge: UsageCharge, measured: Fraction, day: date, levels: Levels, history: UsageHistory[Fraction]
) -> BilledQuantity[Fraction]:
    """Apply the terms on quantities."""
    commitment = charge.commitment
    committed = ZERO if commitment is None else commitment.on(day, levels)
    rises_to = None if commitment is None else commitment.rises_to
    risen = ZERO if rises_to is None else units_of(levels, rises_to)
    return charge.terms.billed(measured, committed, risen, history)


def _metered(charge: UsageCharge, measured: Fraction, billed: BilledQuantity[Fraction]) -> Iterator[Treated]:
    if charge.allowance is not None:
        yield Treated(Treatment.FREE, measured, measured - billed.over)
    if charge.overage_price:
        yield Treated(Treatment.RESERVED, billed.over, billed.floor)
    elif billed.floor or charge.commitment is not None:
        yield Treated(Treatment.COMMITTED, billed.over, billed.floor)


def _steps(charge: UsageCharge, priced: Fraction, above: Fraction, day: date, levels: Levels) -> Iterator[Move]:
    value_of = values_on(day)
    model = charge.model_at(None if charge.bounds_of is None else units_of(levels, charge.bounds_of))
    last = rated_step(model, priced, day)
    yield last
    if charge.overage_price and above:
        last = Move(Operation.TIMES, last.after, value_of(charge.overage_price), above)
        yield last
    if charge.cap is not None:
        last = Move(Operation.AT_MOST, last.after, ZERO, rate(model, charge.cap.units(levels), value_of).amount)
        yield last
    setting = exact_setting(model, Given(), value_of, part=PartOfPeriod.WHOLE)
    for modifier in charge.modifiers:
        for calculation in calculations(modifier, last.after, setting):
            move = moved(calculation, last.after)
            if move.after != last.after:
                yield move
                last = move


def rated_step(model: ChargeModel, quantity: Fraction, day: date) -> Move:
    """Rate a quantity by the prices of a day, as the first step of a line."""
    return moved(rate(model, quantity, values_on(day)), ZERO)
