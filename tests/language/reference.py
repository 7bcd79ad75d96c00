"""A second, slow and obvious evaluator, over unchecked trees and plain data: the oracle for the real one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from configurator.language import tree as t
from configurator.language.checked import Value
from configurator.units import STANDARD_UNITS
from tests.language.shop import ATTRIBUTES


class Absent(Exception):
    """Something that was named is absent."""


class Undefined(Exception):
    """Something was divided by zero."""


@dataclass(frozen=True)
class Reference:
    """Names are looked up in the mappings of `scopes` from the first to the last, then among the parameters."""

    scopes: tuple[Mapping[str, object], ...]
    parameters: Mapping[str, Value]

    def value(self, node: t.Expression) -> Value:
        match node:
            case t.NumberLiteral():
                return node.value * (STANDARD_UNITS[node.unit].factor if node.unit else 1)
            case t.TextLiteral() | t.Boolean():
                return node.value
            case t.Name() | t.MemberAccess():
                return self._leaf(node)
            case t.Negative():
                return -_number(self.value(node.of))
            case t.ArithmeticExpression():
                left, right = self._all(node.left, node.right)
                return _calculate(node.operator.value, _number(left), _number(right))
            case t.Comparison():
                operands = self._all(node.first, *(operand for _, operand in node.rest))
                pairs = zip(operands, (operator for operator, _ in node.rest), operands[1:], strict=False)
                return all(_compare(operator.value, left, right) for left, operator, right in pairs)
            case t.Membership():
                return self._all(node.of, *node.candidates).count(self.value(node.of)) > 1
            case t.Negation():
                return not self.value(node.of)
            case t.Conjunction():
                return all(self._all(*node.parts))
            case t.Disjunction():
                return any(self._all(*node.parts))
            case t.IfElse():
                return self.value(node.then) if self.value(node.condition) else self.value(node.otherwise)
            case t.Present():
                return self._is_present(node.of)
            case t.Listing(function=t.AggregateFunction.COUNT, items=(t.Name() | t.MemberAccess() as only,)):
                return self._count(only)
            case t.Listing():
                return _fold(node.function, [partial(self.value, item) for item in node.items])
            case t.Comprehension():
                return _fold(node.function, [round_.body(node) for round_ in self._rounds(node, 0)])
            case _:
                raise TypeError(node)

    def body(self, node: t.Comprehension) -> Callable[[], Value | None]:
        def element() -> Value | None:
            if node.condition is not None and not self.value(node.condition):
                return None
            if isinstance(node.body, t.Name) and isinstance(self.find(node.body), Mapping):
                return True
            return self.value(node.body)

        return element

    def find(self, node: t.Expression) -> object:
        """Return what a path leads to: a value, instances, one instance; None where it is absent."""
        if isinstance(node, t.MemberAccess):
            if (dotted := _dotted(node)) in self.parameters:
                return self.parameters[dotted]
            of = self.find(node.of)
            found = ATTRIBUTES[of] if isinstance(of, str) else of
            return found.get(node.name) if isinstance(found, Mapping) else None
        name = node.name if isinstance(node, t.Name) else ""
        return next((scope[name] for scope in self.scopes if name in scope), self.parameters.get(name))

    def _leaf(self, node: t.Expression) -> Value:
        found = self.find(node)
        if isinstance(found, Fraction | bool | str):
            return found
        raise Absent

    def _all(self, *nodes: t.Expression) -> list[Value]:
        """Evaluate every part; what is undefined outweighs what is absent."""
        found, absent = [], False
        for node in nodes:
            try:
                found.append(self.value(node))
            except Absent:
                absent = True
        if absent:
            raise Absent
        return found

    def _is_present(self, node: t.Expression) -> bool:
        found = self.find(node)
        return bool(found) if isinstance(found, list) else found is not None

    def _count(self, node: t.Expression) -> Value:
        found = self.find(node)
        if isinstance(found, bool):
            return Fraction(found)
        return Fraction(len(found) if isinstance(found, list) else 0 if found is None else 1)

    def _rounds(self, node: t.Comprehension, depth: int) -> Iterator["Reference"]:
        if depth == len(node.generators):
            yield self
            return
        generator = node.generators[depth]
        instances = self.find(generator.source)
        for instance in instances if isinstance(instances, list) else []:
            yield from Reference(({generator.variable: instance}, *self.scopes), self.parameters)._rounds(
                node, depth + 1
            )


def _dotted(node: t.Expression) -> str:
    if isinstance(node, t.MemberAccess):
        return f"{_dotted(node.of)}.{node.name}"
    return node.name if isinstance(node, t.Name) else "?"


def _number(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise TypeError(value)


def _calculate(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator in {"/", "//", "%"} and right == 0:
        raise Undefined
    whole = (left / right).__floor__() if right else 0
    results = {"+": left + right, "-": left - right, "*": left * right, "//": Fraction(whole)}
    if operator in results:
        return results[operator]
    return left / right if operator == "/" else left - right * whole


def _compare(operator: str, left: Value, right: Value) -> bool:
    if operator in {"==", "!="}:
        return (left == right) is (operator == "==")
    difference = _number(left) - _number(right)
    return {"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[operator]


def _fold(function: t.AggregateFunction, elements: list[Callable[[], Value | None]]) -> Value:
    values: list[Value] = []
    for element in elements:
        try:
            found = element()
        except Absent:
            continue
        if found is not None:
            values.append(found)
    match function:
        case t.AggregateFunction.SUM:
            return sum((_number(value) for value in values), Fraction(0))
        case t.AggregateFunction.COUNT:
            return Fraction(values.count(True))
        case t.AggregateFunction.ALL:
            return False not in values
        case t.AggregateFunction.ANY:
            return True in values
        case t.AggregateFunction.MIN | t.AggregateFunction.MAX:
            if not values:
                raise Absent
            ordered = sorted(_number(value) for value in values)
            return ordered[0] if function is t.AggregateFunction.MIN else ordered[-1]
