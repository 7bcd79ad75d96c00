"""Expressions that may read `base`, the amount that a stage acts on, evaluated for many amounts at once.

A condition such as `base >= 2000[USD]` falls alike for all amounts on one side of the threshold, so it is evaluated
once for each side. An expression that reads `base` in any other way is evaluated for every different amount.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from configurator.language.checked import CheckedExpression, World
from configurator.language.evaluate import evaluate
from configurator.language.tree import Comparison, Comprehension, Expression, ParameterRef, children
from configurator.pricing.batch.amount_vectors import Vector, bits
from configurator.pricing.rule_evaluation import BASE, ROOT_AT


def base_classes(
    expressions: Iterable[CheckedExpression], world: World, base: Vector, where: int
) -> list[tuple[Fraction, int]]:
    """Return an amount of each class that the expressions do not tell apart, with the mask of its products.

    `where` are the products that are asked about.
    """
    thresholds = [threshold for expression in expressions for threshold in _thresholds(expression.tree)]
    sides = [base.units if each is None else _sides(each, world, base) for each in thresholds]
    masks: dict[tuple[object, ...], int] = {}
    first: dict[tuple[object, ...], int] = {}
    for number in bits(where):
        key = tuple([side[number] for side in sides])
        masks[key] = masks.get(key, 0) | 1 << number
        first.setdefault(key, base.units[number])
    return [(Fraction(first[key], base.scale), mask) for key, mask in masks.items()]


def _thresholds(node: Expression) -> Iterator[Expression | None]:
    """Yield what `base` is compared with; None where it is read in another way."""
    match node:
        case ParameterRef(name) if name == BASE:
            yield None
        case Comparison(first, rest) if any(map(_is_base, operands := (first, *(each for _, each in rest)))):
            yield from (None if _reads_base(each) else each for each in operands if not _is_base(each))
        case Comprehension():
            if _reads_base(node):
                yield None
        case _:
            for part in children(node):
                yield from _thresholds(part)


def _sides(threshold: Expression, world: World, base: Vector) -> Sequence[object]:
    """Return for every amount on which side of a threshold it is."""
    value = evaluate(threshold, world, ROOT_AT)
    if not isinstance(value, Fraction):
        return [0] * len(base.units)
    mine, theirs = value.denominator, value.numerator * base.scale
    return [(each * mine > theirs) - (each * mine < theirs) for each in base.units]


def _is_base(node: Expression) -> bool:
    return isinstance(node, ParameterRef) and node.name == BASE


def _reads_base(node: Expression) -> bool:
    return _is_base(node) or any(map(_reads_base, children(node)))
