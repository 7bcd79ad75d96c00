"""A formula as clauses whose parts are formulas still: sets of values, sums, tables, and what is too large to cut."""

from collections.abc import Sequence
from itertools import chain, product
from math import prod

from configurator.program.nodes import And, Formula, Literal, Not, Or, Same, Table, Truth
from configurator.solving.negation import EVERYTHING, negation

MOST_CLAUSES = 16
"""A disjunction that takes more clauses than this keeps its parts whole."""

Clause = tuple[Formula, ...]


def clauses_of(formula: Formula) -> list[Clause]:
    """Return clauses that hold together just where the formula does."""
    match formula:
        case Truth(value):
            return [] if value else [()]
        case And(parts):
            return [clause for part in parts for clause in clauses_of(part)]
        case Same(left, right):
            return [*clauses_of(Or((negation(left), right))), *clauses_of(Or((left, negation(right))))]
        case Not(of):
            return clauses_of(negation(of))
        case Or(parts):
            return _either(parts)
        case Table(variables, rows, False):
            outside = {cell: EVERYTHING - cell for row in rows for cell in row}
            return [tuple(map(Literal, variables, (outside[cell] for cell in row))) for row in rows]
        case _:
            return [(formula,)]


def _either(parts: Sequence[Formula]) -> list[Clause]:
    cut = [clauses_of(part) for part in parts]
    if prod(map(len, cut)) > MOST_CLAUSES:
        cut = [clauses if len(clauses) < 2 else [(part,)] for part, clauses in zip(parts, cut, strict=True)]
    return [tuple(chain.from_iterable(chosen)) for chosen in product(*cut)]
