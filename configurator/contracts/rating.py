"""From a used quantity to an amount: terms on quantities, pricing's charge model, terms on amounts. Exact throughout.

Rating itself is `pricing.charge_models.rate`; modifiers are those of `pricing.modifiers`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from configurator.contracts.model import Levels, UsageCharge, units_of, values_on
from configurator.contracts.price_changes import PricedUse, even, rated_uses
from configurator.contracts.terms import BilledQuantity, QuantityTerms, UsageHistory
from configurator.money import ONE, ZERO
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
    *,
    share: Fraction = ONE,
    uses: Sequence[PricedUse] = (),
) -> RatedUsage:
    """Rate the measured quantity of a period, whose first day is `day`, as that of a whole one.

    Of a part of a period, `share` says how much of it there is: the result has to be multiplied by it, so that terms
    which are not prorated are divided by it here. `uses` are the parts with prices of their own; without any, all
    prices are those of `day`.
    """
    billed = billed_quantity(charge, measured, day, levels, history or UsageHistory(), share)
    priced = billed.floor if charge.overage_price else billed.invoiced
    metered = tuple(_metered(charge, measured, billed))
    steps = tuple(_steps(charge, priced, billed.above, day, levels, share, uses or even(day)))
    return RatedUsage(billed, metered, priced, steps)


def billed_quantity(
    charge: UsageCharge,
    measured: Fraction,
    day: date,
    levels: Levels,
    history: UsageHistory[Fraction],
    share: Fraction = ONE,
) -> BilledQuantity[Fraction]:
    """Apply the terms on quantities; those of a part of a period that are not prorated count as for a whole one."""
    commitment, terms = charge.commitment, charge.terms
    whole = share if commitment is not None and not commitment.prorated else ONE
    committed = ZERO if commitment is None else commitment.on(day, levels) / whole
    rises_to = None if commitment is None else commitment.rises_to
    risen = ZERO if rises_to is None else units_of(levels, rises_to) / whole
    return (terms if share == ONE else _for_part(terms, share)).billed(measured, committed, risen, history)


def _for_part(terms: QuantityTerms[Fraction], share: Fraction) -> QuantityTerms[Fraction]:
    """Return the terms of a part of a period with what is not prorated as for a whole one."""
    allowance, ratchet = terms.allowance, terms.ratchet
    if allowance is not None and not allowance.prorated:
        allowance = replace(allowance, free=allowance.free / share)
    if ratchet is not None and not ratchet.prorated:
        ratchet = replace(ratchet, percent=ratchet.percent / share)
    return replace(terms, allowance=allowance, ratchet=ratchet)


def _metered(charge: UsageCharge, measured: Fraction, billed: BilledQuantity[Fraction]) -> Iterator[Treated]:
    if charge.allowance is not None:
        yield Treated(Treatment.FREE, measured, measured - billed.over)
    if charge.overage_price:
        yield Treated(Treatment.RESERVED, billed.over, billed.floor)
    elif billed.floor or charge.commitment is not None:
        yield Treated(Treatment.COMMITTED, billed.over, billed.floor)


def _steps(
    charge: UsageCharge,
    priced: Fraction,
    above: Fraction,
    day: date,
    levels: Levels,
    share: Fraction,
    uses: Sequence[PricedUse],
) -> Iterator[Move]:
    value_of = values_on(day)
    model = charge.model_at(None if charge.bounds_of is None else units_of(levels, charge.bounds_of))
    last = Move(Operation.ADD, ZERO, ZERO, ZERO)
    for last in rated_uses(model, uses, priced):
        yield last
    if charge.overage_price and above:
        last = Move(Operation.TIMES, last.after, value_of(charge.overage_price), above)
        yield last
    if charge.cap is not None:
        most = rate(model, charge.cap.units(levels), value_of).amount
        last = Move(Operation.AT_MOST, last.after, ZERO, most if charge.cap.prorated else most / share)
        yield last
    prorated = exact_setting(model, Given(), value_of, part=PartOfPeriod.WHOLE)
    whole = exact_setting(model, Given(), lambda amount: value_of(amount) / share, part=PartOfPeriod.WHOLE)
    for position, modifier in enumerate(charge.modifiers):
        setting = whole if position in charge.whole_terms else prorated
        for calculation in calculations(modifier, last.after, setting):
            move = moved(calculation, last.after)
            if move.after != last.after:
                yield move
                last = move


def rated_step(model: ChargeModel, quantity: Fraction, day: date) -> Move:
    """Rate a quantity by the prices of a day, as the first step of a line."""
    return moved(rate(model, quantity, values_on(day)), ZERO)
