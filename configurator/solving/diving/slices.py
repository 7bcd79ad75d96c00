"""Many witnesses from one: all values that a variable can take while every other keeps its own."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import assert_never

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Term, Truth
from configurator.solving.port import Solution
from configurator.solving.propagation import weighing_between
from configurator.solving.rewriting import rewritten


def slice_through(solution: Solution, place: int, domain: IntSet, formulas: Iterable[Formula]) -> IntSet:
    """Return the values that all formulas about the variable allow, the others being as in the solution."""
    domains = {other: IntSet(((value, value),)) for other, value in enumerate(solution)} | {place: domain}
    found = domain
    for formula in formulas:
        found = found & _allowed(rewritten(formula, domains), domain)
    return found


def _allowed(formula: Formula, domain: IntSet) -> IntSet:
    """Return the values of the domain under which a formula that speaks of no other variable holds."""
    match formula:
        case Truth(value):
            return domain if value else EMPTY
        case Literal(_, values):
            return domain & values
        case Not(of):
            return domain - _allowed(of, domain)
        case And(parts):
            return _in_all((_allowed(part, domain) for part in parts), domain)
        case Or(parts):
            return IntSet.union(_allowed(part, domain) for part in parts)
        case Same(left, right):
            one, other = _allowed(left, domain), _allowed(right, domain)
            return (one & other) | (domain - (one | other))
        case Linear(terms, low, high):
            return _within(terms, low, high, domain)
        case Table(_, rows, wanted):
            found = IntSet.union(_in_all(row, domain) for row in rows)
            return found if wanted else domain - found
        case other_kind:
            assert_never(other_kind)


def _in_all(sets: Iterable[IntSet], domain: IntSet) -> IntSet:
    return reduce(IntSet.__and__, sets, domain)


def _within(terms: Sequence[Term], low: int | None, high: int | None, domain: IntSet) -> IntSet:
    """Return the values for which terms of one variable add up to what the bounds allow."""
    listed = sorted({value for term in terms for value, _ in term.weights})
    total = Term(
        0,
        sum(term.coefficient for term in terms),
        tuple((value, sum(term.weigh(value) for term in terms)) for value in listed),
    )
    return weighing_between(total, domain, -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high)


UNBOUNDED = 2**64
"""Beyond every sum of a program."""
