"""The opposite of a formula, said with as few `Not` as can be."""

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Truth

EVERYTHING = IntSet.between(-(2**63), 2**63)


def negation(formula: Formula) -> Formula:
    """Return the formula that holds just where this one does not, the `Not` pushed down one step."""
    match formula:
        case Truth(value):
            return Truth(not value)
        case Not(of):
            return of
        case And(parts):
            return Or(tuple(negation(each) for each in parts))
        case Or(parts):
            return And(tuple(negation(each) for each in parts))
        case Same(left, right):
            return Same(left, negation(right))
        case Linear(terms, low, high):
            below = () if low is None else (Linear(terms, None, low - 1),)
            above = () if high is None else (Linear(terms, high + 1, None),)
            outside: tuple[Formula, ...] = (*below, *above)
            return outside[0] if len(outside) == 1 else Or(outside)
        case Table(variables, rows, allowed):
            return Table(variables, rows, not allowed)
        case Literal(variable, values):
            return Literal(variable, EVERYTHING - values)
