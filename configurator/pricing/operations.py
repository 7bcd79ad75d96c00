"""The semantics of operations and treatments, written once over a carrier of amounts.

A carrier defines how amounts are added, compared and rounded. `Exact` computes with fractions; the symbolic one
computes with bounded numbers over a program. A pricing rule is an operation with base and operand, so the code that
prices one configuration also searches all of them.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Final, Protocol, TypeVar, assert_never

from configurator.money import ONE, ZERO, Rounding, round_to

A = TypeVar("A")

PERCENT: Final = Fraction(1, 100)


class Operation(StrEnum):
    """How a step computes `after` from `before`; `b` is its base and `o` its operand."""

    ADD = "add"
    """before + o"""
    TIMES = "times"
    """before + b · o"""
    TIERS = "tiers"
    """before + the sum of the slices; o is the whole quantity"""
    PERCENT = "percent"
    """before + b · o / 100; a discount has a negative o"""
    TAX_ON_LINE = "tax_on_line"
    """before + b · o / 100, where only the addend is rounded"""
    INCLUDED = "included"
    """before; b includes b · o / (100 + w) of a tax, w being all percentages that it includes, which is only shown"""
    WAIVE = "waive"
    """before + o; o takes away all there is"""
    TRUE_UP = "true_up"
    """before + max(0, o − b): the shortfall of b below o"""
    CAP = "cap"
    """before − max(0, b − o): the excess of b over o"""
    AT_LEAST = "at_least"
    """the greater of before and o − b; b is what was billed before in the same period"""
    AT_MOST = "at_most"
    """the smaller of before and o; where b was billed before in the same period, of before and what o leaves of it"""
    MULTIPLY = "multiply"
    """before · o"""
    OVERAGE = "overage"
    """b + (before − b) · o: the overage above a commitment of b counts o times; no change if before stays below"""
    BEYOND = "beyond"
    """max(0, before − b) · o: the part not covered by a prepaid balance of b counts o times"""
    BILLED_BEFORE = "billed_before"
    """before + o; o is the negative charge of earlier bills of the same period"""
    ROUND = "round"
    """before, rounded to a multiple of o"""
    PARTS = "parts"
    """before + the sum of the parts; o is the whole quantity"""
    SHARE_OF_ROUNDING = "share_of_rounding"
    """before + o: this line's share of rounding the total"""


class Treatment(StrEnum):
    """A treatment of a metered quantity before rating; `o` is the operand."""

    MULTIPLIED = "multiplied"
    """quantity · o"""
    DIVIDED = "divided"
    """quantity / o"""
    ROUNDED = "rounded"
    """to a multiple of o"""
    FREE = "free"
    """max(0, quantity − o)"""
    RESERVED = "reserved"
    """max(0, quantity − o): o is paid at the price of the reservation"""
    RATCHETED = "ratcheted"
    """the greater of quantity and o, the floor that an earlier peak left"""
    BILLED_BEFORE = "billed_before"
    """quantity − o: o was billed before in the same period"""
    COMMITTED = "committed"
    """the greater of quantity and o, the quantity that is committed"""
    DRAWN = "drawn"
    """max(0, quantity − o): o was drawn from a prepaid balance"""


# ── carriers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Arithmetic(Protocol[A]):
    """The part of a carrier that computes amounts."""

    def constant(self, value: Fraction) -> A:
        """Return an amount that is always the same."""

    def add(self, left: A, right: A) -> A:
        """Return a sum."""

    def minus(self, left: A, right: A) -> A:
        """Return a difference."""

    def times(self, left: A, right: A) -> A:
        """Return a product."""

    def scaled(self, amount: A, factor: Fraction) -> A:
        """Return an amount multiplied by a constant."""

    def above_zero(self, amount: A) -> A:
        """Return an amount where it is more than 0, else 0."""

    def greater(self, left: A, right: A) -> A:
        """Return the greater of two amounts."""

    def lesser(self, left: A, right: A) -> A:
        """Return the lesser of two amounts."""

    def is_nothing(self, amount: A) -> bool:
        """Return whether an amount is 0 for certain."""

    def may_exceed(self, left: A, right: A) -> bool:
        """Return whether one amount can exceed another; otherwise its consequences are not computed."""

    def quotient(self, left: A, right: A) -> A:
        """Return one amount divided by another, which is never 0."""

    def to_multiple(self, amount: A, step: Fraction, mode: Rounding) -> A:
        """Return an amount rounded to a multiple of a step."""


class Exact:
    """The carrier of exact fractions; presence is a boolean."""

    def constant(self, value: Fraction) -> Fraction:
        return value

    def add(self, left: Fraction, right: Fraction) -> Fraction:
        return left + right if left else right

    def minus(self, left: Fraction, right: Fraction) -> Fraction:
        return left - right

    def times(self, left: Fraction, right: Fraction) -> Fraction:
        return left * right

    def scaled(self, amount: Fraction, factor: Fraction) -> Fraction:
        return amount * factor

    def above_zero(self, amount: Fraction) -> Fraction:
        return amount if amount.numerator > 0 else ZERO

    def greater(self, left: Fraction, right: Fraction) -> Fraction:
        return max(left, right)

    def lesser(self, left: Fraction, right: Fraction) -> Fraction:
        return min(left, right)

    def is_nothing(self, amount: Fraction) -> bool:
        return not amount

    def may_exceed(self, left: Fraction, right: Fraction) -> bool:
        return left > right

    def quotient(self, left: Fraction, right: Fraction) -> Fraction:
        return left / right

    def to_multiple(self, amount: Fraction, step: Fraction, mode: Rounding) -> Fraction:
        """Return the multiple of a step that an amount is rounded to: itself where it is one."""
        numerator, denominator = amount.as_integer_ratio()
        units, parts = step.as_integer_ratio()
        if numerator * parts % (denominator * units) == 0:
            return amount
        return round_to(amount, step, mode)

    def every(self, *parts: bool) -> bool:
        return all(parts)

    def either(self, parts: Iterable[bool]) -> bool:
        return any(parts)

    def gated(self, amount: Fraction, where: bool) -> Fraction:
        return amount if where else ZERO

    def never(self, where: bool) -> bool:
        return not where

    def everywhere(self) -> bool:
        return True

    def exceeds(self, left: Fraction, right: Fraction) -> bool:
        return left > right

    def differs(self, amount: Fraction) -> bool:
        return bool(amount)

    def dearest(self, due: Sequence[bool], costs: Sequence[Fraction]) -> list[bool]:
        first = max((each for each in range(len(costs)) if due[each]), key=costs.__getitem__, default=None)
        return [each == first for each in range(len(costs))]


EXACT = Exact()


def outcome(carrier: Arithmetic[A], operation: Operation, before: A, base: A, operand: A, pieces: A | None = None) -> A:
    """Return the unrounded result of an operation on `before`; `pieces` is the sum of its slices or parts."""
    match operation:
        case Operation.TIMES:
            return carrier.add(before, carrier.times(base, operand))
        case Operation.TIERS | Operation.PARTS:
            return before if pieces is None else carrier.add(before, pieces)
        case Operation.PERCENT | Operation.TAX_ON_LINE:
            return carrier.add(before, carrier.times(base, carrier.scaled(operand, PERCENT)))
        case Operation.ADD | Operation.WAIVE | Operation.SHARE_OF_ROUNDING | Operation.BILLED_BEFORE:
            return carrier.add(before, operand)
        case Operation.TRUE_UP:
            return carrier.add(before, carrier.above_zero(carrier.minus(operand, base)))
        case Operation.CAP:
            return carrier.minus(before, carrier.above_zero(carrier.minus(base, operand)))
        case Operation.MULTIPLY:
            return carrier.times(before, operand)
        case Operation.AT_LEAST:
            return carrier.greater(before, carrier.minus(operand, base))
        case Operation.AT_MOST:
            if not carrier.is_nothing(base):
                operand = carrier.above_zero(carrier.minus(operand, base))
            return carrier.lesser(before, operand)
        case Operation.OVERAGE:
            beyond = carrier.above_zero(carrier.minus(before, base))
            return carrier.add(before, carrier.times(beyond, carrier.minus(operand, carrier.constant(ONE))))
        case Operation.BEYOND:
            return carrier.times(carrier.above_zero(carrier.minus(before, base)), operand)
        case Operation.ROUND | Operation.INCLUDED:
            return before
        case _:
            assert_never(operation)


def treated(carrier: Arithmetic[A], treatment: Treatment, quantity: A, operand: A) -> A:
    """Return a quantity after a treatment; see `converted` for those by a fixed figure."""
    match treatment:
        case Treatment.FREE | Treatment.RESERVED | Treatment.DRAWN:
            return carrier.above_zero(carrier.minus(quantity, operand))
        case Treatment.RATCHETED | Treatment.COMMITTED:
            return carrier.greater(quantity, operand)
        case Treatment.BILLED_BEFORE:
            return carrier.minus(quantity, operand)
        case _:
            raise ValueError(f"{treatment} is by a fixed figure")


def converted(
    carrier: Arithmetic[A], treatment: Treatment, quantity: A, figure: Fraction, mode: Rounding | None = None
) -> A:
    """Return a quantity multiplied, divided or rounded by a fixed figure."""
    match treatment:
        case Treatment.MULTIPLIED:
            return carrier.scaled(quantity, figure)
        case Treatment.DIVIDED:
            return carrier.scaled(quantity, 1 / figure)
        case Treatment.ROUNDED if mode is not None:
            return carrier.to_multiple(quantity, figure, mode)
        case _:
            raise ValueError(f"{treatment} is by an amount of the book, or has no rounding")


K = TypeVar("K", bound=Hashable)


def summed_by(amounts: Iterable[tuple[K, Fraction]]) -> dict[K, Fraction]:
    """Return the exact sum for each key, in the order in which keys first come; as fast as `summed`."""
    totals: dict[K, int] = {}
    scale = 1
    for key, amount in amounts:
        numerator, denominator = amount.as_integer_ratio()
        if scale % denominator:
            wider = lcm(scale, denominator)
            totals = {each: total * (wider // scale) for each, total in totals.items()}
            scale = wider
        totals[key] = totals.get(key, 0) + numerator * (scale // denominator)
    return {key: Fraction(total, scale) for key, total in totals.items()}


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
