"""Intermediate results worked out by their definitions, for one combination of values or for all of them at once."""

from collections.abc import Iterator, Sequence

import numpy as np

from configurator.program.derivation import definitions_and_laws
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Program, Same, Table, variables_in
from configurator.solving.diagram.limits import Limits, Meter
from configurator.solving.diagram.spreads import Kind, Spread, Spreading, Unfit
from configurator.solving.negation import negation


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """Yield the parts that all must hold."""
    match formula:
        case And(parts):
            for part in parts:
                yield from conjuncts(part)
        case Not(Not(of)):
            yield from conjuncts(of)
        case Not(Or() | Same() as of):
            yield from conjuncts(negation(of))
        case _:
            yield formula


def is_worked_out(place: int, definitions: Sequence[Formula]) -> bool:
    """Tell whether the definitions of a variable are of a form that `worked_out` can read."""
    return bool(definitions) and all(_fixes(place, formula) for formula in definitions)


def worked_out(place: int, definitions: Sequence[Formula], reading: Spreading) -> Spread:
    """Return a determined variable's values. Raises Unfit where the definitions do not give one everywhere."""
    cases = [_case(place, formula, reading) for formula in definitions]
    if not _any([need for need, _ in cases], reading).numbers.all():
        raise Unfit
    found = cases[-1][1]
    for need, value in cases[:-1]:
        if need.numbers.all():
            return value
        over, (where, chosen, other) = reading.joined([need, value, found])
        found = Spread(over, np.where(where, chosen, other))
    return found


class Deriving:
    """Works out the hidden variables of solutions, one after the other."""

    def __init__(self, program: Program, hidden: Sequence[int]) -> None:
        definitions = definitions_and_laws(program, conjuncts)[0] if hidden else {}
        self._definitions = {place: definitions[place] for place in hidden}

    def complete(self, values: list[int]) -> None:
        """Set the hidden variables to what the others make of them."""
        known = {place: _single(value, np.int64) for place, value in enumerate(values)}
        reading = Spreading(known, Meter(Limits()))
        for place, definitions in self._definitions.items():
            known[place] = worked_out(place, definitions, reading)
            values[place] = int(known[place].numbers)


def _single(value: int, kind: Kind) -> Spread:
    return Spread((), np.array(value, kind))


def _any(truths: Sequence[Spread], reading: Spreading) -> Spread:
    over, found = reading.joined(truths)
    return Spread(over, np.logical_or.reduce(np.broadcast_arrays(*found)))


def _fixes(place: int, formula: Formula) -> bool:
    """Tell whether a formula says which value a variable has, perhaps under a condition."""
    match formula:
        case Or(parts):
            about = [part for part in parts if place in set(variables_in(part))]
            return len(about) == 1 and not isinstance(about[0], Same) and _fixes(place, about[0])
        case Literal(variable, values):
            return variable == place and len(values) == 1
        case Linear(terms, low, high):
            own = [term for term in terms if term.variable == place]
            return len(own) == 1 and abs(own[0].coefficient) == 1 and not own[0].weights and low == high is not None
        case Table(variables, rows, True):
            single = all(len(cell) == 1 for row in rows for cell in row)
            return len(variables) > 1 and len(set(variables)) == len(variables) and single and bool(rows)
        case Same(Literal(variable, values), other):
            return variable == place and values.intervals == ((1, 1),) and place not in set(variables_in(other))
        case _:
            return False


def _case(place: int, formula: Formula, reading: Spreading) -> tuple[Spread, Spread]:
    """Return where a formula says which value a variable has, and which."""
    match formula:
        case Or(parts):
            (about,) = (part for part in parts if place in set(variables_in(part)))
            otherwise = reading.truth(Or(tuple(part for part in parts if part is not about)))
            return Spread(otherwise.over, ~otherwise.numbers), _value(place, about, reading)
        case _:
            return Spread((), np.array(True)), _value(place, formula, reading)


def _value(place: int, formula: Formula, reading: Spreading) -> Spread:
    match formula:
        case Literal(_, values):
            return _single(values.low, reading.kind)
        case Linear(terms, int(low), _):
            (own,) = (term for term in terms if term.variable == place)
            rest = reading.total(term for term in terms if term.variable != place)
            return Spread(rest.over, own.coefficient * (low - rest.numbers))
        case Table():
            return reading.looked_up(formula, place)
        case Same(_, other):
            truth = reading.truth(other)
            return Spread(truth.over, truth.numbers.astype(reading.kind))
    raise Unfit
