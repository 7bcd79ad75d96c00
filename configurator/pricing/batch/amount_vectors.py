"""Exact arithmetic for many products at once: an amount is one fraction for all, or a vector of one for each.

A vector holds whole numbers over one denominator, so sums, percentages and roundings stay whole numbers. Presence is a
bit mask: bit n is set where something is so for product n.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add, gt, mul, or_, sub

from configurator.money import ZERO, Rounding, whole_steps
from configurator.pricing.limits import MOST_SINGLE_BITS
from configurator.pricing.operations import EXACT


@dataclass(frozen=True, slots=True)
class Vector:
    """An amount for each product: `units` divided by `scale`, which is positive."""

    units: Sequence[int]
    scale: int


VectorAmount = Fraction | Vector


class VectorArithmetic:
    """The arithmetic of `count` products; every operation is that of a single price, taken for each product."""

    def __init__(self, count: int) -> None:
        self.count, self.all = count, (1 << count) - 1

    # ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def constant(self, value: Fraction) -> VectorAmount:
        return value

    def add(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.add(left, right)
        return self._each(add, left, right)

    def minus(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.minus(left, right)
        return self._each(sub, left, right)

    def greater(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.greater(left, right)
        return self._each(max, left, right)

    def lesser(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.lesser(left, right)
        return self._each(min, left, right)

    def above_zero(self, amount: VectorAmount) -> VectorAmount:
        return self.greater(amount, ZERO)

    def times(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.times(left, right)
        (one, scale), (other, its) = self.in_own_units(left), self.in_own_units(right)
        return Vector(list(map(mul, one, other)), scale * its)

    def scaled(self, amount: VectorAmount, factor: Fraction) -> VectorAmount:
        return self.times(amount, factor)

    def quotient(self, left: VectorAmount, right: VectorAmount) -> VectorAmount:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return EXACT.quotient(left, right)
        quotients = [EXACT.quotient(at(left, number), at(right, number)) for number in range(self.count)]
        scale = lcm(*(each.denominator for each in quotients))
        return Vector([_in_units(each, scale) for each in quotients], scale)

    def to_multiple(self, amount: VectorAmount, step: Fraction, mode: Rounding) -> VectorAmount:
        if isinstance(amount, Fraction):
            return EXACT.to_multiple(amount, step, mode)
        units, parts = step.as_integer_ratio()
        if units == 1 and parts % amount.scale == 0:
            return amount
        divisor = amount.scale * units
        return Vector([whole_steps(each * parts, divisor, mode) * units for each in amount.units], parts)

    def is_nothing(self, amount: VectorAmount) -> bool:
        return not any(amount.units) if isinstance(amount, Vector) else not amount

    def may_exceed(self, left: VectorAmount, right: VectorAmount) -> bool:
        return bool(self.exceeds(left, right))

    def chosen(self, where: int, amount: VectorAmount, otherwise: VectorAmount) -> VectorAmount:
        """Return one amount where a condition holds, and another elsewhere."""
        if where == self.all:
            return amount
        scale = _scale_of((amount, otherwise))
        chosen, units = self._units(amount, scale), list(self._units(otherwise, scale))
        for number in bits(where):
            units[number] = chosen[number]
        return Vector(units, scale)

    def of_each(self, figures: Sequence[tuple[Fraction, Sequence[int]]]) -> tuple[VectorAmount, int]:
        """Return figures as one amount, each for the products of its numbers, with the mask of them all."""
        if len(figures) == 1:
            return figures[0][0], mask_of(figures[0][1])
        scale, units, there = _scale_of([figure for figure, _ in figures]), [0] * self.count, [0] * self.count
        for figure, numbers in figures:
            own = _in_units(figure, scale)
            for number in numbers:
                units[number], there[number] = own, 1
        return Vector(units, scale), _mask(there)

    def summed(self, parts: Sequence[tuple[VectorAmount, int]]) -> VectorAmount:
        """Return the sums of amounts, each counted for the products of its mask."""
        scale = _scale_of([amount for amount, _ in parts])
        common, own = 0, [0] * self.count
        for amount, where in parts:
            if isinstance(amount, Vector):
                units = self._units(amount, scale)
                if where == self.all:
                    own = list(map(add, own, units))
                    continue
                for number in bits(where):
                    own[number] += units[number]
                continue
            whole, fewer = _in_units(amount, scale), self.all & ~where
            if where.bit_count() > fewer.bit_count():  # Most lines are in most products.
                common, whole, where = common + whole, -whole, fewer
            for number in bits(where):
                own[number] += whole
        if not any(own):
            return Fraction(common, scale)
        return Vector([common + each for each in own], scale)

    def _each(self, operation: Callable[[int, int], int], left: VectorAmount, right: VectorAmount) -> VectorAmount:
        scale = _scale_of((left, right))
        return Vector(list(map(operation, self._units(left, scale), self._units(right, scale))), scale)

    def _units(self, amount: VectorAmount, scale: int) -> Sequence[int]:
        """Return the amount of every product in units of a scale."""
        if isinstance(amount, Fraction):
            return [_in_units(amount, scale)] * self.count
        factor = scale // amount.scale
        return amount.units if factor == 1 else [each * factor for each in amount.units]

    def in_own_units(self, amount: VectorAmount) -> tuple[Sequence[int], int]:
        """Return the amounts of all products as whole numbers of an equal part, and the parts of 1."""
        scale = _scale_of((amount,))
        return self._units(amount, scale), scale

    # ── presence ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def every(self, *parts: int) -> int:
        where = self.all
        for part in parts:
            where &= part
        return where

    def either(self, parts: Iterable[int]) -> int:
        return reduce(or_, parts, 0)

    def gated(self, amount: VectorAmount, where: int) -> VectorAmount:
        return self.chosen(where, amount, ZERO) if where else ZERO

    def never(self, where: int) -> bool:
        return not where

    def everywhere(self) -> int:
        return self.all

    def exceeds(self, left: VectorAmount, right: VectorAmount) -> int:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return self.all if left > right else 0
        scale = _scale_of((left, right))
        return _mask(map(gt, self._units(left, scale), self._units(right, scale)))

    def differs(self, amount: VectorAmount) -> int:
        if isinstance(amount, Fraction):
            return self.all if amount else 0
        return self.all if all(amount.units) else _mask(amount.units)

    def dearest(self, due: Sequence[int], costs: Sequence[VectorAmount]) -> list[int]:
        scale, masks = _scale_of(costs), [0] * len(due)
        units = [self._units(cost, scale) for cost in costs]
        for number in range(self.count):
            candidates = [each for each, where in enumerate(due) if where >> number & 1]
            if candidates:
                first = max(candidates, key=lambda each: units[each][number])
                masks[first] |= 1 << number
        return masks


def at(amount: VectorAmount, number: int) -> Fraction:
    """Return the amount of one product."""
    return Fraction(amount.units[number], amount.scale) if isinstance(amount, Vector) else amount


def bits(where: int) -> Iterator[int]:
    """Yield the numbers of the products of a mask."""
    if where.bit_count() > MOST_SINGLE_BITS:
        yield from (number for number, digit in enumerate(reversed(f"{where:b}")) if digit == "1")
        return
    while where:
        lowest = where & -where
        yield lowest.bit_length() - 1
        where ^= lowest


def mask_of(numbers: Sequence[int]) -> int:
    """Return the mask of the products of some numbers."""
    return reduce(lambda mask, number: mask | 1 << number, numbers, 0)


def _mask(truths: Iterable[object]) -> int:
    return int("".join(["1" if true else "0" for true in truths])[::-1] or "0", 2)


def _scale_of(amounts: Iterable[VectorAmount]) -> int:
    """Return a common denominator."""
    return lcm(*{each.scale if isinstance(each, Vector) else each.denominator for each in amounts})


def _in_units(amount: Fraction, scale: int) -> int:
    numerator, denominator = amount.as_integer_ratio()
    return numerator * (scale // denominator)
