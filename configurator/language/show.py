"""Prints an expression canonically, with minimal brackets: parsing the output returns the same tree."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    AttributeRef,
    Boolean,
    Comparison,
    Comprehension,
    Conjunction,
    Constant,
    Count,
    Disjunction,
    Expression,
    FeatureRef,
    IfElse,
    Listing,
    MemberAccess,
    Membership,
    Name,
    Negation,
    Negative,
    NumberLiteral,
    ParameterRef,
    Present,
    StructureRef,
    TextLiteral,
)
from configurator.language.types import NumberType
from configurator.units import PLAIN, STANDARD_UNITS

# Operator precedence, lowest first.
_CHOICE, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)

_SUMS: Final = frozenset({ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT})


def show(expression: Expression, variables: frozenset[str] = frozenset()) -> str:
    """Return the canonical text of a tree, parsed or checked.

    `variables` are those of the enclosing loops if the expression is part of a larger one.
    """
    return _shown(expression, _CHOICE, variables)


def show_number(value: Fraction) -> str:
    """Return a number in decimal digits, or as a quotient if it has no finite decimal expansion."""
    whole, rest = divmod(abs(value), 1)
    digits = ""
    while rest and len(digits) < 60:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    sign = "-" if value < 0 else ""
    if rest:
        return f"{sign}{abs(value.numerator)} / {value.denominator}"
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def _shown(node: Expression, least: int, variables: frozenset[str]) -> str:
    """Print a node, in brackets if its precedence is below `least`."""
    text = _text(node, variables)
    return f"({text})" if _binding(node) < least else text


def _binding(node: Expression) -> int:
    match node:
        case IfElse():
            return _CHOICE
        case Disjunction():
            return _OR
        case Conjunction():
            return _AND
        case Negation(of=Membership()):
            return _COMPARE
        case Negation():
            return _NOT
        case Comparison() | Membership():
            return _COMPARE
        case ArithmeticExpression():
            return _SUM if node.operator in _SUMS else _PRODUCT
        case Negative():
            return _SIGN
        case Constant():
            return _constant_binding(node)
        case _:
            return _ATOM


def _constant_binding(node: Constant) -> int:
    text = _constant(node)
    return _PRODUCT if " / " in text and isinstance(node.value, Fraction) else _SIGN if text[0] == "-" else _ATOM


def _text(node: Expression, variables: frozenset[str]) -> str:
    match node:
        case NumberLiteral():
            return f"{show_number(node.value)}[{node.unit}]" if node.unit else show_number(node.value)
        case TextLiteral():
            return _quoted(node.value)
        case Boolean():
            return "true" if node.value else "false"
        case Name() | ParameterRef():
            return node.name
        case MemberAccess():
            return f"{_shown(node.of, _ATOM, variables)}.{node.name}"
        case FeatureRef() | StructureRef():
            return ".".join((node.binder, *node.path) if node.binder in variables else node.path)
        case AttributeRef():
            return f"{_text(node.feature, variables)}.{node.name}"
        case Constant():
            return _constant(node)
        case _:
            return _composed(node, variables)


def _composed(node: Expression, variables: frozenset[str]) -> str:
    def inner(part: Expression, least: int) -> str:
        return _shown(part, least, variables)

    match node:
        case Negative():
            return f"-{inner(node.of, _SIGN)}"
        case ArithmeticExpression():
            own = _binding(node)
            return f"{inner(node.left, own)} {node.operator} {inner(node.right, own + 1)}"
        case Comparison():
            rest = "".join(f" {operator} {inner(part, _SUM)}" for operator, part in node.rest)
            return f"{inner(node.first, _SUM)}{rest}"
        case Negation(of=Membership() as membership):
            return _membership(membership, "not in", inner)
        case Negation():
            return f"not {inner(node.of, _NOT)}"
        case Conjunction():
            return " and ".join(inner(part, _NOT) for part in node.parts)
        case Disjunction():
            return " or ".join(inner(part, _AND) for part in node.parts)
        case IfElse():
            return f"{inner(node.then, _OR)} if {inner(node.condition, _OR)} else {inner(node.otherwise, _CHOICE)}"
        case Membership():
            return _membership(node, "in", inner)
        case Listing():
            return f"{node.function}({', '.join(inner(item, _CHOICE) for item in node.items)})"
        case Comprehension():
            return _comprehension(node, variables)
        case Count():
            return f"count({inner(node.structure, _CHOICE)})"
        case Present():
            return f"present({inner(node.of, _CHOICE)})"
        case _:
            raise TypeError(f"not an expression: {node!r}")


def _membership(node: Membership, word: str, inner: Callable[[Expression, int], str]) -> str:
    candidates = ", ".join(inner(candidate, _SIGN) for candidate in node.candidates)
    return f"{inner(node.of, _SUM)} {word} ({candidates})"


def _comprehension(node: Comprehension, variables: frozenset[str]) -> str:
    loops = ""
    for generator in node.generators:
        loops += f" for {generator.variable} in {_shown(generator.source, _OR, variables)}"
        variables = variables | {generator.variable}
    if node.condition is not None:
        loops += f" if {_shown(node.condition, _OR, variables)}"
    return f"{node.function}({_body(node, variables)}{loops})"


def _body(node: Comprehension, variables: frozenset[str]) -> str:
    """Print the operand of an aggregate; counting every instance is printed as `count(c for c in cells if …)`."""
    counts_all = (
        node.function is AggregateFunction.COUNT and isinstance(node.body, Constant) and node.body.value is True
    )
    return node.generators[-1].variable if counts_all else _shown(node.body, _CHOICE, variables)


def _constant(node: Constant) -> str:
    """Print a constant as in its source, or in the base unit of its dimension if it has no source."""
    if node.shown:
        return node.shown
    match node.value:
        case bool():
            return "true" if node.value else "false"
        case Fraction():
            return show_number(node.value) + _base_unit(node)
        case _:
            return _quoted(node.value)


def _base_unit(node: Constant) -> str:
    dimension = node.type.dimension if isinstance(node.type, NumberType) else PLAIN
    if dimension == PLAIN:
        return ""
    named = (unit.name for unit in STANDARD_UNITS.values() if unit.dimension == dimension and unit.factor == 1)
    return f"[{next(named, str(dimension))}]"


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"
