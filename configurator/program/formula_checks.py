"""Compiles formulas to functions, for callers that evaluate the same formulas under many assignments.

The reference semantics is `program.semantics.holds`, which tests compare with.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from operator import itemgetter
from typing import assert_never

from configurator.program.intset import IntSet
from configurator.program.limits import LISTED_COMBINATIONS, LISTED_PER_ROW
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Term, Truth

Values = Sequence[int]
Check = Callable[[Values], bool]


def check_of(formula: Formula) -> Check:
    """Return the function that evaluates a formula under values for all variables."""
    match formula:
        case Truth(value):
            return lambda values: value
        case Literal(variable, allowed):
            return _literal(variable, allowed)
        case Not(of):
            inner = check_of(of)
            return lambda values: not inner(values)
        case And(parts):
            return _all(parts)
        case Or(parts):
            return _any(parts)
        case Same(left, right):
            one, other = check_of(left), check_of(right)
            return lambda values: one(values) is other(values)
        case Linear(terms, low, high):
            return _linear(terms, low, high)
        case Table(variables, rows, allowed):
            return _table(variables, rows, allowed)
        case Product(variable, left, right):
            return lambda values: values[variable] == values[left] * values[right]
        case unknown:
            assert_never(unknown)


def _literal(variable: int, allowed: IntSet) -> Check:
    if len(allowed) == 1:
        only = allowed.low
        return lambda values: values[variable] == only
    among = listed(allowed)
    return lambda values: values[variable] in among


def listed(values: IntSet) -> IntSet | frozenset[int]:
    """Return a set of values for frequent membership tests: enumerated, if it is small."""
    return frozenset(values) if len(values) <= LISTED_COMBINATIONS else values


def _parted(parts: Sequence[Formula]) -> tuple[tuple[tuple[int, IntSet | frozenset[int]], ...], tuple[Check, ...]]:
    """Return the literals among the parts, as variables with their values, and the checks of the others.

    Most parts are literals; inline checks take a third of the time.
    """
    literals = tuple((part.variable, listed(part.values)) for part in parts if isinstance(part, Literal))
    return literals, tuple(check_of(part) for part in parts if not isinstance(part, Literal))


def _all(parts: Sequence[Formula]) -> Check:
    literals, checks = _parted(parts)

    def check(values: Values) -> bool:
        for variable, allowed in literals:
            if values[variable] not in allowed:
                return False
        for each in checks:  # noqa: SIM110 — as above
            if not each(values):
                return False
        return True

    return check


def _any(parts: Sequence[Formula]) -> Check:
    literals, checks = _parted(parts)

    def check(values: Values) -> bool:
        for variable, allowed in literals:
            if values[variable] in allowed:
                return True
        for each in checks:  # noqa: SIM110 — as above
            if each(values):
                return True
        return False

    return check


def sum_of(terms: Sequence[Term]) -> Callable[[Values], int]:
    """Return the function that evaluates the sum of terms."""
    plain = tuple((term.variable, term.coefficient) for term in terms if not term.weights)
    weighted = tuple((term.variable, term.coefficient, dict(term.weights)) for term in terms if term.weights)

    def total(values: Values) -> int:
        added = 0
        for variable, coefficient in plain:
            added += coefficient * values[variable]
        for variable, coefficient, weights in weighted:
            value = values[variable]
            added += weights[value] if value in weights else coefficient * value
        return added

    return total


def _linear(terms: Sequence[Term], low: int | None, high: int | None) -> Check:
    total = sum_of(terms)
    if low is None:
        return (lambda values: True) if high is None else lambda values: total(values) <= high
    return (lambda values: low <= total(values)) if high is None else lambda values: low <= total(values) <= high


def _table(variables: tuple[int, ...], rows: tuple[tuple[IntSet, ...], ...], allowed: bool) -> Check:
    if sum(prod(len(cell) for cell in row) for row in rows) > max(LISTED_COMBINATIONS, LISTED_PER_ROW * len(rows)):
        return _wide_table(variables, rows, allowed)
    members = frozenset(_expanded(rows))
    if len(variables) < 2:
        return lambda values: (tuple([values[variable] for variable in variables]) in members) is allowed
    cells = itemgetter(*variables)
    return lambda values: (cells(values) in members) is allowed


def _expanded(rows: tuple[tuple[IntSet, ...], ...]) -> Iterator[tuple[int, ...]]:
    for row in rows:
        yield from product(*row)


def _wide_table(variables: tuple[int, ...], rows: tuple[tuple[IntSet, ...], ...], allowed: bool) -> Check:
    """Return the check of a table that is too large to list: row by row, a cell at a time."""
    checks = tuple(
        tuple((variable, listed(cell)) for variable, cell in zip(variables, row, strict=True)) for row in rows
    )

    def fits(row: tuple[tuple[int, IntSet | frozenset[int]], ...], values: Values) -> bool:
        for variable, cell in row:  # noqa: SIM110 — as above
            if values[variable] not in cell:
                return False
        return True

    return lambda values: any(fits(row, values) for row in checks) is allowed
