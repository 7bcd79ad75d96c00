"""The reference semantics of a program: direct evaluation of every node, the oracle of all engines."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Lowest,
    Not,
    Or,
    Product,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Wish,
)

Values = Sequence[int] | Mapping[int, int]
"""A value for every variable that is looked at, by its position."""


def holds(formula: Formula, values: Values) -> bool:
    """Return whether a formula holds under these values."""
    match formula:
        case Truth(value):
            return value
        case Literal(variable, allowed):
            return values[variable] in allowed
        case Not(of):
            return not holds(of, values)
        case And(parts):
            return all(holds(part, values) for part in parts)
        case Or(parts):
            return any(holds(part, values) for part in parts)
        case Same(left, right):
            return holds(left, values) is holds(right, values)
        case Linear(terms, low, high):
            return _within(weigh(terms, values), low, high)
        case Table(variables, rows, allowed):
            chosen = [values[variable] for variable in variables]
            return any(_fits(row, chosen) for row in rows) is allowed
        case Product(variable, left, right):
            return values[variable] == values[left] * values[right]
        case other:
            assert_never(other)


def weigh(terms: Sequence[Term], values: Values) -> int:
    """Return the sum of the terms."""
    return sum(term.weigh(values[term.variable]) for term in terms)


def violated(program: Program, values: Values) -> tuple[ProgramConstraint, ...]:
    """Return the constraints that do not hold, in the order of the program."""
    return tuple(constraint for constraint in program.constraints if not holds(constraint.formula, values))


def is_solution(program: Program, values: Sequence[int]) -> bool:
    """Return whether every variable has a value of its domain and every constraint holds."""
    in_domain = len(values) == len(program.variables) and all(
        value in variable.domain for variable, value in zip(program.variables, values, strict=True)
    )
    return in_domain and not violated(program, values)


def _within(total: int, low: int | None, high: int | None) -> bool:
    return (low is None or low <= total) and (high is None or total <= high)


def _fits(row: Sequence[IntSet], chosen: Sequence[int]) -> bool:
    for cell, value in zip(row, chosen, strict=True):  # noqa: SIM110 — as in IntSet.__contains__
        if value not in cell:
            return False
    return True


def fulfilment(wishes: Sequence[Wish], solution: Sequence[int]) -> tuple[int, ...]:
    """Return how well values fulfil each wish, in order: the greatest such tuple is what a completion wants."""
    return tuple(fulfilled(wish, solution) for wish in wishes)


def fulfilled(wish: Wish, solution: Sequence[int]) -> int:
    """Return how well values fulfil a wish, more for better."""
    value = solution[wish.variable]
    return -value if isinstance(wish, Lowest) else int(value in wish.values)
