"""Short ways to build the trees of expressions, for importers; `configurator.language.show` writes them as text."""

from collections.abc import Iterable
from fractions import Fraction

from configurator.language.tree import (
    And,
    Arithmetic,
    ArithmeticOperator,
    Boolean,
    Comparison,
    ComparisonOperator,
    Expression,
    Member,
    Name,
    Negative,
    Not,
    Number,
    Or,
)

TRUE, FALSE = Boolean(True), Boolean(False)
_PAIRS = (
    (ComparisonOperator.EQUAL, ComparisonOperator.DIFFERENT),
    (ComparisonOperator.LESS, ComparisonOperator.AT_LEAST),
    (ComparisonOperator.AT_MOST, ComparisonOperator.GREATER),
)
_OPPOSITE = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def number(value: Fraction | int) -> Expression:
    """Return a number; a negative one is the negative of a positive one, as it is parsed."""
    return Negative(Number(Fraction(-value))) if value < 0 else Number(Fraction(value))


def path(text: str) -> Expression:
    """Return the tree of a dotted path, `paint` or `paint.value`."""
    first, *rest = text.split(".")
    found: Expression = Name(first)
    for name in rest:
        found = Member(found, name)
    return found


def compared(parts: list[Expression], operator: ComparisonOperator) -> Expression:
    """Return that the operator holds between all neighbours."""
    return Comparison(parts[0], tuple((operator, part) for part in parts[1:]))


def calculated(parts: list[Expression], operator: ArithmeticOperator) -> Expression:
    """Return numbers joined from the left; without numbers 0."""
    if not parts:
        return number(0)
    found = parts[0]
    for part in parts[1:]:
        found = Arithmetic(operator, found, part)
    return found


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return that all hold, without what always does, nested ones opened."""
    found = _opened(And, parts, TRUE)
    if FALSE in found:
        return FALSE
    return TRUE if not found else found[0] if len(found) == 1 else And(tuple(found))


def any_of(parts: Iterable[Expression]) -> Expression:
    """Return that at least one holds, without what never does, nested ones opened."""
    found = _opened(Or, parts, FALSE)
    if TRUE in found:
        return TRUE
    return FALSE if not found else found[0] if len(found) == 1 else Or(tuple(found))


def _opened(kind: type[And] | type[Or], parts: Iterable[Expression], neutral: Expression) -> list[Expression]:
    found: list[Expression] = []
    for part in parts:
        if isinstance(part, kind):
            found.extend(part.parts)
        elif part != neutral:
            found.append(part)
    return found


def negation(of: Expression) -> Expression:
    """Return that something does not hold."""
    match of:
        case Boolean(value):
            return Boolean(not value)
        case Not(inner):
            return inner
        case Comparison(first, ((operator, second),)):
            return compared([first, second], _OPPOSITE[operator])
    return Not(of)


def implied(when: Expression, then: Expression) -> Expression:
    """Return that one holds wherever the other does."""
    return any_of((negation(when), then))
