"""Thresholds that an order misses, and by how much: 18.10 more for free freight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.catalog.model import Text
from configurator.language.checked import CheckedExpression, World
from configurator.language.evaluate import NotDefined, evaluate
from configurator.language.tree import Comparison, ComparisonOperator, Conjunction, Expression, ParameterRef, walk
from configurator.language.types import NumberType
from configurator.pricing.amounts import Case
from configurator.pricing.model import Stage, StageKind
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, number, resolve
from configurator.source import Location
from configurator.units import PLAIN


@dataclass(frozen=True, slots=True)
class MissedThreshold:
    """A condition in the customer's favour that more of something would meet.

    `by` is how much is missing, `money` whether it is an amount. With `beyond`, the threshold itself is not enough.
    """

    rule: str
    title: Text
    location: Location
    condition: str
    by: Fraction
    money: bool
    beyond: bool
    because: Text | None


def missed_condition(
    stage: Stage, condition: CheckedExpression, world: World, names: frozenset[str]
) -> Iterator[MissedThreshold]:
    """Yield the threshold of a stage that does not apply, if one comparison of the names alone is in its way."""
    yield from _missed(stage, condition, stage.because, world, names)


def missed_cases(stage: Stage, on: date, world: World, names: frozenset[str]) -> Iterator[MissedThreshold]:
    """Yield the thresholds of cases that would cost less than the one that applies."""
    amount = stage.percent or stage.amount
    applied = resolve(amount, on, world, ROOT_AT)
    passed = applied.passed if isinstance(applied, Resolved) else applied.in_force
    for case in passed:
        if case.when is not None and _is_better(stage, case, applied if isinstance(applied, Resolved) else None, world):
            yield from _missed(stage, case.when, case.because or stage.because, world, names)


def _is_better(stage: Stage, case: Case, applied: Resolved | None, world: World) -> bool:
    value = case.value if isinstance(case.value, Fraction) else number(case.value, world, ROOT_AT)
    if not isinstance(value, Fraction):
        return False
    if stage.kind is StageKind.DISCOUNT:
        return applied is None or value > applied.value
    return applied is not None and value < applied.value


def _missed(
    stage: Stage, condition: CheckedExpression, because: Text | None, world: World, names: frozenset[str]
) -> Iterator[MissedThreshold]:
    parts = condition.tree.parts if isinstance(condition.tree, Conjunction) else (condition.tree,)
    try:
        failing = [part for part in parts if evaluate(part, world, ROOT_AT) is not True]
        gap = _gap(failing[0], world, names) if len(failing) == 1 else None
    except NotDefined:
        return
    if gap is not None:
        by, beyond, money = gap
        rule = f"stages.{stage.id}"
        yield MissedThreshold(rule, stage.title, condition.location, condition.text, by, money, beyond, because)


def _gap(part: Expression, world: World, names: frozenset[str]) -> tuple[Fraction, bool, bool] | None:
    """Return by how much a comparison fails where more would meet it, whether it is beyond, and whether it is money."""
    if not isinstance(part, Comparison) or len(part.rest) != 1:
        return None
    operator, right = part.rest[0]
    if operator in (ComparisonOperator.AT_LEAST, ComparisonOperator.GREATER):
        low, high = part.first, right
    elif operator in (ComparisonOperator.AT_MOST, ComparisonOperator.LESS):
        low, high = right, part.first
    else:
        return None
    read = [node for node in walk(low) if isinstance(node, ParameterRef) and node.name in names]
    there, needed = evaluate(low, world, ROOT_AT), evaluate(high, world, ROOT_AT)
    if not read or not isinstance(there, Fraction) or not isinstance(needed, Fraction):
        return None
    beyond = operator in (ComparisonOperator.GREATER, ComparisonOperator.LESS)
    money = any(isinstance(node.type, NumberType) and node.type.dimension != PLAIN for node in read)
    return needed - there, beyond, money
