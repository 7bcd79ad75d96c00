"""Derived figures of a line: the effective unit price, deductions, true-up."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.money import ZERO, Rounding, round_to
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.price_lines import Line
from configurator.units import NO_UNIT, Unit


class Per(StrEnum):
    """Which units an effective price is for: all that were used (the default), or those that were to be paid."""

    USED = "used"
    PAID = "paid"


def effective_unit_price(
    line: Line,
    per: Per = Per.USED,
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    counted_in: Unit = NO_UNIT,
    of: Unit = NO_UNIT,
) -> Fraction:
    """Return the amount of a line divided by its quantity, exact unless `places` are given; 0 without a quantity.

    For a line `counted_in` one unit, `of` selects another unit of the same dimension: per kilogram from tonnes.
    """
    counted = paid_quantity(line) if per is Per.PAID else line.quantity
    quantity = of.from_base(counted_in.to_base(counted))
    exact = line.exact / quantity if quantity else ZERO
    return exact if places is None else round_to(exact, Fraction(10) ** -places, rounding)


def paid_quantity(line: Line) -> Fraction:
    """Return the quantity that was priced, after conversion, free and reserved units and earlier bills."""
    metered = [step for step in line.steps if step.metered]
    return metered[-1].metered[-1].after * metered[-1].times if metered else line.quantity


def billed_before(line: Line) -> Fraction:
    """Return the quantity that earlier bills of the same period have priced."""
    return next(
        (
            each.operand * step.times
            for step in line.steps
            for each in step.metered
            if each.treatment is Treatment.BILLED_BEFORE
        ),
        ZERO,
    )


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A line as on a bill: usage, deductions, true-up to a minimum, and the result."""

    gross: Fraction
    discounts: Fraction
    minimum_top_up: Fraction
    total: Fraction


def breakdown(line: Line) -> Breakdown:
    """Return the deductions and additions of a line's steps; `gross − discounts + top-up` is the total."""
    off = up = ZERO
    for step in line.steps:
        change = step.after - step.before
        if step.operation is Operation.AT_LEAST:
            up += change
        elif step.operation in (Operation.AT_MOST, Operation.PERCENT) and change < 0:
            off -= change
    return Breakdown(line.exact + off - up, off, up, line.exact)


def tier_number(line: Line) -> int:
    """Return the tier that the quantity reached, from 1; 0 where no tier was entered."""
    return max((each.tier for step in line.steps for each in step.slices), default=0)
