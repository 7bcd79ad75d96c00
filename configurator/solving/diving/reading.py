"""A program's formulas over bit sets: one law for each."""

from collections.abc import Sequence
from typing import assert_never

from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Truth
from configurator.solving.diving.laws import Alike, Clause, Every, Law, OneOf, Settled, Sum, Together
from configurator.solving.diving.tables import Allowed, Barred, Rows
from configurator.solving.diving.values import Values, weighing
from configurator.solving.negation import negation


def law(formula: Formula, values: Sequence[Values]) -> Law:
    """Return the formula over bit sets."""
    match formula:
        case Truth(value):
            return Settled(value)
        case Literal():
            return _one_of(formula, values)
        case Not(of):
            return law(negation(of), values)
        case And(parts):
            return Every([law(part, values) for part in parts])
        case Or(parts):
            return _clause([law(part, values) for part in parts])
        case Same(Literal() as left, Literal() as right):
            return Together(_one_of(left, values), _one_of(right, values))
        case Same(left, right):
            return Alike(
                (law(left, values), law(negation(left), values)), (law(right, values), law(negation(right), values))
            )
        case Linear(terms, low, high):
            return Sum(tuple((term.variable, weighing(values[term.variable], term)) for term in terms), low, high)
        case Table(variables, rows, allowed):
            compiled = Rows(variables, rows, values)
            return Allowed(compiled) if allowed else Barred(compiled)
        case other:
            assert_never(other)


def _one_of(literal: Literal, values: Sequence[Values]) -> OneOf:
    return OneOf(literal.variable, values[literal.variable].mask(literal.values))


def _clause(parts: Sequence[Law]) -> Clause:
    """Return that some part holds, the literals of one variable joined."""
    masks: dict[int, int] = {}
    for part in parts:
        if isinstance(part, OneOf):
            masks[part.place] = masks.get(part.place, 0) | part.mask
    literals = [OneOf(place, mask) for place, mask in masks.items()]
    return Clause(literals, [part for part in parts if not isinstance(part, OneOf)])
