"""The values of a program's variables by number: alone, or in blocks that no law tells apart."""

from collections.abc import Iterable, Sequence

import numpy as np

from configurator.program.bounds import linears_in
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Literal, Not, Or, Program, Same, Table
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import Limits, TooLarge

MOST_ALONE = 2_000
"""Up to so many values of a variable each stands alone; more are cut into blocks."""


class Values:
    """The values of one variable, ascending: `blocks[n]` is the n-th set of values that go together."""

    def __init__(self, blocks: Sequence[IntSet]) -> None:
        self.blocks = tuple(blocks)
        self.lows: Ints = np.array([block.low for block in blocks], np.int64)
        self.place = {int(low): number for number, low in enumerate(self.lows)}
        self._masks: dict[IntSet, Bools] = {}

    def __len__(self) -> int:
        return len(self.blocks)

    def mask(self, values: IntSet) -> Bools:
        """Return which blocks are among the values; the program never cuts a block in two."""
        found = self._masks.get(values)
        if found is None:
            found = np.zeros(len(self.blocks), np.bool_)
            for low, high in values.intervals:
                found[np.searchsorted(self.lows, low) : np.searchsorted(self.lows, high, side="right")] = True
            self._masks[values] = found
        return found


def values_of(program: Program, limits: Limits) -> tuple[Values, ...]:
    """Return the values of all variables. Raises TooLarge where there are too many."""
    wide = {place for place, variable in enumerate(program.variables) if len(variable.domain) > MOST_ALONE}
    cuts: dict[int, dict[IntSet, None]] = {place: {} for place in wide}
    summed: set[int] = set()
    for constraint in program.constraints if wide else ():
        _collect(constraint.formula, cuts)
        summed |= {term.variable for linear in linears_in(constraint.formula) for term in linear.terms}
    found = []
    for place, variable in enumerate(program.variables):
        apart = place not in wide or place in summed
        if apart and len(variable.domain) > limits.values:
            raise TooLarge(f"{variable.name} has {len(variable.domain)} values")
        found.append(Values(_alone(variable.domain) if apart else _blocks(variable.domain, cuts[place])))
    if sum(map(len, found)) > limits.values:
        raise TooLarge(f"the variables have {sum(map(len, found))} values")
    return tuple(found)


def _alone(domain: IntSet) -> list[IntSet]:
    return [IntSet(((value, value),)) for value in domain]


def _blocks(domain: IntSet, cuts: Iterable[IntSet]) -> list[IntSet]:
    blocks = [domain] if domain else []
    for cut in cuts:
        blocks = [part for block in blocks for part in (block & cut, block - cut) if part]
    intervals = [IntSet((pair,)) for block in blocks for pair in block.intervals]
    return sorted(intervals, key=lambda block: block.low)


def _collect(formula: Formula, cuts: dict[int, dict[IntSet, None]]) -> None:
    """Note the sets of values that a formula looks at."""
    match formula:
        case Literal(variable, values):
            if variable in cuts:
                cuts[variable][values] = None
        case Not(of):
            _collect(of, cuts)
        case And(parts) | Or(parts):
            for part in parts:
                _collect(part, cuts)
        case Same(left, right):
            _collect(left, cuts)
            _collect(right, cuts)
        case Table(variables, rows):
            for column, variable in enumerate(variables):
                if variable in cuts:
                    cuts[variable] |= dict.fromkeys(row[column] for row in rows)
        case _:
            return
