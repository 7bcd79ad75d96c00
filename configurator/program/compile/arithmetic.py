"""Products, quotients, floors and remainders of numbers, each by its smallest exact encoding."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor, gcd, lcm

from configurator.language.tree import ArithmeticOperator
from configurator.money import ONE, ZERO
from configurator.program.compile.comparisons import equals_zero
from configurator.program.compile.conditionals import gated, masked, number_of, seen_from
from configurator.program.compile.definitions import Definitions, too_many_combinations
from configurator.program.compile.lowered import LoweredNumber, ValueWeight, total_of
from configurator.program.intset import IntSet
from configurator.program.limits import MULTIPLIED_PARTS, TABULATED_COMBINATIONS

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
    sizes = [making.size(_support(mine, theirs)) for mine, theirs in pairs]
    whole = making.size(_support(left, right))
    if whole <= min(sum(sizes), TABULATED_COMBINATIONS):
        lowered_number = _tabulated(left, right, operation, making)
    elif max(sizes, default=0) <= TABULATED_COMBINATIONS:
        tabulated = (_tabulated(mine, theirs, operation, making) for mine, theirs in pairs)
        lowered_number = total_of((each for each in tabulated if each is not None), making.logic)
    else:
        return _of_singles(left, right, operation, making)
    return _marked(lowered_number or LoweredNumber(), left, right, making)


def _of_singles(left: LoweredNumber, right: LoweredNumber, operation: Operation, making: Definitions) -> LoweredNumber:
    """Tabulate two sums by the values that each can have; a product too large for that is added up bit by bit."""
    one, other = making.sum_of(left), making.sum_of(right)
    lowered_number = _tabulated(one, other, operation, making)
    if lowered_number is None and operation is Fraction.__mul__:
        lowered_number = _by_bits(other, left, making) if _fewer(other, one, making) else _by_bits(one, right, making)
    if lowered_number is None:
        raise too_many_combinations(making.size(_support(one, other)))
    return _marked(lowered_number, left, right, making)


def _fewer(one: LoweredNumber, other: LoweredNumber, making: Definitions) -> bool:
    return making.size(one.variables) <= making.size(other.variables)


def _by_bits(by: LoweredNumber, number: LoweredNumber, making: Definitions) -> LoweredNumber | None:
    """Multiply a number by one of a single variable: for each bit of that, the number counts twice as much as before.

    None where the single variable has too many values to be looked at.
    """
    ((variable, weight),) = by.weights.items()
    domain = making.logic.domains[variable]
    if len(domain) > TABULATED_COMBINATIONS:
        return None
    making.look_at(len(domain))
    amounts = {held: weight.at(held) for held in domain}
    least = min(amounts.values())
    scale = lcm(*((amount - least).denominator for amount in amounts.values()))
    unit = Fraction(gcd(*(int((amount - least) * scale) for amount in amounts.values())) or 1, scale)
    steps = {held: int((amount - least) / unit) for held, amount in amounts.items()}
    lowered_numbers = [number.bare().times(by.constant + least)]
    parts = number.parts() if len(number.parts()) <= MULTIPLIED_PARTS else (number.bare(),)
    for bit in range(max(steps.values()).bit_length()):
        set_in = making.logic.literal(variable, IntSet.of(held for held, step in steps.items() if step >> bit & 1))
        lowered_numbers += [gated(part, set_in, making).times(unit * 2**bit) for part in parts]
    return total_of(lowered_numbers, making.logic)


def _tabulated(
    left: LoweredNumber, right: LoweredNumber, operation: Operation, making: Definitions
) -> LoweredNumber | None:
    """Return the result for every combination of values; None where they are too many."""
    variables = _support(left, right)
    if making.size(variables) > TABULATED_COMBINATIONS:
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
