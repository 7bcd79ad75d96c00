"""Comparisons as formulas: a literal for one variable, a table for few combinations, otherwise a sum with bounds."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd
from typing import Any

from configurator.language.evaluate import COMPARISON
from configurator.language.tree import ComparisonOperator
from configurator.program.bounds import sum_range
from configurator.program.compile.definitions import Definitions, amounts_of, divided, scale_of, terms_of
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber, LoweredWords, ValueWeight
from configurator.program.intset import IntSet
from configurator.program.limits import TABULATED_COMPARISON
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula, Linear, Term, Truth

Compare = Callable[[Any, Any], bool]


def compared(left: Lowered, operator: ComparisonOperator, right: Lowered, making: Definitions) -> LoweredCondition:
    """Return `left operator right`; absent, or undefined, where either side is."""
    logic = making.logic
    return LoweredCondition(
        _truth(left, operator, right, making),
        logic.any_of((left.absent, right.absent)),
        logic.any_of((left.undefined, right.undefined)),
    )


def _truth(left: Lowered, operator: ComparisonOperator, right: Lowered, making: Definitions) -> Formula:
    if isinstance(left, LoweredNumber) and isinstance(right, LoweredNumber):
        return compared_with_zero(left.bare().plus(right.bare().times(Fraction(-1)), making.logic), operator, making)
    if isinstance(left, LoweredWords) and isinstance(right, LoweredWords):
        return _words(left, COMPARISON[operator], right, making)
    if isinstance(left, LoweredCondition) and isinstance(right, LoweredCondition):
        same = making.logic.same(left.truth, right.truth)
        return same if operator is ComparisonOperator.EQUAL else making.logic.negation(same)
    raise TypeError(f"the checker compares like with like only, not {left} with {right}")


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def compared_with_zero(number: LoweredNumber, operator: ComparisonOperator, making: Definitions) -> Formula:
    """Return `number operator 0`."""
    variables = number.variables
    if not variables:
        return Truth(COMPARISON[operator](number.constant, 0))
    if len(variables) == 1 and not number.joints:
        return _literal(variables[0], number.weights[variables[0]], number.constant, operator, making)
    if (number.joints or len(variables) == 2) and making.size(variables) <= TABULATED_COMPARISON:
        return _table(number, variables, COMPARISON[operator], making)
    return _linear(number, operator, making)


def _literal(
    variable: int, weight: ValueWeight, constant: Fraction, operator: ComparisonOperator, making: Definitions
) -> Formula:
    compare = COMPARISON[operator]
    domain = making.logic.domains[variable]
    listed = IntSet.of(weight.listed)
    fitting = IntSet.of(held for held, amount in weight.listed.items() if compare(amount + constant, 0))
    others = domain - listed if weight.listed else domain
    if not weight.slope:
        rest = others if compare(constant, 0) else IntSet()
    else:
        rest = others & _solved(weight.slope, constant, operator, domain)
    return making.logic.literal(variable, (fitting & domain) | rest)


def _solved(slope: Fraction, constant: Fraction, operator: ComparisonOperator, domain: IntSet) -> IntSet:
    """Return the values of the domain's span for which `slope * value + constant` compares so with 0."""
    if slope < 0:
        slope, constant, operator = -slope, -constant, _MIRRORED[operator]
    limit = -constant / slope
    exact = IntSet.of((limit.numerator,)) if limit.denominator == 1 else IntSet()
    below = IntSet.between(domain.low, min(domain.high, ceil(limit) - 1))
    above = IntSet.between(max(domain.low, floor(limit) + 1), domain.high)
    match operator:
        case ComparisonOperator.EQUAL:
            return exact
        case ComparisonOperator.DIFFERENT:
            return below | above
        case ComparisonOperator.LESS:
            return below
        case ComparisonOperator.AT_MOST:
            return below | exact
        case ComparisonOperator.GREATER:
            return above
        case ComparisonOperator.AT_LEAST:
            return above | exact


_MIRRORED = {
    ComparisonOperator.EQUAL: ComparisonOperator.EQUAL,
    ComparisonOperator.DIFFERENT: ComparisonOperator.DIFFERENT,
    ComparisonOperator.LESS: ComparisonOperator.GREATER,
    ComparisonOperator.AT_MOST: ComparisonOperator.AT_LEAST,
    ComparisonOperator.GREATER: ComparisonOperator.LESS,
    ComparisonOperator.AT_LEAST: ComparisonOperator.AT_MOST,
}


def mirrored(operator: ComparisonOperator) -> ComparisonOperator:
    """Return the operator with its sides exchanged."""
    return _MIRRORED[operator]


def _table(number: LoweredNumber, variables: tuple[int, ...], compare: Compare, making: Definitions) -> Formula:
    making.look_at(making.size(variables))
    fitting = [compare(amount, 0) for amount in number.over(variables, making.logic)]
    return tabulated(variables, fitting, making)


def tabulated(variables: tuple[int, ...], fitting: Iterable[bool], making: Definitions) -> Formula:
    """Return the formula that holds for the fitting combinations, the last variable turning fastest."""
    *outer, last = (making.logic.domains[variable] for variable in variables)
    answers = iter(fitting)
    yes, no = [], []
    for values in product(*outer):
        cells = tuple(IntSet.of((value,)) for value in values)
        allowed = IntSet.of([value for value in last if next(answers)])
        yes.append((*cells, allowed))
        no.append((*cells, last - allowed))
    positive = making.logic.table(variables, yes)
    negative = making.logic.table(variables, no, allowed=False)
    return min(positive, negative, key=_size)


def _size(formula: Formula) -> int:
    return len(getattr(formula, "rows", ()))


def _linear(number: LoweredNumber, operator: ComparisonOperator, making: Definitions) -> Formula:
    weights = making.held_as_weights(number)
    scale = scale_of(weights.values())
    terms, divisor = _reduced(terms_of(weights, scale))
    limit = -number.constant * scale / divisor
    low, high = floor(limit), ceil(limit)
    match operator if divisor > 0 else mirrored(operator):
        case ComparisonOperator.EQUAL:
            return _bounded(terms, low, low, making) if low == high else FALSE
        case ComparisonOperator.DIFFERENT:
            return making.logic.negation(_bounded(terms, low, low, making)) if low == high else TRUE
        case ComparisonOperator.LESS:
            return _bounded(terms, None, high - 1, making)
        case ComparisonOperator.AT_MOST:
            return _bounded(terms, None, low, making)
        case ComparisonOperator.GREATER:
            return _bounded(terms, low + 1, None, making)
        case ComparisonOperator.AT_LEAST:
            return _bounded(terms, high, None, making)


def _reduced(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], int]:
    """Divide a sum by the greatest divisor of its weights, so that the first is positive; return the divisor too."""
    amounts = amounts_of(terms)
    divisor = gcd(*amounts) * (1 if next(filter(None, amounts), 1) > 0 else -1) or 1
    if divisor == 1:
        return terms, 1
    return tuple(divided(term, divisor) for term in terms), divisor


def _bounded(terms: tuple[Term, ...], low: int | None, high: int | None, making: Definitions) -> Formula:
    """Return that a sum is within bounds, leaving out bounds that always hold."""
    least, greatest = sum_range(terms, making.logic.domains)
    if (low is not None and low > greatest) or (high is not None and high < least):
        return FALSE
    low = None if low is None or low <= least else low
    high = None if high is None or high >= greatest else high
    return TRUE if low is None and high is None else Linear(terms, low, high)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(left: LoweredWords, compare: Compare, right: LoweredWords, making: Definitions) -> Formula:
    if left.variable is None and right.variable is None:
        return Truth(compare(left.constant, right.constant))
    if right.variable is None:
        return _word_literal(left, lambda word: compare(word, right.constant), making)
    if left.variable is None:
        return _word_literal(right, lambda word: compare(left.constant, word), making)
    if left.variable == right.variable:
        both = [held for held in left.by_value if held in right.by_value]
        fitting = IntSet.of(held for held in both if compare(left.by_value[held], right.by_value[held]))
        return making.logic.literal(left.variable, fitting)
    rows = (
        (left.having(word), IntSet.of(held for held, other in right.by_value.items() if compare(word, other)))
        for word in dict.fromkeys(left.by_value.values())
    )
    return making.logic.table((left.variable, right.variable), rows)


def _word_literal(words: LoweredWords, fits: Callable[[str], bool], making: Definitions) -> Formula:
    assert words.variable is not None
    return making.logic.literal(words.variable, IntSet.of(held for held, word in words.by_value.items() if fits(word)))


def equals_zero(number: LoweredNumber, making: Definitions) -> Formula:
    """Return that a number is 0."""
    return compared_with_zero(number.bare(), ComparisonOperator.EQUAL, making)
