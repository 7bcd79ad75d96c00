"""Proration: the price of a partial period. Shares are exact, and the parts of a period sum to the whole."""

from collections.abc import Sequence
from fractions import Fraction

from configurator.money import Rounding, round_to
from configurator.pricing.periods.allocation import Largest, Rule, allocate, unit_of
from configurator.pricing.periods.calendar import Period, month_of, months_of
from configurator.pricing.periods.day_count import ACTUAL_DAYS, Basis, share, share_of_days


def prorated(amount: Fraction, part: Period, whole: Period, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Return `amount · part / whole`, exactly and unrounded."""
    return amount * share(part, whole, basis)


def prorated_days(amount: Fraction, days: Fraction | int, of: Fraction | int) -> Fraction:
    """Return `amount · days / of`, for days that were counted elsewhere."""
    return amount * share_of_days(days, of)


def share_by_month(part: Period, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Return how many months a period is, each of its calendar months measured against its own length."""
    return sum((share(piece, month_of(piece.start), basis) for piece in months_of(part)), Fraction(0))


def over_months(monthly: Fraction, part: Period, basis: Basis = ACTUAL_DAYS) -> Fraction:
    """Return a monthly amount over a period: whole months in full, partial ones by days."""
    return monthly * share_by_month(part, basis)


def split(
    amount: Fraction, parts: Sequence[Period], step: Fraction, basis: Basis = ACTUAL_DAYS, rule: Rule | None = None
) -> tuple[Fraction, ...]:
    """Share an amount out over the parts of a period, in whole steps that sum exactly to it.

    By default the units that rounding leaves over go to the largest remainders.
    """
    weights = [share(part, Period(parts[0].start, parts[-1].end), basis) for part in parts]
    return allocate(amount, weights, step, rule or Largest())


def weighted(deltas: Sequence[tuple[Fraction, Fraction]], carried: Fraction = Fraction(0)) -> Fraction:
    """Sum prorated quantities: the initial level, and each change by its share of the period."""
    return carried + sum((quantity * part for quantity, part in deltas), Fraction(0))


def rounded_share(value: Fraction, places: int, rounding: Rounding = Rounding.HALF_UP) -> Fraction:
    """Round a share to decimal places, as some peers do before they multiply by it; ours stay exact."""
    return round_to(value, unit_of(places), rounding)
