"""Intermediate results written into the sums that use them, so that a product of dimensions is one law over these.

A product is added up bit by bit, over dozens of variables that nobody sees. None of them need be decided, as all follow
from two or three others: for every combination of those, what they add to a sum is one number.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from math import log2, prod

import numpy as np

from configurator.program.derivation import definitions_and_laws
from configurator.program.nodes import Formula, Linear, Program, variables_in
from configurator.solving.diagram.deriving import conjuncts, is_worked_out, worked_out
from configurator.solving.diagram.elimination import MOST_BITS
from configurator.solving.diagram.grids import Grid
from configurator.solving.diagram.interning import Ints
from configurator.solving.diagram.limits import Limits, Meter, TooLarge
from configurator.solving.diagram.reach import weighed
from configurator.solving.diagram.spreads import Spread, Spreading, kind_for
from configurator.solving.diagram.values import MOST_ALONE, Values

MOST_CELLS = 2_000_000
"""So many combinations of values are worked out."""
MOST_KEPT = 10_000_000
"""Numbers of intermediate results that others rest on."""


def hidden_in(program: Program) -> tuple[int, ...]:
    """Return the determined variables that need not be decided, ascending: those used in sums alone.

    None where no formula speaks of too much to be compiled: who asks about them is then answered as fast as anybody.
    """
    sizes = [len(variable.domain) for variable in program.variables]
    made = [place for place, variable in enumerate(program.variables) if variable.determined]
    if not made or not any(_bits(constraint.formula, sizes) > MOST_BITS for constraint in program.constraints):
        return ()
    return tuple(_Hiding(program, sizes, made).hidden())


def _bits(formula: Formula, sizes: Sequence[int]) -> float:
    """Return how many bits the values of all variables of a formula but one make."""
    bits = [log2(max(1, sizes[place])) for place in set(variables_in(formula))]
    return sum(bits) - max(bits, default=0)


class _Hiding:
    """Which variables can be hidden; one that cannot is decided like any other, and others may rest on it."""

    def __init__(self, program: Program, sizes: Sequence[int], made: Sequence[int]) -> None:
        self._sizes = sizes
        self._definitions, self._laws = definitions_and_laws(program, conjuncts)
        self._hidden = {place for place in made if is_worked_out(place, self._definitions[place])}

    def hidden(self) -> list[int]:
        """Return what is left once nothing more must be decided."""
        before = -1
        while before != len(self._hidden):
            before = len(self._hidden)
            self._keep_what_is_looked_at()
            self._keep_what_rests_on_too_much()
        return sorted(self._hidden)

    def _keep_what_is_looked_at(self) -> None:
        """Keep what laws other than sums, or definitions of what is kept, speak of."""
        kept = (formula for place, own in self._definitions.items() if place not in self._hidden for formula in own)
        for law in (*self._laws, *kept):
            if not isinstance(law, Linear):
                self._hidden.difference_update(variables_in(law))

    def _keep_what_rests_on_too_much(self) -> None:
        rests_on: dict[int, frozenset[int]] = {}
        for place in sorted(self._hidden):
            used = {each for formula in self._definitions[place] for each in variables_in(formula)} - {place}
            rests_on[place] = frozenset(base for each in used for base in rests_on.get(each, (each,)))
            if not self._is_small(rests_on[place]):
                self._hidden.discard(place)
                del rests_on[place]
        for law in self._laws:
            used = self._hidden.intersection(variables_in(law))
            if not self._is_small(frozenset(base for place in used for base in rests_on[place])):
                self._hidden -= used

    def _is_small(self, base: frozenset[int]) -> bool:
        sizes = [self._sizes[place] for place in base]
        return max(sizes, default=0) <= MOST_ALONE and prod(sizes) <= MOST_CELLS


def inlined(
    program: Program, hidden: Sequence[int], values: Sequence[Values], limits: Limits
) -> tuple[list[Formula], list[Grid]]:
    """Return the laws without the hidden variables: formulas, and sums that have numbers by combination.

    Raises Unfit where the definitions do not give every combination its value, and TooLarge.
    """
    if not hidden:
        return [each.formula for each in program.constraints], []
    definitions, laws = definitions_and_laws(program, conjuncts)
    kind = kind_for(program)
    known = {
        place: Spread((place,), own.lows.astype(kind))
        for place, own in enumerate(values)
        if own.alone and place not in hidden
    }
    late: dict[int, Callable[[], Spread]] = {}
    reading = Spreading(known, Meter(limits), kind, late)
    mentioned = (
        (place, each) for place, own in definitions.items() for formula in own for each in variables_in(formula)
    )
    used = {each for place, each in mentioned if each != place}
    kept = 0
    for place in hidden:
        work = partial(worked_out, place, definitions.pop(place), reading)
        if place not in used:
            late[place] = work
            continue
        known[place] = work()
        kept += known[place].numbers.size
        if kept > MOST_KEPT:
            raise TooLarge("too many combinations of intermediate results")
    inside = frozenset(hidden)
    using = [law for law in laws if isinstance(law, Linear) and not inside.isdisjoint(variables_in(law))]
    left = [law for law in laws if inside.isdisjoint(variables_in(law))]
    left += (formula for own in definitions.values() for formula in own)
    return left, [_grid(law, inside, values, reading).coarse(reading.meter) for law in using]


def _grid(linear: Linear, hidden: AbstractSet[int], values: Sequence[Values], reading: Spreading) -> Grid:
    sums = reading.total(term for term in linear.terms if term.variable in hidden)
    sums = reading.plus(sums, reading.total(term for term in linear.terms if term.variable in sums.over))
    rest: dict[int, Ints] = {}
    for term in linear.terms:
        if term.variable not in hidden and term.variable not in sums.over:
            rest[term.variable] = rest.get(term.variable, 0) + weighed(term, values[term.variable].lows)
    return Grid(sums.over, sums.numbers.astype(np.int64), rest, linear.low, linear.high)
