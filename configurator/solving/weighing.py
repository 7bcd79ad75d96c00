"""Whether a program adds up numbers, or only counts what holds: the two are as hard as night and day for SAT.

And whether it is small: then CP-SAT searches it in about a millisecond, without making it smaller first.
"""

from collections.abc import Iterator

from configurator.program.nodes import And, Formula, Linear, Not, Or, Program, Same, Table, Term

MOST_PARTS = 1_000


def adds_numbers(program: Program) -> bool:
    """Tell whether some sum has a term that can be something other than 0 and 1."""
    sums = (each for constraint in program.constraints for each in _sums(constraint.formula))
    return any(_is_number(program, term) for each in sums for term in each.terms)


def is_small(program: Program) -> bool:
    """Tell whether the parts of all formulas are few: literals, terms, and cells of tables."""
    return sum(_size(constraint.formula) for constraint in program.constraints) <= MOST_PARTS


def _size(formula: Formula) -> int:
    match formula:
        case Linear(terms):
            return len(terms)
        case Table(variables, rows):
            return len(variables) * len(rows)
        case Not(of):
            return _size(of)
        case And(parts) | Or(parts):
            return sum(map(_size, parts))
        case Same(left, right):
            return _size(left) + _size(right)
        case _:
            return 1


def _is_number(program: Program, term: Term) -> bool:
    domain = program.variables[term.variable].domain
    if len(domain) > 2:
        return True
    return any(term.weigh(value) not in (0, 1) for value in domain)


def _sums(formula: Formula) -> Iterator[Linear]:
    match formula:
        case Linear():
            yield formula
        case Not(of):
            yield from _sums(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _sums(part)
        case Same(left, right):
            yield from _sums(left)
            yield from _sums(right)
        case _:
            return
