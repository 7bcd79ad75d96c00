"""Expression trees for importers: short ways to build them, and conditions that list combinations seen as tables.

`configurator.language.show` writes them as text.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from configurator.exchange.limits import COMBINATION_ROWS, FEWEST_COMBINATIONS
from configurator.language.evaluate import ARITHMETIC, COMPARISON
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    Boolean,
    Comparison,
    ComparisonOperator,
    Conjunction,
    Disjunction,
    Expression,
    Listing,
    MemberAccess,
    Name,
    Negation,
    Negative,
    NumberLiteral,
    TextLiteral,
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
    return Negative(NumberLiteral(Fraction(-value))) if value < 0 else NumberLiteral(Fraction(value))


def path(text: str) -> Expression:
    """Return the tree of a dotted path, `paint` or `paint.value`."""
    first, *rest = text.split(".")
    result: Expression = Name(first)
    for name in rest:
        result = MemberAccess(result, name)
    return result


def compared(parts: list[Expression], operator: ComparisonOperator) -> Expression:
    """Return that the operator holds between all neighbours, decided where all are known numbers."""
    numbers = [constant(part) for part in parts]
    if None not in numbers:
        return Boolean(all(COMPARISON[operator](one, other) for one, other in pairwise(numbers)))
    return Comparison(parts[0], tuple((operator, part) for part in parts[1:]))


def constant(tree: Expression) -> Fraction | None:
    """Return the number that a tree without names is; None for any other, and where something is divided by 0."""
    match tree:
        case NumberLiteral(value):
            return value
        case Negative(inner):
            inside = constant(inner)
            return None if inside is None else -inside
        case Listing(AggregateFunction.SUM, items):
            sums = [constant(item) for item in items]
            return None if None in sums else sum((part for part in sums if part is not None), Fraction(0))
        case ArithmeticExpression(operator, left, right):
            one, other = constant(left), constant(right)
            with suppress(ZeroDivisionError):
                return None if one is None or other is None else Fraction(ARITHMETIC[operator](one, other))
    return None


def calculated(parts: list[Expression], operator: ArithmeticOperator) -> Expression:
    """Return numbers joined from the left; without numbers 0."""
    if not parts:
        return number(0)
    result = parts[0]
    for part in parts[1:]:
        result = ArithmeticExpression(operator, result, part)
    return result


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return the conjunction, flattened and without tautologies."""
    results = _opened(Conjunction, parts, TRUE)
    if FALSE in results:
        return FALSE
    return TRUE if not results else results[0] if len(results) == 1 else Conjunction(tuple(results))


def any_of(parts: Iterable[Expression]) -> Expression:
    """Return the disjunction, flattened and without contradictions."""
    results = _opened(Disjunction, parts, FALSE)
    if TRUE in results:
        return TRUE
    return FALSE if not results else results[0] if len(results) == 1 else Disjunction(tuple(results))


def _opened(
    kind: type[Conjunction] | type[Disjunction], parts: Iterable[Expression], neutral: Expression
) -> list[Expression]:
    results: list[Expression] = []
    for part in parts:
        if isinstance(part, kind):
            results.extend(part.parts)
        elif part != neutral:
            results.append(part)
    return results


def negation(of: Expression) -> Expression:
    """Return that something does not hold."""
    match of:
        case Boolean(value):
            return Boolean(not value)
        case Negation(inner):
            return inner
        case Comparison(first, ((operator, second),)):
            return compared([first, second], _OPPOSITE[operator])
    return Negation(of)


def implied(when: Expression, then: Expression) -> Expression:
    """Return that one holds wherever the other does."""
    return any_of((negation(when), then))


@dataclass(frozen=True, slots=True)
class ListedCombinations:
    """The combinations: columns, and rows of values as tables write them; `*` is any."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def combinations_in(tree: Expression) -> ListedCombinations | None:
    """Return the combinations that a condition lists; None for any other form."""
    if not isinstance(tree, Disjunction) or len(tree.parts) < FEWEST_COMBINATIONS:
        return None
    results: list[dict[str, frozenset[str]]] = []
    for part in tree.parts:
        combination = _combination(part)
        if combination is None:
            return None
        results.append(combination)
    columns = tuple(dict.fromkeys(name for each in results for name in each))
    total = sum(prod(len(values) for values in each.values()) for each in results)
    if len(columns) < 2 or total > COMBINATION_ROWS:
        return None
    rows = (product(*(sorted(each.get(name, {"*"})) for name in columns)) for each in results)
    return ListedCombinations(columns, tuple(dict.fromkeys(row for group in rows for row in group)))


def _combination(tree: Expression) -> dict[str, frozenset[str]] | None:
    """Return the values that a conjunction leaves to each name."""
    values: dict[str, frozenset[str]] = {}
    for part in tree.parts if isinstance(tree, Conjunction) else (tree,):
        result = _choice_of(part)
        if result is None or result[0] in values:
            return None
        values[result[0]] = result[1]
    return values


def _choice_of(tree: Expression) -> tuple[str, frozenset[str]] | None:
    """Return a name and the values that it may have by a condition about nothing else."""
    match tree:
        case Comparison(Name() | MemberAccess() as name, ((ComparisonOperator.EQUAL, value),)):
            written = _constant_text(value)
            return (show(name), frozenset({written})) if written else None
        case Name(name):
            return name, frozenset({"true"})
        case Negation(Name(name)):
            return name, frozenset({"false"})
        case Disjunction(parts):
            choices = [_choice_of(part) for part in parts]
            names = {each[0] for each in choices if each is not None}
            if None in choices or len(names) != 1:
                return None
            return names.pop(), frozenset().union(*(each[1] for each in choices if each is not None))
    return None


def _constant_text(tree: Expression) -> str:
    match tree:
        case TextLiteral(value):
            return value
        case NumberLiteral() | Negative():
            return show(tree)
    return ""
