"""A checked expression → what it is as an exact function of a program's variables, one case per kind of node.

`At` tells for each binder which instance it stands for: its slot path, such as `cells[2]`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from configurator.catalog.model import Enumeration, NumericDomain
from configurator.language.checked import ABSENT, Absence, Value
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    And,
    Arithmetic,
    AttributeRef,
    Boolean,
    Comparison,
    ComparisonOperator,
    Comprehension,
    Constant,
    Count,
    Expression,
    FeatureRef,
    IfElse,
    Listing,
    Member,
    Membership,
    Name,
    Negative,
    Not,
    Or,
    ParameterRef,
    Present,
    StructureRef,
    Text,
)
from configurator.language.tree import (
    Number as WrittenNumber,
)
from configurator.language.types import BooleanType, NumberType, Type
from configurator.program.codes import TOO_MANY_COMBINATIONS
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.comparisons import compared, mirrored
from configurator.program.compile.definitions import CannotCompile, Definitions
from configurator.program.compile.encoding import CountSlot, Encoding, FeatureSlot, number_scale
from configurator.program.compile.extremes import Element, compared_with_all, compared_with_any, extreme
from configurator.program.compile.gates import gated
from configurator.program.compile.values import Condition, Lowered, Number, Weight, Words
from configurator.program.compile.wordchoice import word_choice
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula, Literal, Truth

At = Mapping[str, str]

ELEMENTS = 50_000
"""How many elements the aggregates of one expression may have, over all possible instances."""


@dataclass(frozen=True, slots=True)
class Given:
    """One element of an aggregate: where it is counted in, and what it is there."""

    counted: Formula
    value: Lowered


class Lowering:
    """Compiles expressions of one catalog. Raises CannotCompile where there is no exact form within the budgets."""

    def __init__(self, encoding: Encoding, making: Definitions) -> None:
        self.encoding = encoding
        self.making = making
        self.logic = making.logic
        self.elements = 0

    def value(self, node: Expression, at: At) -> Lowered:
        """Return what an expression is."""
        match node:
            case Constant(value):
                return _constant(value)
            case FeatureRef():
                return self._feature(node, at)
            case AttributeRef():
                return self._attribute(node, at)
            case Arithmetic(operator, left, right):
                return self._within(
                    node, lambda: calculated(self.number(left, at), operator, self.number(right, at), self.making)
                )
            case Negative(of):
                return self.number(of, at).times(Fraction(-1))
            case Comparison():
                return self._within(node, lambda: self._comparison(node, at))
            case Not(of):
                found = self.condition(of, at)
                return replace(found, truth=self.logic.negation(found.truth))
            case And(parts):
                return self._strict([self.condition(part, at) for part in parts], every=True)
            case Or(parts):
                return self._strict([self.condition(part, at) for part in parts], every=False)
            case IfElse():
                return self._within(node, lambda: self._choice(node, at))
            case Membership(of, candidates):
                return self._membership(self.value(of, at), [self.value(each, at) for each in candidates])
            case Listing(function) | Comprehension(function):
                return self._within(node, lambda: self._aggregate(function, list(self._given(node, at))))
            case Count(structure):
                return Number(weights={self._count(structure, at).variable: Weight(Fraction(1))})
            case Present(of):
                return self._present(of, at)
            case StructureRef() | ParameterRef() | Name() | Member() | WrittenNumber() | Text() | Boolean():
                raise TypeError(f"{node} does not stand in a checked expression of a catalog")
            case other:
                assert_never(other)

    def condition(self, node: Expression, at: At) -> Condition:
        """Return what an expression of truth is."""
        found = self.value(node, at)
        if not isinstance(found, Condition):
            raise TypeError(f"{show(node)} is checked to be true or false")
        return found

    def number(self, node: Expression, at: At) -> Number:
        """Return what an expression of a number is."""
        found = self.value(node, at)
        if not isinstance(found, Number):
            raise TypeError(f"{show(node)} is checked to be a number")
        return found

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _feature(self, node: FeatureRef, at: At) -> Lowered:
        slot = self._slot(node, at)
        domain = slot.feature.domain
        absent = self._absence(slot)
        if isinstance(domain, NumericDomain):
            first, step = (domain.unit.to_base(each) for each in number_scale(domain))
            return Number(first, {slot.variable: Weight(step)}, absent=absent)
        values = {held: slot.in_base_units(held) for held in slot.values}
        return self._of_values(node.type, slot.variable, values, absent)

    def _attribute(self, node: AttributeRef, at: At) -> Lowered:
        slot = self._slot(node.feature, at)
        if not isinstance(slot.feature.domain, Enumeration):
            raise TypeError(f"{show(node)} is checked to be an attribute of an option")
        options = slot.feature.domain.options.values()
        found = {held: option.attributes.get(node.name, ABSENT) for held, option in enumerate(options)}
        lacking = IntSet.of(held for held, value in found.items() if isinstance(value, Absence))
        absent = self.logic.any_of((self._absence(slot), self.logic.literal(slot.variable, lacking)))
        return self._of_values(node.type, slot.variable, found, absent)

    def _of_values(self, kind: Type, variable: int, values: Mapping[int, Value | Absence], absent: Formula) -> Lowered:
        """Return what one variable with the given meanings is."""
        present = {held: value for held, value in values.items() if not isinstance(value, Absence)}
        if isinstance(kind, BooleanType):
            true = IntSet.of(held for held, value in present.items() if value)
            return Condition(self.logic.literal(variable, true), absent)
        if isinstance(kind, NumberType):
            listed = {held: Fraction(value) for held, value in present.items() if not isinstance(value, str)}
            return Number(weights={variable: Weight(listed=listed)}, absent=absent)
        return Words(variable, {held: str(value) for held, value in present.items()}, "", absent)

    def _slot(self, node: FeatureRef, at: At) -> FeatureSlot:
        slot = self.encoding.slot(_joined(at[node.binder], node.path))
        if not isinstance(slot, FeatureSlot):
            raise TypeError(f"{show(node)} is checked to be a feature")
        return slot

    def _count(self, node: Expression, at: At) -> CountSlot:
        if isinstance(node, StructureRef):
            slot = self.encoding.slot(_joined(at[node.binder], node.path))
            if isinstance(slot, CountSlot):
                return slot
        raise TypeError(f"{show(node)} is checked to be a structure")

    def _absence(self, slot: FeatureSlot) -> Formula:
        """Return where a feature is absent, said by the count of its structure where that alone decides."""
        if slot.present_with is not None:
            return self.logic.negation(slot.present_with)
        return FALSE if slot.absent is None else Literal(slot.variable, IntSet.of((slot.absent,)))

    def _present(self, node: Expression, at: At) -> Condition:
        if isinstance(node, StructureRef):
            count = self._count(node, at)
            return Condition(self.logic.literal(count.variable, count.domain - IntSet.of((0,))))
        return Condition(self.logic.negation(self.value(node, at).absent))

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _strict(self, parts: list[Condition], *, every: bool) -> Condition:
        join = self.logic.all_of if every else self.logic.any_of
        return Condition(
            join(part.truth for part in parts),
            self.logic.any_of(part.absent for part in parts),
            self.logic.any_of(part.undefined for part in parts),
        )

    def _comparison(self, node: Comparison, at: At) -> Condition:
        links, left = [], node.first
        for operator, right in node.rest:
            links.append(self._link(left, operator, right, at))
            left = right
        return links[0] if len(links) == 1 else self._strict(links, every=True)

    def _link(self, left: Expression, operator: ComparisonOperator, right: Expression, at: At) -> Condition:
        if _bounds_extreme(left, operator):
            return self._bounded_extreme(left, operator, self.number(right, at), at)
        if _bounds_extreme(right, mirrored(operator)):
            return self._bounded_extreme(right, mirrored(operator), self.number(left, at), at)
        return compared(self.value(left, at), operator, self.value(right, at), self.making)

    def _bounded_extreme(self, node: Expression, operator: ComparisonOperator, bound: Number, at: At) -> Condition:
        """Compare with every (or any) element instead of with the least or greatest of them."""
        if not isinstance(node, Listing | Comprehension):
            raise TypeError(f"{show(node)} is an aggregate")
        given = list(self._given(node, at))
        elements = [Element(_as_number(each.value), self._skipped(each)) for each in given]
        upper = operator in (ComparisonOperator.LESS, ComparisonOperator.AT_MOST)
        every = upper is (node.function is AggregateFunction.MAX)
        compare = compared_with_all if every else compared_with_any
        nothing = self.logic.all_of(element.skipped for element in elements)
        return Condition(
            compare(elements, operator, bound, self.making),
            self.logic.any_of((nothing, bound.absent)),
            self.logic.any_of((self._undefined(given), bound.undefined)),
        )

    def _membership(self, of: Lowered, candidates: list[Lowered]) -> Condition:
        found = [compared(of, ComparisonOperator.EQUAL, each, self.making).truth for each in candidates]
        return Condition(self.logic.any_of(found), of.absent, of.undefined)

    # ── choices ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _choice(self, node: IfElse, at: At) -> Lowered:
        condition = self.condition(node.condition, at)
        yes, no = condition.truth, self.logic.negation(condition.truth)
        then, otherwise = self.value(node.then, at), self.value(node.otherwise, at)
        absent = self.logic.any_of((condition.absent, self._either(yes, then.absent, no, otherwise.absent)))
        taken = self._either(yes, then.undefined, no, otherwise.undefined)
        here = self.logic.all_of((self.logic.negation(condition.absent), taken))
        undefined = self.logic.any_of((condition.undefined, here))
        if isinstance(then, Condition) and isinstance(otherwise, Condition):
            return Condition(self._either(yes, then.truth, no, otherwise.truth), absent, undefined)
        if isinstance(then, Number) and isinstance(otherwise, Number):
            first, second = gated(then, yes, self.making), gated(otherwise, no, self.making)
            return replace(first.plus(second, self.logic), absent=absent, undefined=undefined)
        if isinstance(then, Words) and isinstance(otherwise, Words):
            return replace(word_choice(yes, then, otherwise, self.making), absent=absent, undefined=undefined)
        raise TypeError(f"the branches of {show(node)} are checked to be alike")

    def _either(self, yes: Formula, then: Formula, no: Formula, otherwise: Formula) -> Formula:
        return self.logic.any_of((self.logic.all_of((yes, then)), self.logic.all_of((no, otherwise))))

    # ── aggregates ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _given(self, node: Listing | Comprehension, at: At) -> Iterator[Given]:
        if isinstance(node, Listing):
            yield from (Given(TRUE, self.value(item, at)) for item in node.items)
            return
        for inside, present in self._rounds(node, 0, at):
            condition = Condition(TRUE) if node.condition is None else self.condition(node.condition, inside)
            counted = self.logic.all_of((present, condition.holds(self.logic)))
            if counted == FALSE and condition.undefined == FALSE:
                continue
            value = self.value(node.body, inside)
            undefined = self.logic.all_of((present, condition.undefined))
            yield Given(counted, _more_undefined(value, counted, undefined, self))

    def _rounds(self, node: Comprehension, depth: int, at: At) -> Iterator[tuple[At, Formula]]:
        """Yield the surroundings of every possible element, and where all its instances are present."""
        if depth == len(node.generators):
            self._count_element()
            yield at, TRUE
            return
        generator = node.generators[depth]
        count = self._count(generator.source, at)
        for number, slot in enumerate(count.slots(), start=1):
            present = self.logic.literal(count.variable, count.present(number).values)
            if present != FALSE:
                for inside, more in self._rounds(node, depth + 1, {**at, generator.variable: slot}):
                    yield inside, self.logic.all_of((present, more))

    def _count_element(self) -> None:
        self.elements += 1
        if self.elements > ELEMENTS:
            raise CannotCompile(
                TOO_MANY_COMBINATIONS,
                f"goes over more than {ELEMENTS} combinations of possible instances",
                expected=f"at most {ELEMENTS}",
                hint="use fewer loops inside each other, or lower the greatest numbers of instances",
            )

    def _aggregate(self, function: AggregateFunction, given: list[Given]) -> Lowered:
        undefined = self._undefined(given)
        match function:
            case AggregateFunction.SUM:
                return replace(self._sum(given), undefined=undefined)
            case AggregateFunction.COUNT:
                ones = [
                    Given(self.logic.all_of((self._counts(each), _as_truth(each.value))), Number(Fraction(1)))
                    for each in given
                ]
                return replace(self._sum(ones), undefined=undefined)
            case AggregateFunction.ALL:
                truths = (self.logic.any_of((self._skipped(each), _as_truth(each.value))) for each in given)
                return Condition(self.logic.all_of(truths), FALSE, undefined)
            case AggregateFunction.ANY:
                found = (self.logic.all_of((self._counts(each), _as_truth(each.value))) for each in given)
                return Condition(self.logic.any_of(found), FALSE, undefined)
            case AggregateFunction.MIN | AggregateFunction.MAX:
                elements = [Element(_as_number(each.value), self._skipped(each)) for each in given]
                return replace(extreme(function, elements, self.making), undefined=undefined)

    def _sum(self, given: list[Given]) -> Number:
        total = Number()
        for each in given:
            total = total.plus(gated(_as_number(each.value), self._counts(each), self.making), self.logic)
        return total

    def _counts(self, each: Given) -> Formula:
        return self.logic.all_of((each.counted, self.logic.negation(each.value.absent)))

    def _skipped(self, each: Given) -> Formula:
        return self.logic.any_of((self.logic.negation(each.counted), each.value.absent))

    def _undefined(self, given: list[Given]) -> Formula:
        return self.logic.any_of(each.value.undefined for each in given)

    def _within(self, node: Expression, compile_it: Callable[[], Lowered]) -> Lowered:
        """Let a refusal without a place know the innermost expression that it is about."""
        try:
            return compile_it()
        except CannotCompile as refusal:
            if refusal.node is None:
                refusal.node = node
            raise


def _more_undefined(value: Lowered, counted: Formula, condition: Formula, lowering: Lowering) -> Lowered:
    """Return an element's value, undefined only where it is counted in, and where its condition is undefined."""
    logic = lowering.logic
    return replace(value, undefined=logic.any_of((condition, logic.all_of((counted, value.undefined)))))


def _bounds_extreme(node: Expression, operator: ComparisonOperator) -> bool:
    """Tell whether this is a least or greatest compared by an order, which needs no variable of its own."""
    extremes = (AggregateFunction.MIN, AggregateFunction.MAX)
    equality = (ComparisonOperator.EQUAL, ComparisonOperator.DIFFERENT)
    return isinstance(node, Listing | Comprehension) and node.function in extremes and operator not in equality


def _constant(value: Value) -> Lowered:
    if isinstance(value, bool):
        return Condition(Truth(value))
    return Words(constant=value) if isinstance(value, str) else Number(Fraction(value))


def _as_number(value: Lowered) -> Number:
    if not isinstance(value, Number):
        raise TypeError("sums, least and greatest are checked to be over numbers")
    return value


def _as_truth(value: Lowered) -> Formula:
    if not isinstance(value, Condition):
        raise TypeError("counts, all and any are checked to be over conditions")
    return value.truth


def _joined(instance: str, path: tuple[str, ...]) -> str:
    inside = ".".join(path)
    return f"{instance}.{inside}" if instance else inside
