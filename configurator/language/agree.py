"""Unifies the types of two operands: a quoted word becomes an option, a bare zero takes on a dimension."""

from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.language import codes
from configurator.language.checked import NameScope
from configurator.language.expression_report import ExpressionReport
from configurator.language.tree import Constant, Expression, IfElse, Negative
from configurator.language.types import (
    NUMBER,
    TEXT,
    BooleanType,
    InstancesType,
    InstanceType,
    NumberType,
    OptionType,
    TextType,
    Type,
)
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.units import PLAIN, Dimension, Units


@dataclass(frozen=True, slots=True)
class Typed:
    """A checked tree with its type, or None if a problem inside it is already reported."""

    tree: Expression
    type: Type | None


def agree(left: Typed, right: Typed, scope: NameScope, report: ExpressionReport) -> tuple[Typed, Typed]:
    """Coerce two operands to a common type. If there is none, report a problem and return them untyped."""
    left, right = fit(left, right.type, report), fit(right, left.type, report)
    match left.type, right.type:
        case (None, _) | (_, None):
            return left, right
        case NumberType() as one, NumberType() as other if one != other:
            _note_dimensions(left, right, scope.units, report)
        case OptionType() as one, OptionType() as other if not set(one.options) & set(other.options):
            _note_never_equal(left, right, report)
        case one, other if kind_of(one) != kind_of(other):
            _note_kinds(left, right, report)
        case _:
            return left, right
    return replace(left, type=None), replace(right, type=None)


def joined(types: list[Type | None]) -> Type | None:
    """Return the common type of unified values; option types are merged. None if any type is unknown."""
    if any(result is None for result in types):
        return None
    options = [result.options for result in types if isinstance(result, OptionType)]
    if len(options) == len(types) and len(set(options)) > 1:
        return OptionType(tuple(dict.fromkeys(option for each in options for option in each)))
    return types[0]


def fit(value: Typed, target: Type | None, report: ExpressionReport) -> Typed:
    """Coerce the literals of a value to a target type; return any other value unchanged."""
    if target is None or value.type is None:
        return value
    tree = value.tree
    if isinstance(tree, IfElse) and _settles(value.type, target):
        then = fit(Typed(tree.then, value.type), target, report)
        otherwise = fit(Typed(tree.otherwise, value.type), target, report)
        if then.type is not None and otherwise.type is not None and then.type != otherwise.type:
            return value
        settled = replace(tree, then=then.tree, otherwise=otherwise.tree)
        return Typed(settled, then.type and otherwise.type)
    if isinstance(tree, Constant) and _settles(value.type, target):
        return _fit_constant(tree, target, report)
    return value


def _settles(result: Type, target: Type) -> bool:
    """Return whether a literal of one type may be coerced to another."""
    match result, target:
        case TextType(), OptionType():
            return True
        case NumberType(dimension=dimension), NumberType():
            return dimension == PLAIN and target != result
        case _:
            return False


def _fit_constant(constant: Constant, target: Type, report: ExpressionReport) -> Typed:
    if isinstance(target, NumberType):
        is_bare_zero = constant.value == 0 and constant.shown == "0"
        settled = replace(constant, type=target) if is_bare_zero else constant
        return Typed(settled, settled.type)
    if isinstance(target, OptionType) and constant.value not in target.options:
        hint = "" if report.full else did_you_mean(str(constant.value), target.options)
        message = f"`{constant.value}` is not among the options"
        report.add(codes.UNKNOWN_OPTION, constant.span, message, expected=some_of(target.options), hint=hint)
        return Typed(constant, None)
    return Typed(replace(constant, type=target), target)


def kind_of(result: Type) -> str:
    """Return the name of a type for messages."""
    match result:
        case BooleanType():
            return "true or false"
        case NumberType():
            return "a number"
        case TextType():
            return "a text"
        case OptionType():
            return "an option"
        case InstanceType() | InstancesType():
            return str(result)


def unit_of(dimension: Dimension, units: Units) -> str:
    """Return the name of the base unit of a dimension, or "" if it has none."""
    named = (unit.name for unit in units.values() if unit.dimension == dimension and unit.factor == 1)
    return next(named, "") if dimension != PLAIN else ""


def dimension_hint(value: Typed, expected: NumberType, units: Units) -> str:
    """Return a hint to write a bare number with the expected unit, or "" if it does not apply."""
    negative = isinstance(value.tree, Negative)
    tree = value.tree.of if isinstance(value.tree, Negative) else value.tree
    unit = expected.unit or unit_of(expected.dimension, units)
    if isinstance(tree, Constant) and value.type == NumberType() and unit:
        return f"write `{'-' if negative else ''}{tree.shown}[{unit}]`"
    return ""


def _note_dimensions(left: Typed, right: Typed, units: Units, report: ExpressionReport) -> None:
    one, other = _number_type(left), _number_type(right)
    message = (
        f"`{report.source(left.tree.span)}` is {_measured(left)}, `{report.source(right.tree.span)}` {_measured(right)}"
    )
    hint = dimension_hint(left, other, units) or dimension_hint(right, one, units)
    span = left.tree.span if dimension_hint(left, other, units) else right.tree.span
    report.add(codes.WRONG_DIMENSION, span, message, expected="numbers of one dimension", hint=hint)


def _measured(value: Typed) -> str:
    number_type = _number_type(value)
    return str(number_type) if number_type.dimension != PLAIN else "a plain number"


def _number_type(value: Typed) -> NumberType:
    return value.type if isinstance(value.type, NumberType) else NUMBER


def _note_never_equal(left: Typed, right: Typed, report: ExpressionReport) -> None:
    message = f"`{report.source(left.tree.span)}` ({left.type}) and `{report.source(right.tree.span)}` ({right.type})"
    message += " have no option in common"
    report.add(codes.NEVER_EQUAL, right.tree.span, message, hint="compare one of them with an option in quotes")


def _note_kinds(left: Typed, right: Typed, report: ExpressionReport) -> None:
    message = (
        f"`{report.source(left.tree.span)}` is {left.type}, and `{report.source(right.tree.span)}` is {right.type}"
    )
    hint = _kinds_hint(left, right) or _kinds_hint(right, left)
    report.add(codes.WRONG_TYPE, right.tree.span, message, expected="values of one type", hint=hint)


def _kinds_hint(literal: Typed, other: Typed) -> str:
    """Return a hint how to write a literal in the other operand's type, or ""."""
    value = literal.tree.value if isinstance(literal.tree, Constant) else None
    match value, other.type:
        case (Fraction(), OptionType()):
            return "write an option's id in quotes"
        case (str() as word, NumberType()) if word.replace(".", "").isdecimal():
            return "write numbers without quotes"
        case (str() as word, BooleanType()) if word.lower() in {"true", "false"}:
            return f"write `{word.lower()}` without quotes"
        case _:
            return ""


def note_expected(value: Typed, expected: Type, units: Units, report: ExpressionReport) -> None:
    """Report a value that does not have the expected type."""
    hint = ""
    if isinstance(expected, NumberType):
        hint = dimension_hint(value, expected, units)
    elif isinstance(expected, BooleanType):
        hint = _condition_hint(value, report)
    code = (
        codes.WRONG_DIMENSION
        if isinstance(value.type, NumberType) and isinstance(expected, NumberType)
        else codes.WRONG_TYPE
    )
    message = f"`{report.source(value.tree.span)}` is {value.type}"
    report.add(code, value.tree.span, message, expected=str(expected), hint=hint)


def _condition_hint(value: Typed, report: ExpressionReport) -> str:
    source = report.source(value.tree.span)
    match value.type:
        case OptionType(options=(first, *_)):
            return f"compare it: `{source} == '{first}'`"
        case NumberType():
            return f"compare it: `{source} > 0`"
        case _ if value.type == TEXT:
            return "names are written without quotes"
        case _:
            return ""
