"""Constraints of UVL → expressions: the meaning of names, and the values of unselected features.

An attribute or number of an unselected feature counts 0. A sum covers the selected features; a comparison with an
average over none holds. Numbers get their bounds from constraints that compare them with constants.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Final

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.feature_catalog import FeatureCatalog, FeatureExpression
from configurator.exchange.feature_tree import FeatureKind, FeatureNode, NumberBounds
from configurator.exchange.limits import UVL_NUMBERS
from configurator.exchange.uvl.constraint_parser import (
    COMPARISONS,
    UvlCall,
    UvlConstant,
    UvlNegation,
    UvlNode,
    UvlOperation,
    UvlReference,
)
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    ComparisonOperator,
    Expression,
    IfElse,
    Listing,
)
from configurator.money import ONE
from configurator.problems import ProblemCode
from configurator.reading.message_parts import quoted
from configurator.source import Location

_MIRRORED_SIGNS: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "=="}


def bind(features: Iterable[FeatureNode], constraints: Iterable[tuple[str, UvlNode]], report: ImportReport) -> None:
    """Bound every number by the constraints (with the prefix of their file); report unbounded ones.

    x <= 10`. => Only unconditional constraints bound: `x >= 0 & x <= 10`, not `A => x <= 10`. => x <= 10`.
    """
    lows: dict[str, Fraction] = {}
    highs: dict[str, Fraction] = {}
    for prefix, constraint in constraints:
        for name, sign, value in _comparisons(constraint):
            whole = f"{prefix}{name}"
            if sign in (">", ">=", "=="):
                least = Fraction(floor(value) + 1) if sign == ">" else value
                lows[whole] = max(lows.get(whole, least), least)
            if sign in ("<", "<=", "=="):
                most = Fraction(ceil(value) - 1) if sign == "<" else value
                highs[whole] = min(highs.get(whole, most), most)
    for feature in features:
        if feature.bounds is None:
            _bind(feature, lows.get(feature.name), highs.get(feature.name), report)


def _bind(feature: FeatureNode, low: Fraction | None, high: Fraction | None, report: ImportReport) -> None:
    if feature.kind is FeatureKind.REAL:
        message, hint = f"{quoted(feature.title)} may be any number", "give it `{min 0, max 10, step 0.5}`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "numbers on a step", hint)
    elif low is None or high is None:
        message = f"{quoted(feature.title)} has no {'least' if low is None else 'greatest'} number"
        hint = f"give it `{{min 0, max 10}}`, or constraints such as `{feature.title} <= 10`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "bounds", hint)
    elif not ceil(low) <= floor(high) or floor(high) - ceil(low) > UVL_NUMBERS:
        message = f"{quoted(feature.title)} is bound from {ceil(low):,} to {floor(high):,}"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, f"1 to {UVL_NUMBERS:,} numbers")
    else:
        feature.bounds = NumberBounds(Fraction(ceil(low)), Fraction(floor(high)), ONE)


def _comparisons(node: UvlNode) -> Iterator[tuple[str, str, Fraction]]:
    """Yield the bounds of a constraint on one name by one number."""
    match node:
        case UvlOperation("&", parts):
            for part in parts:
                yield from _comparisons(part)
        case UvlOperation(sign, (UvlReference(parts=parts), UvlConstant(Fraction() as value))) if sign in COMPARISONS:
            yield ".".join(parts), sign, value
        case UvlOperation(sign, (UvlConstant(Fraction() as value), UvlReference(parts=parts))) if (
            sign in _MIRRORED_SIGNS
        ):
            yield ".".join(parts), _MIRRORED_SIGNS[sign], value


_ARITHMETIC: Final = {
    "+": ArithmeticOperator.ADD,
    "-": ArithmeticOperator.SUBTRACT,
    "*": ArithmeticOperator.MULTIPLY,
    "/": ArithmeticOperator.DIVIDE,
}
_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


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
                feature = self._feature(node)
                if feature is None:
                    raise self._wrong(
                        codes.UNKNOWN_NAME, node.location, f"there is no feature {quoted('.'.join(node.parts))}"
                    )
                return self._expression_of(feature).there
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

    def _comparison(self, sign: str, left: UvlNode, right: UvlNode) -> Expression:
        if isinstance(left, UvlCall) and left.function == "avg" and isinstance(right, UvlConstant):
            return self._average(left, sign, right)
        if isinstance(right, UvlCall) and right.function == "avg" and isinstance(left, UvlConstant):
            return self._average(right, _MIRRORED.get(sign, sign), left)
        if any(isinstance(part, UvlConstant) and isinstance(part.value, str) for part in (left, right)):
            raise self._inexpressible(left.location, "texts cannot be compared")
        return expression_trees.compared([self._number(left), self._number(right)], ComparisonOperator(sign))

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
                raise NotTranslatable  # A number without bounds has been reported already.
            if result is None:
                message = f"{quoted(feature.title)} is no number"
                raise self._wrong(codes.WRONG_KIND, node.location, message, "a feature of type Integer or Real")
            return result
        owner = self._feature(UvlReference(node.parts[:-1], node.location)) if len(node.parts) > 1 else None
        value = owner.attributes.get(node.parts[-1]) if owner is not None else None
        if owner is None or value is None:
            message = f"there is nothing called {quoted('.'.join(node.parts))}"
            raise self._wrong(codes.UNKNOWN_NAME, node.location, message, "a feature, or `feature.attribute`")
        if not isinstance(value, Fraction):
            raise self._wrong(
                codes.WRONG_KIND, node.location, f"{quoted('.'.join(node.parts))} is no number", "a number"
            )
        return _counted(value, self._expression_of(owner).there)

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
        return self.features.get(self.prefix + ".".join(node.parts))

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


def typed(features: Mapping[str, FeatureNode]) -> list[FeatureNode]:
    """Return the features that are numbers."""
    return [feature for feature in features.values() if feature.kind is not FeatureKind.BOOLEAN]
