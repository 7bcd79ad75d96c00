"""Conditions that list combinations, `a == 1 and b == 2 or a == 3 and b == 4 or …`, seen for the tables they are."""

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from configurator.language.show import show
from configurator.language.tree import (
    And,
    Comparison,
    ComparisonOperator,
    Expression,
    Member,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Text,
)

MOST_ROWS: Final = 100_000
_FEWEST: Final = 3
"""Combinations from which on a table is easier to read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The combinations: columns, and rows of values as tables write them; `*` is any."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def combinations_in(tree: Expression) -> Listed | None:
    """Return the combinations that a condition lists; None where it says anything else."""
    if not isinstance(tree, Or) or len(tree.parts) < _FEWEST:
        return None
    found: list[dict[str, frozenset[str]]] = []
    for part in tree.parts:
        combination = _combination(part)
        if combination is None:
            return None
        found.append(combination)
    columns = tuple(dict.fromkeys(name for each in found for name in each))
    total = sum(prod(len(values) for values in each.values()) for each in found)
    if len(columns) < 2 or total > MOST_ROWS:
        return None
    rows = (product(*(sorted(each.get(name, {"*"})) for name in columns)) for each in found)
    return Listed(columns, tuple(dict.fromkeys(row for group in rows for row in group)))


def _combination(tree: Expression) -> dict[str, frozenset[str]] | None:
    """Return the values that a conjunction leaves to each name."""
    values: dict[str, frozenset[str]] = {}
    for part in tree.parts if isinstance(tree, And) else (tree,):
        found = _choice(part)
        if found is None or found[0] in values:
            return None
        values[found[0]] = found[1]
    return values


def _choice(tree: Expression) -> tuple[str, frozenset[str]] | None:
    """Return a name and the values that it may have by a condition about nothing else."""
    match tree:
        case Comparison(Name() | Member() as name, ((ComparisonOperator.EQUAL, value),)):
            written = _value(value)
            return (show(name), frozenset({written})) if written else None
        case Name(name):
            return name, frozenset({"true"})
        case Not(Name(name)):
            return name, frozenset({"false"})
        case Or(parts):
            choices = [_choice(part) for part in parts]
            names = {each[0] for each in choices if each is not None}
            if None in choices or len(names) != 1:
                return None
            return names.pop(), frozenset().union(*(each[1] for each in choices if each is not None))
    return None


def _value(tree: Expression) -> str:
    match tree:
        case Text(value):
            return value
        case Number() | Negative():
            return show(tree)
    return ""
