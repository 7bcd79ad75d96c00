"""Proration: the price of a partial period. Shares are exact, and the parts of a period sum to the whole."""

from collections.abc import Sequence
from fractions import Fraction

from configurator.money import Rounding, round_to
from configurator.pricing.periods.allocation import Largest, Rule, allocate, unit_of
from configurator.pricing.periods.calendar import Period
from configurator.pricing.periods.day_count import ACTUAL_DAYS, Basis, share


def prorated(amount: Fraction, part: Period, whole: Period, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Return `amount · part / whole`, exactly and unrounded."""
    return amount * share(part, whole, basis)


def split(
    amount: Fraction, parts: Sequence[Period], step: Fraction, basis: Basis = ACTUAL_DAYS, rule: Rule | None = None
) -> tuple[Fraction, ...]:
    """Share an amount out over the parts of a period, in whole steps that sum exactly to it.

    By default the units that rounding leaves over go to the largest remainders.
    """
    weights = [share(part, Period(parts[0].start, parts[-1].end), basis) for part in parts]
    return allocate(amount, weights, step, rule or Largest())


def rounded_share(value: Fraction, places: int, rounding: Rounding = Rounding.HALF_UP) -> Fraction:
    """Round a share to decimal places, as some peers do before they multiply by it; ours stay exact."""
    return round_to(value, unit_of(places), rounding)
