"""Evaluates a checked expression exactly; absence propagates.

Every operand is evaluated (except the unselected branch of `if … else` and filtered elements of a loop), so order never
matters.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add, eq, floordiv, ge, gt, le, lt, mod, mul, ne, sub, truediv
from typing import Final, cast

from configurator.errors import ConfiguratorError
from configurator.language.checked import ABSENT, Absence, Value, World
from configurator.language.limits import MOST_BITS, MOST_ROUNDS
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    AttributeRef,
    Comparison,
    ComparisonOperator,
    Comprehension,
    Conjunction,
    Constant,
    Count,
    Disjunction,
    Expression,
    FeatureRef,
    IfElse,
    Listing,
    Membership,
    Negation,
    Negative,
    ParameterRef,
    Present,
    StructureRef,
)
from configurator.money import ZERO

At = Mapping[str, str]
"""The bindings: from each binder (ROOT, enclosing structures, loop variables) to an instance's path."""


class NotDefined(ConfiguratorError):
    """An expression has no value: it divides by zero or exceeds the limits of numbers or loop iterations."""


def evaluate(expression: Expression, world: World, at: At) -> Value | Absence:
    """Return the value of a checked tree; numbers are in base units. Raises NotDefined."""
    return _Run(world).value(expression, at)


@dataclass(slots=True)
class _Run:
    """One evaluation: the source of values and the number of loop iterations so far."""

    world: World
    rounds: int = 0

    def value(self, node: Expression, at: At) -> Value | Absence:
        return _RULES[type(node)](self, node, at)

    def values(self, nodes: tuple[Expression, ...], at: At) -> list[Value | Absence]:
        return [_RULES[type(node)](self, node, at) for node in nodes]

    def feature(self, node: FeatureRef, at: At) -> Value | Absence:
        return self.world.value(at[node.binder], node.path)

    def attribute(self, node: AttributeRef, at: At) -> Value | Absence:
        return self.world.attribute(at[node.feature.binder], node.feature.path, node.name)

    def instances(self, node: StructureRef, at: At) -> tuple[str, ...]:
        return self.world.instances(at[node.binder], node.path)

    def parameter(self, node: ParameterRef, at: At) -> Value | Absence:
        return self.world.parameter(node.name)

    def constant(self, node: Constant, at: At) -> Value:
        return node.value

    def negative(self, node: Negative, at: At) -> Value | Absence:
        of = self.value(node.of, at)
        return ABSENT if of is ABSENT else -cast(Fraction, of)

    def arithmetic(self, node: ArithmeticExpression, at: At) -> Value | Absence:
        left, right = self.value(node.left, at), self.value(node.right, at)
        if left is ABSENT or right is ABSENT:
            return ABSENT
        try:
            return _within_bounds(Fraction(ARITHMETIC[node.operator](cast(Fraction, left), cast(Fraction, right))))
        except ZeroDivisionError:
            raise NotDefined(_division_by_zero(node)) from None

    def comparison(self, node: Comparison, at: At) -> Value | Absence:
        left, holds, absent = self.value(node.first, at), True, False
        absent = left is ABSENT
        for operator, operand in node.rest:
            right = self.value(operand, at)
            absent = absent or right is ABSENT
            holds = holds and not absent and COMPARISON[operator](left, right)
            left = right
        return ABSENT if absent else holds

    def membership(self, node: Membership, at: At) -> Value | Absence:
        of = self.value(node.of, at)
        return ABSENT if of is ABSENT else of in self.values(node.candidates, at)

    def negation(self, node: Negation, at: At) -> Value | Absence:
        of = self.value(node.of, at)
        return ABSENT if of is ABSENT else not of

    def conjunction(self, node: Conjunction, at: At) -> Value | Absence:
        parts = self.values(node.parts, at)
        return ABSENT if ABSENT in parts else all(parts)

    def disjunction(self, node: Disjunction, at: At) -> Value | Absence:
        parts = self.values(node.parts, at)
        return ABSENT if ABSENT in parts else any(parts)

    def choice(self, node: IfElse, at: At) -> Value | Absence:
        condition = self.value(node.condition, at)
        if condition is ABSENT:
            return ABSENT
        return self.value(node.then if condition else node.otherwise, at)

    def listing(self, node: Listing, at: At) -> Value | Absence:
        return _fold(node.function, self.values(node.items, at))

    def comprehension(self, node: Comprehension, at: At) -> Value | Absence:
        return _fold(node.function, [self.value(node.body, inside) for inside in self._elements(node, 0, at)])

    def _elements(self, node: Comprehension, depth: int, at: At) -> Iterator[At]:
        """Yield the bindings of every element that satisfies the condition of a loop."""
        if depth == len(node.generators):
            if node.condition is None or self.value(node.condition, at) is True:
                yield at
            return
        generator = node.generators[depth]
        for instance in self.instances(cast(StructureRef, generator.source), at):
            self._count_round(node)
            yield from self._elements(node, depth + 1, {**at, generator.variable: instance})

    def _count_round(self, node: Comprehension) -> None:
        self.rounds += 1
        if self.rounds > MOST_ROUNDS:
            raise NotDefined(f"`{show(node)}` goes over more than {MOST_ROUNDS:,} instances; use fewer loops")

    def count(self, node: Count, at: At) -> Value:
        return Fraction(len(self.instances(cast(StructureRef, node.structure), at)))

    def present(self, node: Present, at: At) -> Value:
        if isinstance(node.of, StructureRef):
            return bool(self.instances(node.of, at))
        return self.value(node.of, at) is not ABSENT


def _fold(function: AggregateFunction, values: list[Value | Absence]) -> Value | Absence:
    """Fold the present elements into one value. The minimum or maximum of none is absent."""
    present = [value for value in values if value is not ABSENT]
    match function:
        case AggregateFunction.SUM:
            return _within_bounds(sum(cast(list[Fraction], present), ZERO))
        case AggregateFunction.COUNT:
            return Fraction(sum(1 for value in present if value))
        case AggregateFunction.MIN:
            return min(cast(list[Fraction], present), default=ABSENT)
        case AggregateFunction.MAX:
            return max(cast(list[Fraction], present), default=ABSENT)
        case AggregateFunction.ALL:
            return all(present)
        case AggregateFunction.ANY:
            return any(present)


def _within_bounds(value: Fraction) -> Fraction:
    if value.numerator.bit_length() > MOST_BITS or value.denominator.bit_length() > MOST_BITS:
        raise NotDefined(f"a number grows beyond {MOST_BITS:,} bits; multiply less")
    return value


def _division_by_zero(node: ArithmeticExpression) -> str:
    divisor = show(node.right)
    return f"`{show(node)}` divides by zero; guard it: `… if {divisor} != 0 else …`"


ARITHMETIC: Final[Mapping[ArithmeticOperator, Callable[[Fraction, Fraction], Fraction | int]]] = {
    ArithmeticOperator.ADD: add,
    ArithmeticOperator.SUBTRACT: sub,
    ArithmeticOperator.MULTIPLY: mul,
    ArithmeticOperator.DIVIDE: truediv,
    ArithmeticOperator.FLOOR_DIVIDE: floordiv,
    ArithmeticOperator.REMAINDER: mod,
}
"""What each operator does; the divisions raise ZeroDivisionError."""
COMPARISON: Final[Mapping[ComparisonOperator, Callable[..., bool]]] = {
    ComparisonOperator.EQUAL: eq,
    ComparisonOperator.DIFFERENT: ne,
    ComparisonOperator.LESS: lt,
    ComparisonOperator.AT_MOST: le,
    ComparisonOperator.GREATER: gt,
    ComparisonOperator.AT_LEAST: ge,
}
"""What each operator compares."""
_RULES: Final[Mapping[type, Callable[..., Value | Absence]]] = {
    FeatureRef: _Run.feature,
    AttributeRef: _Run.attribute,
    ParameterRef: _Run.parameter,
    Constant: _Run.constant,
    Negative: _Run.negative,
    ArithmeticExpression: _Run.arithmetic,
    Comparison: _Run.comparison,
    Membership: _Run.membership,
    Negation: _Run.negation,
    Conjunction: _Run.conjunction,
    Disjunction: _Run.disjunction,
    IfElse: _Run.choice,
    Listing: _Run.listing,
    Comprehension: _Run.comprehension,
    Count: _Run.count,
    Present: _Run.present,
}
