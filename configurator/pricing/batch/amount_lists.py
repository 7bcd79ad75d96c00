"""The carrier of lists of exact amounts, one for each price of a batch.

The prices of a batch take the same course: every decision falls alike for all of them. Where one does not, `Divided`
says for which prices it holds, and they are computed apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import add, gt, mul, sub
from typing import TypeVar

from configurator.money import Rounding, whole_steps

R = TypeVar("R")


class Divided(Exception):
    """A decision falls differently: the numbers of the prices by how it falls. Caught within this package."""

    def __init__(self, keys: Iterable[object]) -> None:
        super().__init__()
        self.groups: dict[object, list[int]] = {}
        for number, key in enumerate(keys):
            self.groups.setdefault(key, []).append(number)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts as whole numbers of 1/`denominator`; a single one is that of every price."""

    numerators: Sequence[int]
    denominator: int = 1

    @staticmethod
    def of(amounts: Sequence[Fraction]) -> "Amounts":
        """Return amounts over their common denominator."""
        denominator = lcm(*(amount.denominator for amount in amounts))
        return Amounts([amount.numerator * (denominator // amount.denominator) for amount in amounts], denominator)

    @property
    def fractions(self) -> list[Fraction]:
        """The amounts as fractions."""
        return [Fraction(numerator, self.denominator) for numerator in self.numerators]

    def over(self, denominator: int) -> Sequence[int]:
        """Return the numerators over a multiple of the denominator."""
        factor = denominator // self.denominator
        return self.numerators if factor == 1 else [factor * numerator for numerator in self.numerators]


def agreed(decisions: Sequence[bool]) -> bool:
    """Return how a decision falls for all prices. Raises Divided where it does not fall alike."""
    first = decisions[0]
    if len(decisions) > 1 and (not first) in decisions:
        raise Divided(decisions)
    return first


def paired(operation: Callable[[int, int], R], left: Sequence[int], right: Sequence[int]) -> list[R]:
    """Return the results of an operation for every price; one where both sides have one number for all."""
    if len(right) == 1:
        other = right[0]
        return [operation(each, other) for each in left]
    if len(left) == 1:
        own = left[0]
        return [operation(own, each) for each in right]
    return list(map(operation, left, right))


class AmountLists:
    """Amounts are lists; presence is a boolean, the same for all."""

    def constant(self, value: Fraction) -> Amounts:
        return Amounts((value.numerator,), value.denominator)

    def add(self, left: Amounts, right: Amounts) -> Amounts:
        return _joined(add, left, right)

    def minus(self, left: Amounts, right: Amounts) -> Amounts:
        return _joined(sub, left, right)

    def times(self, left: Amounts, right: Amounts) -> Amounts:
        return Amounts(paired(mul, left.numerators, right.numerators), left.denominator * right.denominator)

    def scaled(self, amount: Amounts, factor: Fraction) -> Amounts:
        return self.times(amount, self.constant(factor))

    def above_zero(self, amount: Amounts) -> Amounts:
        return Amounts([max(each, 0) for each in amount.numerators], amount.denominator)

    def greater(self, left: Amounts, right: Amounts) -> Amounts:
        return _joined(max, left, right)

    def lesser(self, left: Amounts, right: Amounts) -> Amounts:
        return _joined(min, left, right)

    def is_nothing(self, amount: Amounts) -> bool:
        return agreed([not each for each in amount.numerators])

    def may_exceed(self, left: Amounts, right: Amounts) -> bool:
        return any(_exceed(left, right))

    def quotient(self, left: Amounts, right: Amounts) -> Amounts:
        quotients = Amounts.of(paired(Fraction, left.numerators, right.numerators))
        return self.scaled(quotients, Fraction(right.denominator, left.denominator))

    def to_multiple(self, amount: Amounts, step: Fraction, mode: Rounding) -> Amounts:
        units, parts = step.as_integer_ratio()
        if units == 1 and parts % amount.denominator == 0:
            return amount
        scale = amount.denominator * units
        return Amounts([units * whole_steps(each * parts, scale, mode) for each in amount.numerators], parts)

    def every(self, *parts: bool) -> bool:
        return all(parts)

    def never(self, where: bool) -> bool:
        return not where

    def everywhere(self) -> bool:
        return True

    def exceeds(self, left: Amounts, right: Amounts) -> bool:
        return agreed(_exceed(left, right))

    def differs(self, amount: Amounts) -> bool:
        return not self.is_nothing(amount)

    def dearest(self, due: Sequence[bool], costs: Sequence[Amounts]) -> list[bool]:
        first: int | None = None
        for each in range(len(costs)):
            if due[each] and (first is None or self.exceeds(costs[each], costs[first])):
                first = each
        return [each == first for each in range(len(costs))]


def _joined(operation: Callable[[int, int], int], left: Amounts, right: Amounts) -> Amounts:
    denominator = lcm(left.denominator, right.denominator)
    return Amounts(paired(operation, left.over(denominator), right.over(denominator)), denominator)


def _exceed(left: Amounts, right: Amounts) -> list[bool]:
    denominator = lcm(left.denominator, right.denominator)
    return paired(gt, left.over(denominator), right.over(denominator))
