"""Products, quotients, floors and remainders of numbers, each by its smallest exact encoding."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor

from configurator.language.tree import ArithmeticOperator
from configurator.money import ONE, ZERO
from configurator.program.compile.comparisons import equals_zero
from configurator.program.compile.conditionals import masked, number_of, seen_from
from configurator.program.compile.definitions import Definitions, too_many_combinations
from configurator.program.compile.lowered import LoweredNumber, ValueWeight, total_of
from configurator.program.limits import MULTIPLIED_COMBINATIONS, TABULATED_COMBINATIONS

Operation = Callable[[Fraction, Fraction], Fraction]


def calculated(
    left: LoweredNumber, operator: ArithmeticOperator, right: LoweredNumber, making: Definitions
) -> LoweredNumber:
    """Return `left operator right`; absent where either is, undefined too where it divides by zero."""
    match operator:
        case ArithmeticOperator.ADD:
            return left.plus(right, making.logic)
        case ArithmeticOperator.SUBTRACT:
            return left.plus(right.times(Fraction(-1)), making.logic)
        case ArithmeticOperator.MULTIPLY:
            return _multiplied(left, right, making)
        case ArithmeticOperator.DIVIDE:
            return _where_divisible(_divided(left, right, making), right, making)
        case ArithmeticOperator.FLOOR_DIVIDE:
            return _where_divisible(_floored(left, right, making), right, making)
        case ArithmeticOperator.REMAINDER:
            return _where_divisible(_remainder(left, right, making), right, making)


def _where_divisible(result: LoweredNumber, divisor: LoweredNumber, making: Definitions) -> LoweredNumber:
    logic = making.logic
    by_zero = logic.all_of((logic.negation(result.absent), equals_zero(divisor, making)))
    return replace(result, undefined=logic.any_of((result.undefined, by_zero)))


def _multiplied(left: LoweredNumber, right: LoweredNumber, making: Definitions) -> LoweredNumber:
    if not right.variables:
        return _marked(left.times(right.constant), left, right, making)
    if not left.variables:
        return _marked(right.times(left.constant), left, right, making)
    return _by_parts(left, right, Fraction.__mul__, right.parts(), making)


def _divided(left: LoweredNumber, right: LoweredNumber, making: Definitions) -> LoweredNumber:
    if not right.variables:
        return _marked(left.times(1 / right.constant if right.constant else ZERO), left, right, making)
    return _by_parts(left, right, _quotient, (right.bare(),), making)


def _floored(left: LoweredNumber, right: LoweredNumber, making: Definitions) -> LoweredNumber:
    direct = _tabulated(left, right, _floor_quotient, making)
    if direct is not None:
        return direct
    if right.variables:
        return _of_singles(left, right, _floor_quotient, making)
    quotient = left.times(1 / right.constant if right.constant else ZERO)
    whole = LoweredNumber(weights={making.floor_of(quotient): ValueWeight(ONE)})
    return _marked(whole, left, right, making)


def _remainder(left: LoweredNumber, right: LoweredNumber, making: Definitions) -> LoweredNumber:
    direct = _tabulated(left, right, _rest, making)
    if direct is not None:
        return direct
    if right.variables:
        return _of_singles(left, right, _rest, making)
    whole = _floored(left, right, making)
    return left.plus(whole.times(-right.constant), making.logic)


def _by_parts(
    left: LoweredNumber,
    right: LoweredNumber,
    operation: Operation,
    right_parts: tuple[LoweredNumber, ...],
    making: Definitions,
) -> LoweredNumber:
    """Tabulate a product at once or term by term, whichever lists fewer combinations."""
    pairs = [(mine, theirs) for mine in left.parts() for theirs in right_parts]
    supports = [_support(mine, theirs) for mine, theirs in pairs]
    whole = _support(left, right)
    if making.size(whole) <= sum(map(making.size, supports)) and _is_listed(whole, operation, making):
        lowered_number = _tabulated(left, right, operation, making)
    elif all(_is_listed(each, operation, making) for each in supports):
        tabulated = (_tabulated(mine, theirs, operation, making) for mine, theirs in pairs)
        lowered_number = total_of((each for each in tabulated if each is not None), making.logic)
    else:
        return _of_singles(left, right, operation, making)
    return _marked(lowered_number or LoweredNumber(), left, right, making)


def _of_singles(left: LoweredNumber, right: LoweredNumber, operation: Operation, making: Definitions) -> LoweredNumber:
    """Tabulate two sums by the values that each can have; a product too large for that stays a product."""
    multiplies = operation is Fraction.__mul__
    one, other = map(making.whole_of if multiplies else making.sum_of, (left, right))
    lowered_number = _tabulated(one, other, operation, making)
    if lowered_number is None and multiplies:
        lowered_number = making.product_of(one, other)
    if lowered_number is None:
        raise too_many_combinations(making.size(_support(one, other)))
    return _marked(lowered_number, left, right, making)


def _is_listed(variables: tuple[int, ...], operation: Operation, making: Definitions) -> bool:
    """Return whether an operation lists its combinations: of open factors only few, as a product may stay one."""
    multiplies = operation is Fraction.__mul__
    return making.size(variables) <= (MULTIPLIED_COMBINATIONS if multiplies else TABULATED_COMBINATIONS)


def _tabulated(
    left: LoweredNumber, right: LoweredNumber, operation: Operation, making: Definitions
) -> LoweredNumber | None:
    """Return the result for every combination of values; None where they are too many."""
    variables = _support(left, right)
    if not _is_listed(variables, operation, making):
        return None
    making.look_at(making.size(variables))
    amounts = tuple(map(operation, left.over(variables, making.logic), right.over(variables, making.logic)))
    here = making.logic.negation(making.logic.any_of((left.absent, right.absent)))
    seen = seen_from(here, variables, making.logic)
    if seen is not None:
        amounts = masked(amounts, seen, variables, making.logic)
    return _marked(number_of(variables, amounts, making.logic), left, right, making)


def _marked(result: LoweredNumber, left: LoweredNumber, right: LoweredNumber, making: Definitions) -> LoweredNumber:
    """Return a result that is absent and undefined where either operand is."""
    return replace(
        result,
        absent=making.logic.any_of((left.absent, right.absent)),
        undefined=making.logic.any_of((left.undefined, right.undefined)),
    )


def _support(left: LoweredNumber, right: LoweredNumber) -> tuple[int, ...]:
    return tuple(sorted({*left.variables, *right.variables}))


def _quotient(left: Fraction, right: Fraction) -> Fraction:
    return left / right if right else ZERO


def _floor_quotient(left: Fraction, right: Fraction) -> Fraction:
    return Fraction(floor(left / right)) if right else ZERO


def _rest(left: Fraction, right: Fraction) -> Fraction:
    return left - right * floor(left / right) if right else ZERO
