"""A checked expression → an exact function of a program's variables, one case per kind of node."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from configurator.catalog.model import Enumeration, NumericDomain
from configurator.language import tree
from configurator.language.checked import ABSENT, Absence, Value
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    AttributeRef,
    ComparisonOperator,
    Expression,
    FeatureRef,
    StructureRef,
)
from configurator.language.types import BooleanType, NumberType, Type
from configurator.money import ONE
from configurator.program.codes import TOO_MANY_COMBINATIONS
from configurator.program.compile.aggregates import AggregateElement, bounded_extreme, folded
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.catalog_encoding import CatalogEncoding, CountSlot, FeatureSlot, number_scale
from configurator.program.compile.comparisons import compared, mirrored
from configurator.program.compile.conditionals import gated, word_choice
from configurator.program.compile.definitions import CannotCompile, Definitions
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber, LoweredWords, ValueWeight
from configurator.program.compile.quotients import compared_by_products
from configurator.program.intset import IntSet
from configurator.program.limits import AGGREGATE_ELEMENTS, CATALOG_ELEMENTS
from configurator.program.logic import FALSE, TRUE, Logic
from configurator.program.nodes import Formula, Literal, Truth

Bindings = Mapping[str, str]
"""The slot path of each binder's instance, such as `cells[2]`."""


def constant(value: Value) -> Lowered:
    """Return a compiled literal."""
    if isinstance(value, bool):
        return LoweredCondition(Truth(value))
    return LoweredWords(constant=value) if isinstance(value, str) else LoweredNumber(Fraction(value))


class LeafLowering:
    """Looks names up among the slots of a catalog."""

    def __init__(self, encoding: CatalogEncoding, logic: Logic) -> None:
        self._encoding = encoding
        self._logic = logic
        self._features: dict[int, Lowered] = {}

    def feature(self, node: FeatureRef, at: Bindings) -> Lowered:
        """Return a compiled feature; results are cached, because large catalogs name the same features often."""
        slot = self._slot(node, at)
        known = self._features.get(slot.variable)
        if known is None:
            known = self._features[slot.variable] = self._feature(node, slot)
        return known

    def _feature(self, node: FeatureRef, slot: FeatureSlot) -> Lowered:
        domain = slot.feature.domain
        absent = self._absence(slot)
        if isinstance(domain, NumericDomain):
            first, step = (domain.unit.to_base(each) for each in number_scale(domain))
            return LoweredNumber(first, {slot.variable: ValueWeight(step)}, absent=absent)
        values = {held: slot.in_base_units(held) for held in slot.values}
        return self._of_values(node.type, slot.variable, values, absent)

    def attribute(self, node: AttributeRef, at: Bindings) -> Lowered:
        """Return a compiled attribute of the chosen option; also absent if the option lacks it."""
        slot = self._slot(node.feature, at)
        if not isinstance(slot.feature.domain, Enumeration):
            raise TypeError(f"{show(node)} is checked to be an attribute of an option")
        options = slot.feature.domain.options.values()
        results = {held: option.attributes.get(node.name, ABSENT) for held, option in enumerate(options)}
        lacking = IntSet.of(held for held, value in results.items() if isinstance(value, Absence))
        absent = self._logic.any_of((self._absence(slot), self._logic.literal(slot.variable, lacking)))
        return self._of_values(node.type, slot.variable, results, absent)

    def count(self, node: Expression, at: Bindings) -> CountSlot:
        """Return the count of the structure that a node names."""
        if isinstance(node, StructureRef):
            slot = self._encoding.slot(_joined(at[node.binder], node.path))
            if isinstance(slot, CountSlot):
                return slot
        raise TypeError(f"{show(node)} is checked to be a structure")

    def _slot(self, node: FeatureRef, at: Bindings) -> FeatureSlot:
        slot = self._encoding.slot(_joined(at[node.binder], node.path))
        if not isinstance(slot, FeatureSlot):
            raise TypeError(f"{show(node)} is checked to be a feature")
        return slot

    def _absence(self, slot: FeatureSlot) -> Formula:
        """Return where a feature is absent, expressed by the count of its structure if that alone decides."""
        if slot.present_with is not None:
            return self._logic.negation(slot.present_with)
        return FALSE if slot.absent is None else Literal(slot.variable, IntSet.of((slot.absent,)))

    def _of_values(self, kind: Type, variable: int, values: Mapping[int, Value | Absence], absent: Formula) -> Lowered:
        """Return the compiled form of one variable with the given meanings."""
        present = {held: value for held, value in values.items() if not isinstance(value, Absence)}
        if isinstance(kind, BooleanType):
            true = IntSet.of(held for held, value in present.items() if value)
            return LoweredCondition(self._logic.literal(variable, true), absent)
        if isinstance(kind, NumberType):
            listed = {held: Fraction(value) for held, value in present.items() if not isinstance(value, str)}
            return LoweredNumber(weights={variable: ValueWeight(listed=listed)}, absent=absent)
        return LoweredWords(variable, {held: str(value) for held, value in present.items()}, "", absent)


def _joined(instance: str, path: tuple[str, ...]) -> str:
    inside = ".".join(path)
    return f"{instance}.{inside}" if instance else inside


def _divides(node: Expression) -> bool:
    return isinstance(node, tree.ArithmeticExpression) and node.operator is tree.ArithmeticOperator.DIVIDE


_EXTREMES = (AggregateFunction.MIN, AggregateFunction.MAX)
_EQUALITIES = (ComparisonOperator.EQUAL, ComparisonOperator.DIFFERENT)


class Lowering:
    """Compiles expressions of one catalog. Raises CannotCompile where there is no exact form within the budgets."""

    def __init__(self, encoding: CatalogEncoding, making: Definitions) -> None:
        self.making = making
        self.logic = making.logic
        self.parameters: dict[str, Lowered] = {}
        """The values of an expression's parameters, if the caller knows them."""
        self._elements = 0
        self._leaves = LeafLowering(encoding, making.logic)

    def value(self, node: Expression, at: Bindings) -> Lowered:
        """Return a compiled expression."""
        match node:
            case tree.Constant(value):
                return constant(value)
            case tree.FeatureRef():
                return self._leaves.feature(node, at)
            case tree.AttributeRef():
                return self._leaves.attribute(node, at)
            case tree.Negative(of):
                return self.number(of, at).times(Fraction(-1))
            case tree.ArithmeticExpression():
                return self._within(node, lambda: self._arithmetic(node, at))
            case tree.Comparison():
                return self._within(node, lambda: self._comparison(node, at))
            case tree.Negation(of):
                lowered_condition = self.condition(of, at)
                return replace(lowered_condition, truth=self.logic.negation(lowered_condition.truth))
            case tree.Conjunction(parts):
                return self._strict([self.condition(part, at) for part in parts], every=True)
            case tree.Disjunction(parts):
                return self._strict([self.condition(part, at) for part in parts], every=False)
            case tree.IfElse():
                return self._within(node, lambda: self._choice(node, at))
            case tree.Membership():
                return self._within(node, lambda: self._membership(node, at))
            case tree.Listing(function) | tree.Comprehension(function):
                return self._within(node, lambda: folded(function, list(self._given(node, at)), self.making))
            case tree.Count(structure):
                return LoweredNumber(weights={self._leaves.count(structure, at).variable: ValueWeight(ONE)})
            case tree.Present(of):
                return self._present(of, at)
            case tree.ParameterRef(name) if name in self.parameters:
                return self.parameters[name]
            case (
                tree.StructureRef()
                | tree.ParameterRef()
                | tree.Name()
                | tree.MemberAccess()
                | tree.NumberLiteral()
                | tree.TextLiteral()
                | tree.Boolean()
            ):
                raise TypeError(f"{node} does not stand in a checked expression of a catalog")
            case other:
                assert_never(other)

    def condition(self, node: Expression, at: Bindings) -> LoweredCondition:
        """Return a compiled condition."""
        result = self.value(node, at)
        if not isinstance(result, LoweredCondition):
            raise TypeError(f"{show(node)} is checked to be true or false")
        return result

    def number(self, node: Expression, at: Bindings) -> LoweredNumber:
        """Return a compiled number."""
        result = self.value(node, at)
        if not isinstance(result, LoweredNumber):
            raise TypeError(f"{show(node)} is checked to be a number")
        return result

    def _within(self, node: Expression, compile_it: Callable[[], Lowered]) -> Lowered:
        """Let a refusal know the innermost expression that it is about."""
        self.making.check()
        try:
            return compile_it()
        except CannotCompile as refusal:
            if refusal.node is None:
                refusal.node = node
            raise

    # ── numbers and conditions ───────────────────────────────────────────────────────────────────────────────────────

    def _arithmetic(self, node: tree.ArithmeticExpression, at: Bindings) -> LoweredNumber:
        return calculated(self.number(node.left, at), node.operator, self.number(node.right, at), self.making)

    def _strict(self, parts: list[LoweredCondition], *, every: bool) -> LoweredCondition:
        join = self.logic.all_of if every else self.logic.any_of
        return LoweredCondition(
            join(part.truth for part in parts),
            self.logic.any_of(part.absent for part in parts),
            self.logic.any_of(part.undefined for part in parts),
        )

    def _comparison(self, node: tree.Comparison, at: Bindings) -> LoweredCondition:
        links, left = [], node.first
        for operator, right in node.rest:
            links.append(self._link(left, operator, right, at))
            left = right
        return links[0] if len(links) == 1 else self._strict(links, every=True)

    def _link(
        self, left: Expression, operator: ComparisonOperator, right: Expression, at: Bindings
    ) -> LoweredCondition:
        if operator not in _EQUALITIES:
            if _is_extreme(left):
                return self._bounded(left, operator, right, at)
            if _is_extreme(right):
                return self._bounded(right, mirrored(operator), left, at)
        try:
            return compared(self.value(left, at), operator, self.value(right, at), self.making)
        except CannotCompile:
            found = self._by_products(left, operator, right, at)
            if found is None:
                raise
            return found

    def _by_products(
        self, left: Expression, operator: ComparisonOperator, right: Expression, at: Bindings
    ) -> LoweredCondition | None:
        """Return a comparison of quotients that cannot be listed; None if it is none, or its divisors have no sign."""
        if not any(_divides(node) for side in (left, right) for node in tree.walk(side)):
            return None
        return compared_by_products(left, operator, right, lambda node: self.number(node, at), self.making)

    def _bounded(
        self, node: Expression, operator: ComparisonOperator, bound: Expression, at: Bindings
    ) -> LoweredCondition:
        if not isinstance(node, tree.Listing | tree.Comprehension):
            raise TypeError(f"{show(node)} is an aggregate")
        given = list(self._given(node, at))
        return bounded_extreme(node.function, given, operator, self.number(bound, at), self.making)

    def _membership(self, node: tree.Membership, at: Bindings) -> LoweredCondition:
        of = self.value(node.of, at)
        candidates = (self.value(each, at) for each in node.candidates)
        results = [compared(of, ComparisonOperator.EQUAL, each, self.making).truth for each in candidates]
        return LoweredCondition(self.logic.any_of(results), of.absent, of.undefined)

    def _present(self, node: Expression, at: Bindings) -> LoweredCondition:
        if isinstance(node, tree.StructureRef):
            count = self._leaves.count(node, at)
            return LoweredCondition(self.logic.literal(count.variable, count.domain - IntSet.of((0,))))
        result = self.value(node, at)
        return LoweredCondition(self.logic.negation(result.absent), FALSE, result.undefined)

    # ── if … else ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _choice(self, node: tree.IfElse, at: Bindings) -> Lowered:
        condition = self.condition(node.condition, at)
        yes, no = condition.truth, self.logic.negation(condition.truth)
        then, otherwise = self.value(node.then, at), self.value(node.otherwise, at)
        absent = self.logic.any_of((condition.absent, self._either(yes, then.absent, no, otherwise.absent)))
        taken = self._either(yes, then.undefined, no, otherwise.undefined)
        here = self.logic.all_of((self.logic.negation(condition.absent), taken))
        undefined = self.logic.any_of((condition.undefined, here))
        if isinstance(then, LoweredCondition) and isinstance(otherwise, LoweredCondition):
            return LoweredCondition(self._either(yes, then.truth, no, otherwise.truth), absent, undefined)
        if isinstance(then, LoweredNumber) and isinstance(otherwise, LoweredNumber):
            first, second = gated(then, yes, self.making), gated(otherwise, no, self.making)
            return replace(first.plus(second, self.logic), absent=absent, undefined=undefined)
        if isinstance(then, LoweredWords) and isinstance(otherwise, LoweredWords):
            return replace(word_choice(yes, then, otherwise, self.making), absent=absent, undefined=undefined)
        raise TypeError(f"the branches of {show(node)} are checked to be alike")

    def _either(self, yes: Formula, then: Formula, no: Formula, otherwise: Formula) -> Formula:
        return self.logic.any_of((self.logic.all_of((yes, then)), self.logic.all_of((no, otherwise))))

    # ── elements of aggregates ───────────────────────────────────────────────────────────────────────────────────────

    def _given(self, node: tree.Listing | tree.Comprehension, at: Bindings) -> Iterator[AggregateElement]:
        if isinstance(node, tree.Listing):
            yield from (AggregateElement(TRUE, self.value(item, at)) for item in node.items)
            return
        self._count_elements(node, at)
        for inside, present in self._rounds(node, 0, at):
            condition = LoweredCondition(TRUE) if node.condition is None else self.condition(node.condition, inside)
            counted = self.logic.all_of((present, condition.holds(self.logic)))
            if counted == FALSE and condition.undefined == FALSE:
                continue
            value = self.value(node.body, inside)
            parts = ((present, condition.undefined), (counted, value.undefined))
            undefined = self.logic.any_of(self.logic.all_of(part) for part in parts)
            yield AggregateElement(counted, replace(value, undefined=undefined))

    def _rounds(self, node: tree.Comprehension, depth: int, at: Bindings) -> Iterator[tuple[Bindings, Formula]]:
        """Yield the surroundings of every possible element, and where all its instances are present."""
        if depth == len(node.generators):
            yield at, TRUE
            return
        generator = node.generators[depth]
        count = self._leaves.count(generator.source, at)
        for number, slot in enumerate(count.slots(), start=1):
            present = self.logic.literal(count.variable, count.present(number).values)
            if present != FALSE:
                for inside, more in self._rounds(node, depth + 1, {**at, generator.variable: slot}):
                    yield inside, self.logic.all_of((present, more))

    def _count_elements(self, node: tree.Comprehension, at: Bindings) -> None:
        """Refuse an aggregate of too many possible elements before any is looked at."""
        elements, inside = 1, at
        for generator in node.generators:
            count = self._leaves.count(generator.source, inside)
            elements *= count.structure.high
            inside = {**inside, generator.variable: count.slots()[0]}
        self._elements += elements
        if elements > AGGREGATE_ELEMENTS or self._elements > CATALOG_ELEMENTS:
            raise CannotCompile(
                TOO_MANY_COMBINATIONS,
                f"goes over {elements:,} combinations of possible instances",
                expected=f"at most {AGGREGATE_ELEMENTS:,}, and {CATALOG_ELEMENTS:,} in the whole catalog",
                hint="use fewer loops inside each other, or lower the greatest numbers of instances",
            )


def _is_extreme(node: Expression) -> bool:
    return isinstance(node, tree.Listing | tree.Comprehension) and node.function in _EXTREMES
