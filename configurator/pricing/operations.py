"""The arithmetic of a step: what each operation makes of an amount, exactly. Pricing and proof both come here."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import assert_never

from configurator.pricing.lines import NOTHING, Operation, Part, Slice


def outcome(
    operation: Operation,
    before: Fraction,
    base: Fraction,
    operand: Fraction,
    slices: tuple[Slice, ...] = (),
    parts: tuple[Part, ...] = (),
) -> Fraction:
    """Return what an operation makes of `before`, exactly and unrounded."""
    match operation:
        case Operation.ADD | Operation.WAIVE | Operation.SHARE_OF_ROUNDING | Operation.BILLED_BEFORE:
            return added(before, operand)
        case Operation.TIMES:
            return added(before, base * operand)
        case Operation.TIERS:
            return added(before, summed(each.amount for each in slices))
        case Operation.PERCENT | Operation.TAX_ON_LINE:
            return added(before, base * operand / 100)
        case Operation.TRUE_UP:
            return before + max(NOTHING, operand - base)
        case Operation.CAP:
            return before + min(NOTHING, operand - base)
        case Operation.PARTS:
            return added(before, summed(each.amount for each in parts))
        case Operation.MULTIPLY:
            return before * operand
        case Operation.AT_LEAST:
            return max(before, operand - base)
        case Operation.AT_MOST:
            return min(before, max(NOTHING, operand - base) if base else operand)
        case Operation.OVERAGE:
            return base + (before - base) * operand
        case Operation.BEYOND:
            return max(NOTHING, before - base) * operand
        case Operation.ROUND:
            return before
        case _:
            assert_never(operation)


def summed(amounts: Iterable[Fraction]) -> Fraction:
    """Return an exact sum; much faster than adding fractions one by one, as amounts of money share denominators."""
    total, scale = 0, 1
    for amount in amounts:
        numerator, denominator = amount.as_integer_ratio()
        if scale % denominator:
            wider = lcm(scale, denominator)
            total, scale = total * (wider // scale), wider
        total += numerator * (scale // denominator)
    return Fraction(total, scale)


def added(before: Fraction, change: Fraction) -> Fraction:
    """Return a sum; most lines begin at 0, and adding fractions is what pricing spends its time on."""
    return before + change if before else change
