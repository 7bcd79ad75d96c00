"""Sharing an amount over lines, exactly: in whole units by largest remainder, ties by position."""

from collections.abc import Sequence
from fractions import Fraction

from configurator.money import ONE, ZERO, Remainder, shares_of
from configurator.pricing.operations import summed
from configurator.pricing.orders.model import Spread


def spread(
    amount: Fraction,
    costs: Sequence[Fraction],
    pieces: Sequence[Fraction] = (),
    how: Spread = Spread.PROPORTIONAL,
    unit: Fraction | None = None,
) -> list[Fraction]:
    """Return the shares of an amount; they sum to it exactly, each a multiple of `unit` where one is given.

    `costs` are what the lines cost so far, `pieces` how many pieces each stands for. Lines that cost nothing, or less,
    take no part in proportion, unless all of them together do; where none costs anything, every piece takes the same.
    """
    if how is Spread.FIRST:
        return _first(amount, costs)
    weights = _costs_as_weights(costs) if how is Spread.PROPORTIONAL else list(pieces)
    if not any(weights):
        weights = list(pieces) if any(pieces) else [ONE] * len(costs)
    if unit is None or (amount / unit).denominator != 1:
        whole = sum(weights, ZERO)
        return [amount * weight / whole for weight in weights]
    units = int(amount / unit)
    signed, parts = (unit if units >= 0 else -unit).as_integer_ratio()
    return [Fraction(share * signed, parts) for share in shares_of(abs(units), weights, Remainder.FIRST)]


def _costs_as_weights(costs: Sequence[Fraction]) -> list[Fraction]:
    sign = -1 if summed(costs) < 0 else 1
    signed = costs if sign > 0 else [-cost for cost in costs]
    return [cost if cost.numerator > 0 else ZERO for cost in signed]


def _first(amount: Fraction, costs: Sequence[Fraction]) -> list[Fraction]:
    """Return all of an amount for the first line; of a deduction, only what each line costs, and what is left of it."""
    if amount >= 0:
        return [amount, *[ZERO] * (len(costs) - 1)]
    shares, left = [], -amount
    for cost in costs:
        taken = min(left, max(ZERO, cost))
        shares.append(-taken)
        left -= taken
    shares[0] -= left
    return shares
