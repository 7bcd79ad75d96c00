"""Compiles `sum`, `count`, `min`, `max`, `all` and `any` over elements that may be skipped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from configurator.language.tree import AggregateFunction, ComparisonOperator
from configurator.money import ONE, ZERO
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.conditionals import gated, number_of, seen_from
from configurator.program.compile.definitions import Definitions, scale_of, terms_of
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber, ValueWeight, total_of
from configurator.program.intset import IntSet
from configurator.program.limits import EXTREME_THRESHOLDS, GATED_COMBINATIONS
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Formula, Linear, Literal, Same, Term
from configurator.program.semantics import holds


@dataclass(frozen=True, slots=True)
class SkippableNumber:
    """A number of an aggregate, and where it is skipped."""

    number: LoweredNumber
    skipped: Formula


def extreme(function: AggregateFunction, elements: Sequence[SkippableNumber], making: Definitions) -> LoweredNumber:
    """Return the least or greatest of the elements that are not skipped; absent where all are."""
    absent = making.logic.all_of(element.skipped for element in elements)
    present = [element for element in elements if element.skipped != making.logic.all_of(())]
    if not present:
        return LoweredNumber(absent=absent)
    if len(present) == 1:
        number = present[0].number.bare()
    else:
        greatest = function is AggregateFunction.MAX
        number = (
            _tabulated(greatest, present, making)
            or _by_thresholds(greatest, present, making)
            or _by_sums(greatest, present, making)
        )
    return LoweredNumber(number.constant, number.weights, number.joints, absent)


def compared_with_all(
    elements: Sequence[SkippableNumber], operator: ComparisonOperator, bound: LoweredNumber, making: Definitions
) -> Formula:
    """Return that every element that is not skipped compares so with the bound."""
    return making.logic.all_of(
        making.logic.any_of((element.skipped, _against(element, operator, bound, making))) for element in elements
    )


def compared_with_any(
    elements: Sequence[SkippableNumber], operator: ComparisonOperator, bound: LoweredNumber, making: Definitions
) -> Formula:
    """Return that some element that is not skipped compares so with the bound."""
    logic = making.logic
    return logic.any_of(
        logic.all_of((logic.negation(element.skipped), _against(element, operator, bound, making)))
        for element in elements
    )


def _against(
    element: SkippableNumber, operator: ComparisonOperator, bound: LoweredNumber, making: Definitions
) -> Formula:
    difference = element.number.bare().plus(bound.bare().times(Fraction(-1)), making.logic)
    return compared_with_zero(difference, operator, making)


def _tabulated(greatest: bool, elements: Sequence[SkippableNumber], making: Definitions) -> LoweredNumber | None:
    """Tabulate small combinations."""
    variables = tuple(sorted({variable for element in elements for variable in element.number.variables}))
    if making.size(variables) > GATED_COMBINATIONS:
        return None
    skipped = [seen_from(element.skipped, variables, making.logic) for element in elements]
    if any(each is None for each in skipped):
        return None
    columns = [element.number.over(variables, making.logic) for element in elements]
    amounts = []
    for at, held in enumerate(product(*(making.logic.domains[variable] for variable in variables))):
        values = dict(zip(variables, held, strict=True))
        results = [
            column[at]
            for column, skip in zip(columns, skipped, strict=True)
            if skip is not None and not holds(skip, values)
        ]
        amounts.append((max if greatest else min)(results, default=ZERO))
    return number_of(variables, tuple(amounts), making.logic)


def _by_thresholds(greatest: bool, elements: Sequence[SkippableNumber], making: Definitions) -> LoweredNumber | None:
    """Define the extreme by saying for each value whether everything is on one side of it."""
    values = _values(elements, making)
    if values is None or len(values) > EXTREME_THRESHOLDS:
        return None
    if len(values) == 1:
        return LoweredNumber(values[0])
    if not greatest:
        values.reverse()
    scale = scale_of((ValueWeight(listed=dict(enumerate(values))),))
    held = [int(value * scale) for value in values]
    operator = ComparisonOperator.AT_MOST if greatest else ComparisonOperator.AT_LEAST
    sides = [compared_with_all(elements, operator, LoweredNumber(value), making) for value in values[:-1]]

    def define(variable: int) -> Formula:
        return making.logic.all_of(
            Same(Literal(variable, IntSet.of(held[: at + 1])), side) for at, side in enumerate(sides)
        )

    variable = making.defined((greatest, tuple(sides), tuple(held)), IntSet.of(held), define)
    return LoweredNumber(weights={variable: ValueWeight(Fraction(1, scale))})


def _values(elements: Sequence[SkippableNumber], making: Definitions) -> list[Fraction] | None:
    """Return the values that elements can have, ascending; None where they depend on several variables or are many."""
    results: set[Fraction] = set()
    for element in elements:
        number = element.number
        if number.joints or len(number.weights) > 1 or making.size(number.variables) > EXTREME_THRESHOLDS + 1:
            return None
        results.update(number.over(number.variables, making.logic))
    return sorted(results)


def _by_sums(greatest: bool, elements: Sequence[SkippableNumber], making: Definitions) -> LoweredNumber:
    """Define the extreme as a bound of all elements and equal to one; the lowest value represents none."""
    logic = making.logic
    weights = [making.held_as_weights(element.number) for element in elements]
    constants = [element.number.constant for element in elements]
    scale = scale_of(
        (*(weight for each in weights for weight in each.values()), ValueWeight(listed=dict(enumerate(constants))))
    )
    sums = [(terms_of(each, scale), int(constant * scale)) for each, constant in zip(weights, constants, strict=True)]
    domain = IntSet.union(
        IntSet(tuple((low + constant, high + constant) for low, high in making.reach(terms).intervals))
        for terms, constant in sums
    )

    def beyond(variable: int) -> Formula:
        side = Term(variable, -1)
        return logic.all_of(
            logic.any_of(
                (element.skipped, Linear((*terms, side), *((None, -constant) if greatest else (-constant, None))))
            )
            for element, (terms, constant) in zip(elements, sums, strict=True)
        )

    def reached(variable: int) -> Formula:
        side = Term(variable, -1)
        none = (Literal(variable, IntSet.of((domain.low,))), *(element.skipped for element in elements))
        return logic.any_of(
            (
                logic.all_of(none),
                *(
                    logic.all_of((logic.negation(element.skipped), Linear((*terms, side), -constant, -constant)))
                    for element, (terms, constant) in zip(elements, sums, strict=True)
                ),
            )
        )

    key = (greatest, tuple(sums), tuple(element.skipped for element in elements))
    return LoweredNumber(weights={making.defined(key, domain, beyond, reached): ValueWeight(Fraction(1, scale))})


UPPER_BOUNDS = (ComparisonOperator.LESS, ComparisonOperator.AT_MOST)


@dataclass(frozen=True, slots=True)
class AggregateElement:
    """One element of an aggregate: where it is included, and its value there."""

    counted: Formula
    value: Lowered

    def counts(self, logic: Logic) -> Formula:
        """Return where the element is counted in and present."""
        return logic.all_of((self.counted, logic.negation(self.value.absent)))

    def skipped(self, logic: Logic) -> Formula:
        """Return where the element is left out or absent."""
        return logic.any_of((logic.negation(self.counted), self.value.absent))


def folded(function: AggregateFunction, given: Sequence[AggregateElement], making: Definitions) -> Lowered:
    """Return the aggregate of its elements; only a least or greatest of nothing is absent."""
    logic = making.logic
    undefined = _undefined(given, logic)
    match function:
        case AggregateFunction.SUM:
            return replace(_sum(given, making), undefined=undefined)
        case AggregateFunction.COUNT:
            ones = [
                AggregateElement(logic.all_of((each.counts(logic), _truth(each))), LoweredNumber(ONE)) for each in given
            ]
            return replace(_sum(ones, making), undefined=undefined)
        case AggregateFunction.ALL:
            every = logic.all_of(logic.any_of((each.skipped(logic), _truth(each))) for each in given)
            return LoweredCondition(every, FALSE, undefined)
        case AggregateFunction.ANY:
            some = logic.any_of(logic.all_of((each.counts(logic), _truth(each))) for each in given)
            return LoweredCondition(some, FALSE, undefined)
        case AggregateFunction.MIN | AggregateFunction.MAX:
            return replace(extreme(function, _number_elements(given, logic), making), undefined=undefined)


def bounded_extreme(
    function: AggregateFunction,
    given: Sequence[AggregateElement],
    operator: ComparisonOperator,
    bound: LoweredNumber,
    making: Definitions,
) -> LoweredCondition:
    """Compare every (or any) element with a bound instead of the least or greatest of them: no variable is needed."""
    logic = making.logic
    elements = _number_elements(given, logic)
    every = (operator in UPPER_BOUNDS) is (function is AggregateFunction.MAX)
    compare = compared_with_all if every else compared_with_any
    nothing = logic.all_of(element.skipped for element in elements)
    return LoweredCondition(
        compare(elements, operator, bound, making),
        logic.any_of((nothing, bound.absent)),
        logic.any_of((_undefined(given, logic), bound.undefined)),
    )


def _sum(given: Sequence[AggregateElement], making: Definitions) -> LoweredNumber:
    counted = (gated(_number(each), each.counts(making.logic), making) for each in given)
    return total_of(counted, making.logic)


def _number_elements(given: Sequence[AggregateElement], logic: Logic) -> list[SkippableNumber]:
    return [SkippableNumber(_number(each), each.skipped(logic)) for each in given]


def _undefined(given: Sequence[AggregateElement], logic: Logic) -> Formula:
    return logic.any_of(each.value.undefined for each in given)


def _number(each: AggregateElement) -> LoweredNumber:
    if not isinstance(each.value, LoweredNumber):
        raise TypeError("sums, least and greatest are checked to be over numbers")
    return each.value


def _truth(each: AggregateElement) -> Formula:
    if not isinstance(each.value, LoweredCondition):
        raise TypeError("counts, all and any are checked to be over conditions")
    return each.value.truth
