"""Conditions that list combinations, `or(and(eq(a,1),eq(b,2)),and(…),…)`, seen for the tables that they are."""

from configurator.language.show import show
from configurator.language.tree import (
    And,
    Comparison,
    ComparisonOperator,
    Expression,
    Member,
    Name,
    Negative,
    Number,
    Or,
)

Combination = dict[str, str]


def combinations_in(tree: Expression) -> list[Combination] | None:
    """Return the combinations that a condition lists, a value for each of the same two or more variables; else None."""
    if not isinstance(tree, Or) or len(tree.parts) < 3:
        return None
    found: list[Combination] = []
    for part in tree.parts:
        combination = _combination(part)
        if combination is None or len(combination) < 2 or (found and combination.keys() != found[0].keys()):
            return None
        found.append(combination)
    return found


def _combination(tree: Expression) -> Combination | None:
    """Return the values that a condition fixes; None where it says anything else."""
    values: Combination = {}
    for part in tree.parts if isinstance(tree, And) else (tree,):
        match part:
            case Comparison(Name() | Member() as name, ((ComparisonOperator.EQUAL, Number() | Negative() as value),)):
                if values.setdefault(show(name), show(value)) != show(value):
                    return None
            case _:
                return None
    return values
