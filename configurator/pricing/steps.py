"""The arithmetic of a step: what each operation makes of an amount, and where the exact figure becomes money.

Pricing takes every step through `take`; the proof recomputes it through `outcome`. There is no third place.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import assert_never

from configurator.catalog.model import ALWAYS, Interval, Text
from configurator.money import Rounded, round_to
from configurator.pricing.lines import NOTHING, Operation, Slice, Step
from configurator.pricing.model import RoundedAt, RoundingRule
from configurator.source import Place


def outcome(
    operation: Operation, before: Fraction, base: Fraction, operand: Fraction, slices: tuple[Slice, ...] = ()
) -> Fraction:
    """Return what an operation makes of `before`, exactly and unrounded."""
    match operation:
        case Operation.ADD | Operation.WAIVE | Operation.SHARE_OF_ROUNDING:
            return _added(before, operand)
        case Operation.TIMES:
            return _added(before, base * operand)
        case Operation.TIERS:
            return _added(before, summed(each.amount for each in slices))
        case Operation.PERCENT | Operation.TAX_ON_LINE:
            return _added(before, base * operand / 100)
        case Operation.TRUE_UP:
            return before + max(NOTHING, operand - base)
        case Operation.CAP:
            return before + min(NOTHING, operand - base)
        case Operation.AT_LEAST:
            return max(before, operand)
        case Operation.AT_MOST:
            return min(before, operand)
        case _:
            assert_never(operation)


def summed(amounts: Iterable[Fraction]) -> Fraction:
    """Return an exact sum; much faster than adding fractions one by one, as amounts of money share denominators."""
    given = list(amounts)
    scale = lcm(*(amount.denominator for amount in given))
    return Fraction(sum(amount.numerator * (scale // amount.denominator) for amount in given), scale)


def _added(before: Fraction, change: Fraction) -> Fraction:
    """Return a sum; most lines begin at 0, and adding fractions is what pricing spends its time on."""
    return before + change if before else change


def take(
    rounding: RoundingRule,
    operation: Operation,
    *,
    stage: str,
    rule: str,
    place: Place,
    operand: Fraction,
    before: Fraction = NOTHING,
    base: Fraction = NOTHING,
    interval: Interval = ALWAYS,
    because: Text | None = None,
    slices: tuple[Slice, ...] = (),
) -> Step:
    """Take one step, rounded at once where the book rounds every line."""
    exact = outcome(operation, before, base, operand, slices)
    after, change = exact, None
    if rounding.at is RoundedAt.LINE:
        origin = origin_of(operation, before)
        after = _added(origin, landed(rounding, exact - origin if origin else exact))
        change = Rounded(exact, rounding.step, rounding.mode) if after != exact else None
    return Step(stage, rule, place, interval, operation, before, base, operand, after, because, slices, change)


def origin_of(operation: Operation, before: Fraction) -> Fraction:
    """Return what the amount is rounded without: the tax of one line is rounded by itself and then added."""
    return before if operation is Operation.TAX_ON_LINE else NOTHING


def landed(rounding: RoundingRule, exact: Fraction) -> Fraction:
    """Return the multiple of the book's rounding step that an exact figure becomes."""
    step = rounding.step
    if exact.numerator * step.denominator % (exact.denominator * step.numerator) == 0:
        return exact
    return round_to(exact, step, rounding.mode)
