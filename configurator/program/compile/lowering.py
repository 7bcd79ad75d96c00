"""A checked expression → what it is as an exact function of a program's variables, one case per kind of node."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from configurator.language import tree
from configurator.language.show import show
from configurator.language.tree import AggregateFunction, ComparisonOperator, Expression
from configurator.money import ONE
from configurator.program.codes import TOO_MANY_COMBINATIONS
from configurator.program.compile.aggregates import Given, bounded_extreme, folded
from configurator.program.compile.arithmetic import calculated
from configurator.program.compile.comparisons import compared, mirrored
from configurator.program.compile.definitions import CannotCompile, Definitions
from configurator.program.compile.encoding import Encoding
from configurator.program.compile.gates import gated
from configurator.program.compile.leaves import At, Leaves, constant
from configurator.program.compile.values import Condition, Lowered, Number, Weight, Words
from configurator.program.compile.wordchoice import word_choice
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

ELEMENTS = 20_000
"""How many elements one aggregate may have, over all possible instances."""
ALL_ELEMENTS = 200_000
"""How many elements all aggregates of a catalog may have together."""

_EXTREMES = (AggregateFunction.MIN, AggregateFunction.MAX)
_EQUALITIES = (ComparisonOperator.EQUAL, ComparisonOperator.DIFFERENT)


class Lowering:
    """Compiles expressions of one catalog. Raises CannotCompile where there is no exact form within the budgets."""

    def __init__(self, encoding: Encoding, making: Definitions) -> None:
        self.making = making
        self.logic = making.logic
        self.parameters: dict[str, Lowered] = {}
        """What the parameters of an expression stand for, where whoever compiles it knows that."""
        self._elements = 0
        self._leaves = Leaves(encoding, making.logic)

    def value(self, node: Expression, at: At) -> Lowered:
        """Return what an expression is."""
        match node:
            case tree.Constant(value):
                return constant(value)
            case tree.FeatureRef():
                return self._leaves.feature(node, at)
            case tree.AttributeRef():
                return self._leaves.attribute(node, at)
            case tree.Negative(of):
                return self.number(of, at).times(Fraction(-1))
            case tree.Arithmetic():
                return self._within(node, lambda: self._arithmetic(node, at))
            case tree.Comparison():
                return self._within(node, lambda: self._comparison(node, at))
            case tree.Not(of):
                found = self.condition(of, at)
                return replace(found, truth=self.logic.negation(found.truth))
            case tree.And(parts):
                return self._strict([self.condition(part, at) for part in parts], every=True)
            case tree.Or(parts):
                return self._strict([self.condition(part, at) for part in parts], every=False)
            case tree.IfElse():
                return self._within(node, lambda: self._choice(node, at))
            case tree.Membership():
                return self._within(node, lambda: self._membership(node, at))
            case tree.Listing(function) | tree.Comprehension(function):
                return self._within(node, lambda: folded(function, list(self._given(node, at)), self.making))
            case tree.Count(structure):
                return Number(weights={self._leaves.count(structure, at).variable: Weight(ONE)})
            case tree.Present(of):
                return self._present(of, at)
            case tree.ParameterRef(name) if name in self.parameters:
                return self.parameters[name]
            case (
                tree.StructureRef()
                | tree.ParameterRef()
                | tree.Name()
                | tree.Member()
                | tree.Number()
                | tree.Text()
                | tree.Boolean()
            ):
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

    def _within(self, node: Expression, compile_it: Callable[[], Lowered]) -> Lowered:
        """Let a refusal know the innermost expression that it is about."""
        try:
            return compile_it()
        except CannotCompile as refusal:
            if refusal.node is None:
                refusal.node = node
            raise

    # ── numbers and conditions ───────────────────────────────────────────────────────────────────────────────────────

    def _arithmetic(self, node: tree.Arithmetic, at: At) -> Number:
        return calculated(self.number(node.left, at), node.operator, self.number(node.right, at), self.making)

    def _strict(self, parts: list[Condition], *, every: bool) -> Condition:
        join = self.logic.all_of if every else self.logic.any_of
        return Condition(
            join(part.truth for part in parts),
            self.logic.any_of(part.absent for part in parts),
            self.logic.any_of(part.undefined for part in parts),
        )

    def _comparison(self, node: tree.Comparison, at: At) -> Condition:
        links, left = [], node.first
        for operator, right in node.rest:
            links.append(self._link(left, operator, right, at))
            left = right
        return links[0] if len(links) == 1 else self._strict(links, every=True)

    def _link(self, left: Expression, operator: ComparisonOperator, right: Expression, at: At) -> Condition:
        if operator not in _EQUALITIES:
            if _is_extreme(left):
                return self._bounded(left, operator, right, at)
            if _is_extreme(right):
                return self._bounded(right, mirrored(operator), left, at)
        return compared(self.value(left, at), operator, self.value(right, at), self.making)

    def _bounded(self, node: Expression, operator: ComparisonOperator, bound: Expression, at: At) -> Condition:
        if not isinstance(node, tree.Listing | tree.Comprehension):
            raise TypeError(f"{show(node)} is an aggregate")
        given = list(self._given(node, at))
        return bounded_extreme(node.function, given, operator, self.number(bound, at), self.making)

    def _membership(self, node: tree.Membership, at: At) -> Condition:
        of = self.value(node.of, at)
        candidates = (self.value(each, at) for each in node.candidates)
        found = [compared(of, ComparisonOperator.EQUAL, each, self.making).truth for each in candidates]
        return Condition(self.logic.any_of(found), of.absent, of.undefined)

    def _present(self, node: Expression, at: At) -> Condition:
        if isinstance(node, tree.StructureRef):
            count = self._leaves.count(node, at)
            return Condition(self.logic.literal(count.variable, count.domain - IntSet.of((0,))))
        found = self.value(node, at)
        return Condition(self.logic.negation(found.absent), FALSE, found.undefined)

    # ── if … else ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _choice(self, node: tree.IfElse, at: At) -> Lowered:
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

    # ── elements of aggregates ───────────────────────────────────────────────────────────────────────────────────────

    def _given(self, node: tree.Listing | tree.Comprehension, at: At) -> Iterator[Given]:
        if isinstance(node, tree.Listing):
            yield from (Given(TRUE, self.value(item, at)) for item in node.items)
            return
        self._count_elements(node, at)
        for inside, present in self._rounds(node, 0, at):
            condition = Condition(TRUE) if node.condition is None else self.condition(node.condition, inside)
            counted = self.logic.all_of((present, condition.holds(self.logic)))
            if counted == FALSE and condition.undefined == FALSE:
                continue
            value = self.value(node.body, inside)
            parts = ((present, condition.undefined), (counted, value.undefined))
            undefined = self.logic.any_of(self.logic.all_of(part) for part in parts)
            yield Given(counted, replace(value, undefined=undefined))

    def _rounds(self, node: tree.Comprehension, depth: int, at: At) -> Iterator[tuple[At, Formula]]:
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

    def _count_elements(self, node: tree.Comprehension, at: At) -> None:
        """Refuse an aggregate of too many possible elements before any is looked at."""
        elements, inside = 1, at
        for generator in node.generators:
            count = self._leaves.count(generator.source, inside)
            elements *= count.structure.high
            inside = {**inside, generator.variable: count.slots()[0]}
        self._elements += elements
        if elements > ELEMENTS or self._elements > ALL_ELEMENTS:
            raise CannotCompile(
                TOO_MANY_COMBINATIONS,
                f"goes over {elements:,} combinations of possible instances",
                expected=f"at most {ELEMENTS:,}, and {ALL_ELEMENTS:,} in the whole catalog",
                hint="use fewer loops inside each other, or lower the greatest numbers of instances",
            )


def _is_extreme(node: Expression) -> bool:
    return isinstance(node, tree.Listing | tree.Comprehension) and node.function in _EXTREMES
