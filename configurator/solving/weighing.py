"""Whether a program adds up numbers, or only counts what holds: the two are as hard as night and day for SAT.

And whether it is small: then CP-SAT searches it in about a millisecond, without making it smaller first.
"""

from configurator.program.bounds import linears_in
from configurator.program.nodes import Formula, Linear, Program, Table, Term, leaves_in

MOST_PARTS = 1_000


def adds_numbers(program: Program) -> bool:
    """Tell whether some sum has a term that can be something other than 0 and 1."""
    sums = (each for constraint in program.constraints for each in linears_in(constraint.formula))
    return any(_is_number(program, term) for each in sums for term in each.terms)


def is_small(program: Program) -> bool:
    """Tell whether the parts of all formulas are few: literals, terms, and cells of tables."""
    return sum(_size(constraint.formula) for constraint in program.constraints) <= MOST_PARTS


def _size(formula: Formula) -> int:
    return sum(map(_size_of_leaf, leaves_in(formula)))


def _size_of_leaf(leaf: Formula) -> int:
    match leaf:
        case Linear(terms):
            return len(terms)
        case Table(variables, rows):
            return len(variables) * len(rows)
        case _:
            return 1


def _is_number(program: Program, term: Term) -> bool:
    domain = program.variables[term.variable].domain
    if len(domain) > 2:
        return True
    return any(term.weigh(value) not in (0, 1) for value in domain)
