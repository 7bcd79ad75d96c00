"""The monthly cost as a function of usage, for contracts without memory: exact straight pieces between bends."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from configurator.contracts.growth.piecewise import (
    Curve,
    LinearPiece,
    added,
    crossings,
    curve_of,
    model_bends,
    modifier_bends,
)
from configurator.contracts.model import (
    Contract,
    Levels,
    Offer,
    OverRights,
    PurchaseCharge,
    RecurringCharge,
    UsageCharge,
    units_of,
    values_on,
)
from configurator.contracts.rating import billed_quantity, rate_usage
from configurator.contracts.terms import UsageHistory
from configurator.money import ONE, ZERO
from configurator.pricing.charge_models import rate


def measures_of(contract: Contract) -> frozenset[object]:
    """Return how a contract measures use; only curves of one measure can be compared."""
    return frozenset(charge.measure for charge in contract.charges if isinstance(charge, UsageCharge))


def monthly_curve(offer: Offer, contract: Contract, resource: str, on: date) -> Curve | None:
    """Return the unrounded cost of a month by its use, from 0 to the most.

    None where earlier months matter, or where the cost has no straight pieces.
    """
    bounded = contract.minimum_spend is not None or contract.maximum_spend is not None
    if bounded or contract.balances or contract.follows or any(map(_remembers, contract.charges)):
        return None
    levels, most = offer.levels_of(contract), offer.resources[resource].most
    fixed = ZERO
    curves: list[Curve] = []
    for charge in contract.charges:
        if isinstance(charge, RecurringCharge):
            units = ONE if charge.level is None else units_of(levels, charge.level)
            fixed += rate(charge.model, units, values_on(on)).amount
        elif isinstance(charge, UsageCharge) and charge.resource == resource:
            curve = _usage_curve(charge, levels, most, on)
            if curve is None:
                return None
            curves.append(curve)
        elif isinstance(charge, UsageCharge):
            fixed += rate_usage(charge, ZERO, on, levels).amount
    return added([*curves, (LinearPiece(ZERO, most, fixed, fixed),)])


def _remembers(charge: object) -> bool:
    """Whether a charge depends on earlier months."""
    if isinstance(charge, PurchaseCharge):
        return True
    return isinstance(charge, UsageCharge) and (charge.terms.remember or isinstance(charge.measure, OverRights))


def _usage_curve(charge: UsageCharge, levels: Levels, most: Fraction, on: date) -> Curve | None:
    """Return the cost of use; the bends that cap and modifiers make are where the cost before them reaches theirs."""
    value_of = values_on(on)
    model = charge.model_at(None if charge.bounds_of is None else units_of(levels, charge.bounds_of))
    of_model = model_bends(model)
    if of_model is None:
        return None
    free = ZERO if charge.allowance is None else charge.allowance.free
    floor = billed_quantity(charge, ZERO, on, levels, UsageHistory()).floor
    bends = {free, free + floor, *(free + bend for bend in of_model)}

    def cost_of(terms: UsageCharge) -> Curve:
        return curve_of(lambda use: rate_usage(terms, use, on, levels).amount, bends, most)

    curve = cost_of(replace(charge, cap=None, modifiers=()))
    if charge.cap is not None:
        bends |= set(crossings(curve, rate(model, charge.cap.units(levels), value_of).amount))
        curve = cost_of(replace(charge, modifiers=()))
    for number, modifier in enumerate(charge.modifiers, start=1):
        for amount in modifier_bends(modifier, value_of) or ():
            bends |= set(crossings(curve, amount))
        curve = cost_of(replace(charge, modifiers=charge.modifiers[:number]))
    return curve
