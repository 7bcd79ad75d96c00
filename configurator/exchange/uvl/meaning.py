"""Constraints of UVL → expressions of ours: what a name stands for, and what counts where a feature is not chosen.

An attribute of a feature that is not chosen counts 0, as does the number of one. A sum goes over the features that are
chosen; an average over none says nothing, and the comparison it stands in holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from configurator.exchange import codes, formulas
from configurator.exchange.features.drawing import Drawing, Drawn
from configurator.exchange.features.tree import Feature, Kind
from configurator.exchange.report import Report
from configurator.exchange.uvl.conditions import COMPARISONS, Call, Given, Joined, Node, Opposite, Reference
from configurator.language.tree import (
    AggregateFunction,
    Arithmetic,
    ArithmeticOperator,
    ComparisonOperator,
    Expression,
    IfElse,
    Listing,
)
from configurator.problems import ProblemCode
from configurator.reading.wording import quoted
from configurator.source import Location

_ARITHMETIC: Final = {
    "+": ArithmeticOperator.ADD,
    "-": ArithmeticOperator.SUBTRACT,
    "*": ArithmeticOperator.MULTIPLY,
    "/": ArithmeticOperator.DIVIDE,
}
_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Meaningless(Exception):
    """The constraint has no meaning here; the report holds why."""


@dataclass
class Meaning:
    """Turns the constraints of one file into expressions. `prefix` leads its names.

    `inside` gathers the structures that a constraint speaks of: it belongs into the body of the only one.
    """

    features: Mapping[str, Feature]
    drawing: Drawing
    prefix: str
    report: Report
    inside: set[str] = field(default_factory=set)

    def condition(self, node: Node) -> Expression:
        """Return a truth; raise Meaningless where there is none."""
        match node:
            case Reference():
                feature = self._feature(node)
                if feature is None:
                    raise self._wrong(
                        codes.UNKNOWN_NAME, node.location, f"there is no feature {quoted('.'.join(node.parts))}"
                    )
                return self._drawn(feature).there
            case Given(bool() as value):
                return formulas.TRUE if value else formulas.FALSE
            case Opposite(of):
                return formulas.negation(self.condition(of))
            case Joined("&", parts):
                return formulas.all_of(map(self.condition, parts))
            case Joined("|", parts):
                return formulas.any_of(map(self.condition, parts))
            case Joined("=>", (when, then)):
                return formulas.implied(self.condition(when), self.condition(then))
            case Joined("<=>", (left, right)):
                return _same(self.condition(left), self.condition(right))
            case Joined(sign, (left, right)) if sign in COMPARISONS:
                return self._comparison(sign, left, right)
        raise self._wrong(
            codes.WRONG_KIND, node.location, "a number or a text stands here", "something that holds or not"
        )

    def _comparison(self, sign: str, left: Node, right: Node) -> Expression:
        if isinstance(left, Call) and left.function == "avg" and isinstance(right, Given):
            return self._average(left, sign, right)
        if isinstance(right, Call) and right.function == "avg" and isinstance(left, Given):
            return self._average(right, _MIRRORED.get(sign, sign), left)
        if any(isinstance(part, Given) and isinstance(part.value, str) for part in (left, right)):
            raise self._inexpressible(left.location, "texts cannot be compared")
        return formulas.compared([self._number(left), self._number(right)], ComparisonOperator(sign))

    def _average(self, call: Call, sign: str, bound: Given) -> Expression:
        """`avg(a) < c` says that the deviations of all that is chosen from c add up to less than 0."""
        if isinstance(bound.value, str | bool):
            raise self._wrong(codes.WRONG_KIND, bound.location, "an average is compared with this", "a number")
        found = self._carriers(call)
        away = [_counted(value - bound.value, each.there) for value, each in found]
        none = formulas.all_of(formulas.negation(each.there) for _, each in found)
        deviation = formulas.compared([_sum(away), formulas.number(0)], ComparisonOperator(sign))
        return formulas.any_of((none, deviation))

    def _number(self, node: Node) -> Expression:
        match node:
            case Given(Fraction() as value):
                return formulas.number(value)
            case Joined("+", parts) if len(parts) > 2:
                return Listing(AggregateFunction.SUM, tuple(map(self._number, parts)))
            case Joined(sign, (left, right)) if sign in _ARITHMETIC:
                return Arithmetic(_ARITHMETIC[sign], self._number(left), self._number(right))
            case Reference():
                return self._value(node)
            case Call("sum"):
                return self._total(node)
            case Call(("floor" | "ceil") as function, (of,)):
                return _rounded(function, self._value(of))
            case Call(function):
                raise self._inexpressible(node.location, f"`{function}` cannot be calculated with here")
        raise self._wrong(codes.WRONG_KIND, node.location, "something that holds or not stands here", "a number")

    def _total(self, call: Call) -> Expression:
        """Return a sum: the attribute of a choice where all its options are meant, else the number of each feature."""
        by_choice: dict[str, list[Fraction]] = {}
        carriers = self._carriers(call)
        for value, each in carriers:
            by_choice.setdefault(each.choice, []).append(value)
        attributes = {
            choice: found.path
            for choice, values in by_choice.items()
            for name in {".".join(reference.parts) for reference in call.of}
            if (found := self.drawing.attributes.get((choice, name))) and found.carriers == len(values)
        }
        parts: dict[Expression, None] = {formulas.path(path): None for path in attributes.values()}
        counted = [_counted(value, each.there) for value, each in carriers if each.choice not in attributes]
        return Listing(AggregateFunction.SUM, (*parts, *counted))

    def _value(self, node: Reference) -> Expression:
        """Return the number of a feature, or an attribute that is a number, 0 where the feature is not chosen."""
        feature = self._feature(node)
        if feature is not None:
            found = self._drawn(feature).number
            if found is None and feature.kind is not Kind.BOOLEAN:
                raise Meaningless  # A number without bounds has been reported already.
            if found is None:
                message = f"{quoted(feature.title)} is no number"
                raise self._wrong(codes.WRONG_KIND, node.location, message, "a feature of type Integer or Real")
            return found
        owner = self._feature(Reference(node.parts[:-1], node.location)) if len(node.parts) > 1 else None
        value = owner.attributes.get(node.parts[-1]) if owner is not None else None
        if owner is None or value is None:
            message = f"there is nothing called {quoted('.'.join(node.parts))}"
            raise self._wrong(codes.UNKNOWN_NAME, node.location, message, "a feature, or `feature.attribute`")
        if not isinstance(value, Fraction):
            raise self._wrong(
                codes.WRONG_KIND, node.location, f"{quoted('.'.join(node.parts))} is no number", "a number"
            )
        return _counted(value, self._drawn(owner).there)

    def _carriers(self, call: Call) -> list[tuple[Fraction, Drawn]]:
        """Return the numbers of an attribute, of all features or of those below one, with their features."""
        below: Feature | None = None
        names = [".".join(each.parts) for each in call.of]
        if len(call.of) == 2:
            below = self._feature(call.of[1]) or self._feature(call.of[0])
            if below is None:
                raise self._wrong(codes.UNKNOWN_NAME, call.location, f"there is no feature {quoted(names[1])}")
            names = [names[0] if self._feature(call.of[1]) is below else names[1]]
        among = [below, *below.below()] if below is not None else list(self.features.values())
        given = [(feature, feature.attributes.get(names[0])) for feature in among]
        found = [(value, self._drawn(feature)) for feature, value in given if isinstance(value, Fraction)]
        if not found:
            message = f"no feature has an attribute {quoted(names[0])} that is a number"
            raise self._wrong(codes.UNKNOWN_NAME, call.location, message)
        if any(each.inside for _, each in found):
            raise self._inexpressible(call.location, f"`{call.function}` goes over features that occur several times")
        return found

    def _feature(self, node: Reference) -> Feature | None:
        return self.features.get(self.prefix + ".".join(node.parts))

    def _drawn(self, feature: Feature) -> Drawn:
        found = self.drawing.drawn[feature.name]
        if found.inside:
            self.inside.add(found.inside)
        return found

    def _inexpressible(self, location: Location, message: str) -> Meaningless:
        return self._wrong(codes.NOT_EXPRESSIBLE, location, message, "features, numbers and sums of attributes")

    def _wrong(self, code: ProblemCode, location: Location, message: str, expected: str = "") -> Meaningless:
        self.report.add(code, location, message, expected)
        return Meaningless()


def _counted(value: Fraction, there: Expression) -> Expression:
    """Return a number that counts only where a feature is chosen."""
    if there == formulas.TRUE:
        return formulas.number(value)
    return IfElse(formulas.number(value), there, formulas.number(0))


def _sum(parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Listing(AggregateFunction.SUM, tuple(parts))


def _rounded(function: str, value: Expression) -> Expression:
    """Return the whole number below, or that above, as the opposite of the one below the opposite."""
    one = formulas.number(1)
    if function == "floor":
        return Arithmetic(ArithmeticOperator.FLOOR_DIVIDE, value, one)
    opposite: Callable[[Expression], Expression] = lambda of: Arithmetic(  # noqa: E731 — two words for one thing
        ArithmeticOperator.SUBTRACT, formulas.number(0), of
    )
    return opposite(Arithmetic(ArithmeticOperator.FLOOR_DIVIDE, opposite(value), one))


def _same(left: Expression, right: Expression) -> Expression:
    """Return that both hold or neither does."""
    for one, other in ((left, right), (right, left)):
        if one == formulas.TRUE:
            return other
        if one == formulas.FALSE:
            return formulas.negation(other)
    return formulas.compared([left, right], ComparisonOperator.EQUAL)


def typed(features: Mapping[str, Feature]) -> list[Feature]:
    """Return the features that are numbers."""
    return [feature for feature in features.values() if feature.kind is not Kind.BOOLEAN]
