"""Constraints of UVL → expressions: the meaning of names, and the values of unselected features.

An attribute or number of an unselected feature counts 0, its truth does not hold, and its text equals no other. A sum
covers the selected features; a comparison with an average over none holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.feature_catalog import FeatureCatalog, FeatureExpression
from configurator.exchange.feature_tree import Attribute, FeatureKind, FeatureNode
from configurator.exchange.uvl.constraint_parser import (
    COMPARISONS,
    UvlCall,
    UvlConstant,
    UvlNegation,
    UvlNode,
    UvlOperation,
    UvlReference,
)
from configurator.exchange.uvl.number_bounds import MIRRORED
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    ComparisonOperator,
    Expression,
    IfElse,
    Listing,
)
from configurator.problems import ProblemCode
from configurator.reading.message_parts import quoted
from configurator.source import Location

_ARITHMETIC: Final = {
    "+": ArithmeticOperator.ADD,
    "-": ArithmeticOperator.SUBTRACT,
    "*": ArithmeticOperator.MULTIPLY,
    "/": ArithmeticOperator.DIVIDE,
}


class NotTranslatable(Exception):
    """The constraint has no meaning here; the report holds why."""


@dataclass
class ConstraintTranslator:
    """Turns the constraints of one file into expressions. `prefix` leads its names.

    `inside` gathers the structures that a constraint speaks of: it belongs into the body of the only one.
    """

    features: Mapping[str, FeatureNode]
    trees: FeatureCatalog
    prefix: str
    report: ImportReport
    inside: set[str] = field(default_factory=set)

    def condition(self, node: UvlNode) -> Expression:
        """Return a truth; raise Meaningless where there is none."""
        match node:
            case UvlReference():
                return self._truth(node)
            case UvlConstant(bool() as value):
                return expression_trees.TRUE if value else expression_trees.FALSE
            case UvlNegation(of):
                return expression_trees.negation(self.condition(of))
            case UvlOperation("&", parts):
                return expression_trees.all_of(map(self.condition, parts))
            case UvlOperation("|", parts):
                return expression_trees.any_of(map(self.condition, parts))
            case UvlOperation("=>", (when, then)):
                return expression_trees.implied(self.condition(when), self.condition(then))
            case UvlOperation("<=>", (left, right)):
                return _same(self.condition(left), self.condition(right))
            case UvlOperation(sign, (left, right)) if sign in COMPARISONS:
                return self._comparison(sign, left, right)
        raise self._wrong(
            codes.WRONG_KIND, node.location, "a number or a text stands here", "something that holds or not"
        )

    def _truth(self, node: UvlReference) -> Expression:
        """Return that a feature is selected; of an attribute, that the feature is and the attribute is true."""
        feature = self._feature(node)
        if feature is not None:
            return self._expression_of(feature).there
        attribute = self._attribute(node)
        if attribute is None:
            raise self._wrong(codes.UNKNOWN_NAME, node.location, f"there is no feature {quoted('.'.join(node.parts))}")
        owner, value = attribute
        if not isinstance(value, bool):
            message = f"{quoted('.'.join(node.parts))} is {'a number' if isinstance(value, Fraction) else 'a text'}"
            raise self._wrong(codes.WRONG_KIND, node.location, message, "something that holds or not")
        return self._expression_of(owner).there if value else expression_trees.FALSE

    def _comparison(self, sign: str, left: UvlNode, right: UvlNode) -> Expression:
        if sign in ("==", "!=") and (self._is_truth(left) or self._is_truth(right)):
            same = _same(self.condition(left), self.condition(right))
            return same if sign == "==" else expression_trees.negation(same)
        if (texts := self._texts(left, right)) is not None:
            return self._text_comparison(sign, texts, left.location)
        if isinstance(left, UvlCall) and left.function == "avg" and isinstance(right, UvlConstant):
            return self._average(left, sign, right)
        if isinstance(right, UvlCall) and right.function == "avg" and isinstance(left, UvlConstant):
            return self._average(right, MIRRORED[sign], left)
        return expression_trees.compared([self._number(left), self._number(right)], ComparisonOperator(sign))

    def _is_truth(self, node: UvlNode) -> bool:
        """Return whether a side of a comparison holds or not, rather than being a number or a text."""
        match node:
            case UvlConstant(value):
                return isinstance(value, bool)
            case UvlReference():
                feature, attribute = self._feature(node), self._attribute(node)
                if feature is not None:
                    return feature.kind is FeatureKind.BOOLEAN
                return attribute is not None and isinstance(attribute[1], bool)
            case UvlNegation():
                return True
            case UvlOperation(sign):
                return sign not in _ARITHMETIC
        return False

    def _texts(self, left: UvlNode, right: UvlNode) -> tuple[dict[str, Expression], dict[str, Expression]] | None:
        """Return the texts that both sides may be, each with its condition; None where no side is a text."""
        sides = [self._text(side) for side in (left, right)]
        if sides == [None, None]:
            return None
        if None in sides:
            location = (right if sides[1] is None else left).location
            raise self._wrong(codes.WRONG_KIND, location, "a text is compared with this", "a text")
        return sides[0] or {}, sides[1] or {}

    def _text(self, node: UvlNode) -> dict[str, Expression] | None:
        match node:
            case UvlConstant(str() as value):
                return {value: expression_trees.TRUE}
            case UvlReference():
                attribute = None if self._feature(node) else self._attribute(node)
                if attribute is not None and isinstance(attribute[1], str):
                    return {attribute[1]: self._expression_of(attribute[0]).there}
        return None

    def _text_comparison(
        self, sign: str, sides: tuple[dict[str, Expression], dict[str, Expression]], location: Location
    ) -> Expression:
        if sign not in ("==", "!="):
            raise self._inexpressible(location, "texts have no order")
        left, right = sides
        same = expression_trees.any_of(
            expression_trees.all_of((left[text], right[text])) for text in left if text in right
        )
        return same if sign == "==" else expression_trees.negation(same)

    def _average(self, call: UvlCall, sign: str, bound: UvlConstant) -> Expression:
        """`avg(a) < c` means that the deviations of all selected features from c sum to less than 0."""
        if isinstance(bound.value, str | bool):
            raise self._wrong(codes.WRONG_KIND, bound.location, "an average is compared with this", "a number")
        results = self._carriers(call)
        away = [_counted(value - bound.value, each.there) for value, each in results]
        none = expression_trees.all_of(expression_trees.negation(each.there) for _, each in results)
        deviation = expression_trees.compared([_sum(away), expression_trees.number(0)], ComparisonOperator(sign))
        return expression_trees.any_of((none, deviation))

    def _number(self, node: UvlNode) -> Expression:
        match node:
            case UvlConstant(Fraction() as value):
                return expression_trees.number(value)
            case UvlOperation("+", parts) if len(parts) > 2:
                return Listing(AggregateFunction.SUM, tuple(map(self._number, parts)))
            case UvlOperation(sign, (left, right)) if sign in _ARITHMETIC:
                return ArithmeticExpression(_ARITHMETIC[sign], self._number(left), self._number(right))
            case UvlReference():
                return self._value(node)
            case UvlCall("sum"):
                return self._total(node)
            case UvlCall(("floor" | "ceil") as function, (of,)):
                return _rounded(function, self._value(of))
            case UvlCall("len", (of,)):
                return self._length(of)
            case UvlCall(function):
                raise self._inexpressible(node.location, f"`{function}` cannot be calculated with here")
        raise self._wrong(codes.WRONG_KIND, node.location, "something that holds or not stands here", "a number")

    def _total(self, call: UvlCall) -> Expression:
        """Return a sum: the attribute of a choice where all its options are meant, else the number of each feature."""
        by_choice: dict[str, list[Fraction]] = {}
        carriers = self._carriers(call)
        for value, each in carriers:
            by_choice.setdefault(each.choice, []).append(value)
        attributes = {
            choice: carried.path
            for choice, values in by_choice.items()
            for name in {".".join(reference.parts) for reference in call.of}
            if (carried := self.trees.attributes.get((choice, name))) and carried.carriers == len(values)
        }
        parts: dict[Expression, None] = {expression_trees.path(path): None for path in attributes.values()}
        counted = [_counted(value, each.there) for value, each in carriers if each.choice not in attributes]
        return Listing(AggregateFunction.SUM, (*parts, *counted))

    def _value(self, node: UvlReference) -> Expression:
        """Return the number of a feature, or an attribute that is a number, 0 where the feature is not chosen."""
        feature = self._feature(node)
        if feature is not None:
            result = self._expression_of(feature).number
            if result is None and feature.kind is not FeatureKind.BOOLEAN:
                raise NotTranslatable  # Its bounds have been reported already.
            if result is None:
                message = f"{quoted(feature.title)} is no number"
                raise self._wrong(codes.WRONG_KIND, node.location, message, "a feature of type Integer or Real")
            return result
        attribute = self._attribute(node)
        if attribute is None:
            message = f"there is nothing called {quoted('.'.join(node.parts))}"
            raise self._wrong(codes.UNKNOWN_NAME, node.location, message, "a feature, or `feature.attribute`")
        owner, value = attribute
        if not isinstance(value, Fraction):
            raise self._wrong(
                codes.WRONG_KIND, node.location, f"{quoted('.'.join(node.parts))} is no number", "a number"
            )
        return _counted(value, self._expression_of(owner).there)

    def _length(self, node: UvlReference) -> Expression:
        """Return the number of characters of a text, 0 where its feature is not chosen."""
        text = self._text(node)
        if text is None:
            known = self._feature(node) or self._attribute(node)
            message = f"{quoted('.'.join(node.parts))} {'is no text' if known else 'is not there'}"
            code = codes.WRONG_KIND if known else codes.UNKNOWN_NAME
            raise self._wrong(code, node.location, message, "an attribute that is a text")
        [(value, there)] = text.items()
        return _counted(Fraction(len(value)), there)

    def _carriers(self, call: UvlCall) -> list[tuple[Fraction, FeatureExpression]]:
        """Return the numbers of an attribute, of all features or of those below one, with their features."""
        below: FeatureNode | None = None
        names = [".".join(each.parts) for each in call.of]
        if len(call.of) == 2:
            below = self._feature(call.of[1]) or self._feature(call.of[0])
            if below is None:
                raise self._wrong(codes.UNKNOWN_NAME, call.location, f"there is no feature {quoted(names[1])}")
            names = [names[0] if self._feature(call.of[1]) is below else names[1]]
        among = [below, *below.below()] if below is not None else list(self.features.values())
        given = [(feature, feature.attributes.get(names[0])) for feature in among]
        results = [(value, self._expression_of(feature)) for feature, value in given if isinstance(value, Fraction)]
        if not results:
            message = f"no feature has an attribute {quoted(names[0])} that is a number"
            raise self._wrong(codes.UNKNOWN_NAME, call.location, message)
        if any(each.inside for _, each in results):
            raise self._inexpressible(call.location, f"`{call.function}` goes over features that occur several times")
        return results

    def _feature(self, node: UvlReference) -> FeatureNode | None:
        feature = self.features.get(self.prefix + ".".join(node.parts))
        if feature is not None and feature.kind is FeatureKind.TEXT:
            raise NotTranslatable  # Its declaration has been reported already.
        return feature

    def _attribute(self, node: UvlReference) -> tuple[FeatureNode, Attribute] | None:
        """Return the attribute that a reference means, `a.p` or `a.p.x`, with its feature."""
        for cut in range(len(node.parts) - 1, 0, -1):
            owner, name = self._feature(UvlReference(node.parts[:cut], node.location)), ".".join(node.parts[cut:])
            if owner is not None and name in owner.lists:
                raise self._inexpressible(node.location, f"{quoted('.'.join(node.parts))} is a list of values")
            if owner is not None and (value := owner.attributes.get(name)) is not None:
                return owner, value
        return None

    def _expression_of(self, feature: FeatureNode) -> FeatureExpression:
        feature_expression = self.trees.expressions[feature.name]
        if feature_expression.inside:
            self.inside.add(feature_expression.inside)
        return feature_expression

    def _inexpressible(self, location: Location, message: str) -> NotTranslatable:
        return self._wrong(codes.NOT_EXPRESSIBLE, location, message, "features, numbers and sums of attributes")

    def _wrong(self, code: ProblemCode, location: Location, message: str, expected: str = "") -> NotTranslatable:
        self.report.add(code, location, message, expected)
        return NotTranslatable()


def _counted(value: Fraction, there: Expression) -> Expression:
    """Return a number that counts only where a feature is chosen."""
    if there == expression_trees.TRUE:
        return expression_trees.number(value)
    return IfElse(expression_trees.number(value), there, expression_trees.number(0))


def _sum(parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Listing(AggregateFunction.SUM, tuple(parts))


def _rounded(function: str, value: Expression) -> Expression:
    """Return the whole number below, or that above, as the opposite of the one below the opposite."""
    one = expression_trees.number(1)
    if function == "floor":
        return ArithmeticExpression(ArithmeticOperator.FLOOR_DIVIDE, value, one)
    opposite: Callable[[Expression], Expression] = lambda of: ArithmeticExpression(  # noqa: E731 — two words for one thing
        ArithmeticOperator.SUBTRACT, expression_trees.number(0), of
    )
    return opposite(ArithmeticExpression(ArithmeticOperator.FLOOR_DIVIDE, opposite(value), one))


def _same(left: Expression, right: Expression) -> Expression:
    """Return that both hold or neither does."""
    for one, other in ((left, right), (right, left)):
        if one == expression_trees.TRUE:
            return other
        if one == expression_trees.FALSE:
            return expression_trees.negation(other)
    return expression_trees.compared([left, right], ComparisonOperator.EQUAL)


def numbers_of(features: Mapping[str, FeatureNode]) -> list[FeatureNode]:
    """Return the features that are numbers."""
    return [feature for feature in features.values() if feature.kind.is_number]
