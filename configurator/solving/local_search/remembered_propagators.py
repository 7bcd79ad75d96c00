"""Propagators of few variables that remember what they did: like formulas of a program share one memory.

A descent meets the same few domains of two instances again and again. Looking up what they narrow each other to takes a
tenth of the time of working it out.
"""

from collections.abc import Sequence, Sized
from operator import itemgetter
from typing import Any

from configurator.program.nodes import Formula, Literal, Or, Same, variables_in
from configurator.program.rewriting import renumbered
from configurator.solving.local_search.domains import BitDomains, NumberedValues
from configurator.solving.local_search.limits import NARROWINGS_CACHED, REMEMBERED_VARIABLES
from configurator.solving.local_search.propagators import Propagator, clause_of, propagator_of

Masks = tuple[int, ...]
Narrowing = Masks | bool
"""What is left of the domains; True for all of it, False where the formula cannot hold."""


class Narrowings:
    """A formula over variables numbered from 0, what it narrowed domains to, and where they decided it."""

    def __init__(self, formula: Formula, values: Sequence[NumberedValues], among: Sized) -> None:
        """`among` are all that share the room for what is remembered."""
        self.propagator = propagator_of(formula, values)
        self.known: dict[Masks, Narrowing] = {}
        self.decided: dict[Masks, bool | None] = {}
        self._among = among

    def of(self, domains: Masks) -> Narrowing:
        """Work out what is left of domains, and remember it."""
        left = list(domains)
        holds = self.propagator.enforce(left, [])
        narrowed = tuple(left)
        result: Narrowing = holds and (narrowed == domains or narrowed)
        _make_room(self.known, self._among)
        self.known[domains] = result
        return result

    def status(self, domains: Masks) -> bool | None:
        """Return whether domains decide the formula, and how."""
        if domains not in self.decided:
            _make_room(self.decided, self._among)
            self.decided[domains] = self.propagator.status(list(domains))
        return self.decided[domains]


class RememberedPropagator:
    """One formula among like ones."""

    def __init__(self, variables: Sequence[int], narrowings: Narrowings) -> None:
        self._variables = tuple(variables)
        self.narrowings = narrowings
        self._known = narrowings.known
        self._read = itemgetter(*variables)

    def status(self, domains: BitDomains) -> bool | None:
        return self.narrowings.status(self._read(domains))

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        here = self._read(domains)
        left = self._known.get(here)
        if left is None:
            left = self.narrowings.of(here)
        if isinstance(left, bool):
            return left
        for variable, before, after in zip(self._variables, here, left, strict=True):
            if before != after:
                domains[variable] = after
                touched.append(variable)
        return True


class PropagatorMemory:
    """Makes the propagators of a program; those of like formulas over like domains share their memory."""

    def __init__(self, values: Sequence[NumberedValues]) -> None:
        self._values = values
        self._shapes: dict[tuple[Formula, tuple[Sequence[int], ...]], Narrowings] = {}

    def propagator(self, formula: Formula) -> Propagator:
        """Return the propagator of a formula."""
        variables = tuple(dict.fromkeys(variables_in(formula)))
        if len(variables) > REMEMBERED_VARIABLES and isinstance(formula, Or):
            return clause_of([self.propagator(part) for part in formula.parts])
        if not 1 < len(variables) <= REMEMBERED_VARIABLES or _is_simple(formula):
            return propagator_of(formula, self._values)
        own = [self._values[variable] for variable in variables]
        alike = renumbered(formula, {variable: number for number, variable in enumerate(variables)})
        key = alike, tuple(each.values for each in own)
        if key not in self._shapes:
            self._shapes[key] = Narrowings(alike, own, self._shapes)
        return RememberedPropagator(variables, self._shapes[key])


def _make_room(known: dict[Masks, Any], among: Sized) -> None:
    if len(known) * len(among) >= NARROWINGS_CACHED:
        known.clear()


def _is_simple(formula: Formula) -> bool:
    """Return whether a formula is enforced as fast as a memory is read."""
    return isinstance(formula, Same) and isinstance(formula.left, Literal) and isinstance(formula.right, Literal)
