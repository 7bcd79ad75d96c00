"""What `sum`, `count`, `min`, `max`, `all` and `any` make of their elements, each of which may be skipped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from configurator.language.tree import AggregateFunction, ComparisonOperator
from configurator.money import ONE
from configurator.program.compile.definitions import Definitions
from configurator.program.compile.extremes import Element, compared_with_all, compared_with_any, extreme
from configurator.program.compile.gates import gated
from configurator.program.compile.values import Condition, Lowered, Number, total_of
from configurator.program.logic import FALSE, Logic
from configurator.program.nodes import Formula

UPPER_BOUNDS = (ComparisonOperator.LESS, ComparisonOperator.AT_MOST)


@dataclass(frozen=True, slots=True)
class Given:
    """One element of an aggregate: where it is counted in, and what it is there."""

    counted: Formula
    value: Lowered

    def counts(self, logic: Logic) -> Formula:
        """Return where the element is counted in and present."""
        return logic.all_of((self.counted, logic.negation(self.value.absent)))

    def skipped(self, logic: Logic) -> Formula:
        """Return where the element is left out or absent."""
        return logic.any_of((logic.negation(self.counted), self.value.absent))


def folded(function: AggregateFunction, given: Sequence[Given], making: Definitions) -> Lowered:
    """Return the aggregate of its elements; only a least or greatest of nothing is absent."""
    logic = making.logic
    undefined = _undefined(given, logic)
    match function:
        case AggregateFunction.SUM:
            return replace(_sum(given, making), undefined=undefined)
        case AggregateFunction.COUNT:
            ones = [Given(logic.all_of((each.counts(logic), _truth(each))), Number(ONE)) for each in given]
            return replace(_sum(ones, making), undefined=undefined)
        case AggregateFunction.ALL:
            every = logic.all_of(logic.any_of((each.skipped(logic), _truth(each))) for each in given)
            return Condition(every, FALSE, undefined)
        case AggregateFunction.ANY:
            some = logic.any_of(logic.all_of((each.counts(logic), _truth(each))) for each in given)
            return Condition(some, FALSE, undefined)
        case AggregateFunction.MIN | AggregateFunction.MAX:
            return replace(extreme(function, _elements(given, logic), making), undefined=undefined)


def bounded_extreme(
    function: AggregateFunction,
    given: Sequence[Given],
    operator: ComparisonOperator,
    bound: Number,
    making: Definitions,
) -> Condition:
    """Compare every (or any) element with a bound instead of the least or greatest of them: no variable is needed."""
    logic = making.logic
    elements = _elements(given, logic)
    every = (operator in UPPER_BOUNDS) is (function is AggregateFunction.MAX)
    compare = compared_with_all if every else compared_with_any
    nothing = logic.all_of(element.skipped for element in elements)
    return Condition(
        compare(elements, operator, bound, making),
        logic.any_of((nothing, bound.absent)),
        logic.any_of((_undefined(given, logic), bound.undefined)),
    )


def _sum(given: Sequence[Given], making: Definitions) -> Number:
    counted = (gated(_number(each), each.counts(making.logic), making) for each in given)
    return total_of(counted, making.logic)


def _elements(given: Sequence[Given], logic: Logic) -> list[Element]:
    return [Element(_number(each), each.skipped(logic)) for each in given]


def _undefined(given: Sequence[Given], logic: Logic) -> Formula:
    return logic.any_of(each.value.undefined for each in given)


def _number(each: Given) -> Number:
    if not isinstance(each.value, Number):
        raise TypeError("sums, least and greatest are checked to be over numbers")
    return each.value


def _truth(each: Given) -> Formula:
    if not isinstance(each.value, Condition):
        raise TypeError("counts, all and any are checked to be over conditions")
    return each.value.truth
