"""Checks of a valid file of contracts; each finding has a usage that proves it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from configurator.catalog.feature_values import show_number
from configurator.contracts import codes
from configurator.contracts.growth.piecewise import (
    Curve,
    LinearPiece,
    added,
    crossings,
    curve_of,
    model_bends,
    modifier_bends,
    pieces_of_both,
)
from configurator.contracts.model import (
    Contract,
    Levels,
    MissingReading,
    Offer,
    OverRights,
    PurchaseCharge,
    ReadingMeasure,
    RecurringCharge,
    UsageCharge,
    units_of,
    values_on,
)
from configurator.contracts.rating import billed_quantity, rate_usage
from configurator.contracts.terms import UsageHistory
from configurator.money import ONE, ZERO
from configurator.pricing.charge_models import rate
from configurator.problems import Problem


def measures_of(contract: Contract) -> frozenset[object]:
    """Return how a contract measures use; only curves of one measure can be compared."""
    return frozenset(charge.measure for charge in contract.charges if isinstance(charge, UsageCharge))


def monthly_curve(offer: Offer, contract: Contract, resource: str, on: date) -> Curve | None:
    """Return the unrounded cost of a month by its use, from 0 to the most.

    None where earlier months matter, or where the cost has no straight pieces.
    """
    bounded = contract.minimum_spend is not None or contract.maximum_spend is not None
    monthly = all(each.period.months == 1 for each in contract.charges)
    if not monthly or bounded or contract.balances or contract.follows or any(map(_remembers, contract.charges)):
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


LATE = date.max.replace(month=1, day=1)


def dominated(offer: Offer) -> Iterator[Problem]:
    """Yield the dominated contracts: at any monthly usage, another one costs no more.

    The range of usage is reported, and the usage with the largest difference.

    Only memoryless contracts that measure usage alike are compared, so a result for one month holds for any course of
    usage.
    """
    for resource in offer.resources:
        curves = {
            id: curve
            for id, contract in offer.contracts.items()
            if (curve := monthly_curve(offer, contract, resource, LATE)) is not None
        }
        for id, curve in curves.items():
            beaten = next((other for other in curves if other != id and _beats(offer, curves, other, id)), None)
            if beaten is not None:
                yield _problem(offer, offer.contracts[id], offer.contracts[beaten], curve, curves[beaten], resource)


def _beats(offer: Offer, curves: dict[str, Curve], other: str, id: str) -> bool:
    """Whether the other never costs more, and less somewhere; of two that are always equal none is reported."""
    measures = [measures_of(offer.contracts[each]) for each in (other, id)]
    if all(measures) and measures[0] != measures[1]:
        return False
    differences = [
        (mine.at_low - theirs.at_low, mine.at_high - theirs.at_high)
        for mine, theirs in pieces_of_both(curves[id], curves[other])
    ]
    return all(min(each) >= 0 for each in differences) and any(max(each) > 0 for each in differences)


def _problem(offer: Offer, contract: Contract, better: Contract, mine: Curve, theirs: Curve, resource: str) -> Problem:
    _, at, cost, other = max(
        (piece.at_high - other.at_high, piece.high, piece.at_high, other.at_high)
        for piece, other in pieces_of_both(mine, theirs)
    )
    unit, end = offer.resources[resource].unit, show_number(mine[-1].high)
    message = (
        f"from 0 to {end} {unit}, `{contract.id}` never costs less than `{better.id}`: "
        f"{show_number(cost)} against {show_number(other)} at {show_number(at)}"
    )
    hint = "give it a use for which it is the cheapest, or take it off the offer"
    return Problem(codes.DOMINATED, contract.location, f"contracts.{contract.id}", message, hint=hint)


def quiet_days(offer: Offer) -> Iterator[Problem]:
    """Yield the charges whose quiet days count what their measure does not suggest.

    A sum that copies the last reading bills one day's use again on every day after it; a level that is 0 without a
    reading forgets what is still there.
    """
    for contract in offer.contracts.values():
        for charge in contract.charges:
            if isinstance(charge, UsageCharge) and isinstance(charge.measure, ReadingMeasure):
                kind = charge.missing.kind
                if charge.adds_up and kind is MissingReading.COPY_LAST:
                    yield _quiet(contract, charge, "adds up its readings, and bills the last one again every day")
                elif not charge.adds_up and kind is MissingReading.ZERO:
                    yield _quiet(contract, charge, "reads a level, and forgets it on a day without a reading")


def _quiet(contract: Contract, charge: UsageCharge, what: str) -> Problem:
    usual = MissingReading.ZERO if charge.adds_up else MissingReading.COPY_LAST
    message = f"`missing: {charge.missing.kind}` {what}"
    hint = f"leave `missing` out: it is {usual} here"
    return Problem(
        codes.QUIET_DAYS, charge.location, f"contracts.{contract.id}.charges.{charge.id}", message, hint=hint
    )


CHECKS: tuple[Callable[[Offer], Iterator[Problem]], ...] = (dominated, quiet_days)


def checked(offer: Offer) -> tuple[Problem, ...]:
    """Run every check."""
    return tuple(problem for check in CHECKS for problem in check(offer))
