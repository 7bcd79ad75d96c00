"""Comparisons of quotients by open numbers: both sides are multiplied by the divisors, so no quotient is listed."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from configurator.language import tree
from configurator.language.tree import ArithmeticOperator, ComparisonOperator, Expression
from configurator.money import ONE
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.comparisons import compared, mirrored
from configurator.program.compile.definitions import Definitions
from configurator.program.compile.lowered import LoweredCondition, LoweredNumber

Lower = Callable[[Expression], LoweredNumber]

_WHOLE = (ArithmeticOperator.FLOOR_DIVIDE, ArithmeticOperator.REMAINDER)


@dataclass(frozen=True, slots=True)
class _Quotient:
    above: LoweredNumber
    below: LoweredNumber


def compared_by_products(
    left: Expression, operator: ComparisonOperator, right: Expression, lower: Lower, making: Definitions
) -> LoweredCondition | None:
    """Return `left operator right` without a division; None where a divisor may be 0, or of either sign.

    Raises CannotCompile.
    """
    quotients = _Quotients(lower, making)
    one, other = quotients.of(left), quotients.of(right)
    signs = quotients.sign(one.below) * quotients.sign(other.below)
    if not signs:
        return None
    left_side, right_side = quotients.times(one.above, other.below), quotients.times(other.above, one.below)
    return compared(left_side, operator if signs > 0 else mirrored(operator), right_side, making)


class _Quotients:
    """Expressions as one number above another, as fractions are added and multiplied."""

    def __init__(self, lower: Lower, making: Definitions) -> None:
        self._lower = lower
        self._making = making

    def of(self, node: Expression) -> _Quotient:
        if isinstance(node, tree.Negative):
            inner = self.of(node.of)
            return _Quotient(inner.above.times(Fraction(-1)), inner.below)
        if not isinstance(node, tree.ArithmeticExpression) or node.operator in _WHOLE:
            return _Quotient(self._lower(node), LoweredNumber(ONE))
        one, other = self.of(node.left), self.of(node.right)
        match node.operator:
            case ArithmeticOperator.MULTIPLY:
                return _Quotient(self.times(one.above, other.above), self.times(one.below, other.below))
            case ArithmeticOperator.DIVIDE:
                return _Quotient(self.times(one.above, other.below), self.times(one.below, other.above))
            case operator:
                mine, theirs = self.times(one.above, other.below), self.times(other.above, one.below)
                above = calculated(mine, operator, theirs, self._making)
                return _Quotient(above, self.times(one.below, other.below))

    def times(self, one: LoweredNumber, other: LoweredNumber) -> LoweredNumber:
        return calculated(one, ArithmeticOperator.MULTIPLY, other, self._making)

    def sign(self, number: LoweredNumber) -> int:
        """Return 1 for a number that is always positive, -1 for one that is always negative, else 0."""
        if not number.variables:
            return (number.constant > 0) - (number.constant < 0)
        ((variable, weight),) = self._making.whole_of(number.bare()).weights.items()
        domain = self._making.logic.domains[variable]
        ends = (weight.slope * domain.low, weight.slope * domain.high)
        return (min(ends) > 0) - (max(ends) < 0)
