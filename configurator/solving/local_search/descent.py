"""Descents: fix one variable after the other by propagation, with few backtracks allowed."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from configurator.budget import BudgetMeter
from configurator.limits import STEPS_BETWEEN_LOOKS
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Program, multiplies, variables_in
from configurator.program.rewriting import conjuncts
from configurator.solving.counting import branching_order
from configurator.solving.local_search.domains import BitDomains, NumberedValues
from configurator.solving.local_search.joined_laws import joined_laws
from configurator.solving.local_search.limits import (
    ABANDONED_DESCENTS,
    BITSET_VALUES,
    CAREFUL_BACKTRACKS,
    EAGER_BACKTRACKS,
    THOROUGH_BACKTRACKS,
    TYING_VARIABLES,
)
from configurator.solving.local_search.propagators import Propagator, propagator_of
from configurator.solving.local_search.remembered_propagators import PropagatorMemory
from configurator.solving.port import Assumptions, Solution
from configurator.solving.queries import as_formula

Prefer = Callable[[int, int], int]
"""Given a variable and the bits of its values, the bit to try first."""


@dataclass(frozen=True, slots=True)
class BacktrackLimits:
    """The backtracks allowed per kind of descent, and the number of descents that may be abandoned.

    An eager descent looks for many unseen values, a careful one stays near a known solution, and a thorough one looks
    for any solution.
    """

    eager: int = EAGER_BACKTRACKS
    careful: int = CAREFUL_BACKTRACKS
    thorough: int = THOROUGH_BACKTRACKS
    abandoned: int = ABANDONED_DESCENTS


class DescentEnd(Enum):
    """The outcome of a descent without a solution."""

    INFEASIBLE = "there is none"
    ABANDONED = "too many backtracks"


class BitsetProgram:
    """A program over bit sets, prepared for descents.

    With `remembering`, laws are joined and remember what they narrowed: names of constraints are lost, and many
    descents that differ in little are faster.
    """

    def __init__(self, program: Program, limits: BacktrackLimits, *, remembering: bool = False) -> None:
        self.program = program
        self.limits = limits
        self.values = [NumberedValues(variable.domain) for variable in program.variables]
        self._propagators: list[Propagator] = []
        self._formulas: list[Formula] = []
        self._names: list[str | None] = []
        self._watching: list[list[int]] = [[] for _ in program.variables]
        laws = joined_laws(program) if remembering else program
        memory = PropagatorMemory(self.values) if remembering else None
        for constraint in laws.constraints:
            for formula in (constraint.formula,) if remembering else conjuncts(constraint.formula):
                self._watch(self._watching, len(self._propagators), formula)
                self._propagators.append(memory.propagator(formula) if memory else propagator_of(formula, self.values))
                self._formulas.append(formula)
                self._names.append(constraint.name if constraint.named else None)
        self.scopes = [frozenset(variables_in(formula)) for formula in self._formulas]
        self.constraint_propagators = len(self._propagators)
        self.near = _neighbours(program, self._formulas)
        determined = [variable.determined for variable in program.variables]
        order = branching_order(len(determined), [constraint.formula for constraint in program.constraints])
        self.order = tuple(sorted(order, key=lambda variable: determined[variable]))
        self._fixpoint: BitDomains = []
        self._feasible: bool | None = None

    @staticmethod
    def _watch(watching: list[list[int]], number: int, formula: Formula) -> None:
        for variable in dict.fromkeys(variables_in(formula)):
            watching[variable].append(number)

    def masks(self, solution: Solution) -> BitDomains:
        """Return the bits of a solution's values."""
        return [own.mask(IntSet.of([value])) for own, value in zip(self.values, solution, strict=True)]

    def solution(self, domains: BitDomains) -> Solution:
        """Return the solution of single-bit domains."""
        return tuple(own.lowest(mask) for own, mask in zip(self.values, domains, strict=True))

    def under(self, given: Assumptions, meter: BudgetMeter) -> "PropagatedProgram | None":
        """Return the program propagated under assumptions; None if that is infeasible."""
        propagators, formulas, watching = self._propagators, self._formulas, self._watching
        if given.also:
            added = [as_formula(bound) for bound in given.also]
            propagators, formulas = (
                [*propagators, *(propagator_of(formula, self.values) for formula in added)],
                [*formulas, *added],
            )
            watching = [list(numbers) for numbers in watching]
            for number, formula in enumerate(added, start=len(self._propagators)):
                self._watch(watching, number, formula)
        set_aside = bytes(len(propagators))
        if given.without:
            added_names = [None] * (len(propagators) - len(self._names))
            set_aside = bytes(name in given.without for name in (*self._names, *added_names))
        domains = [own.every_bit for own in self.values]
        waiting = [number for number, sleeps in enumerate(set_aside) if not sleeps]
        if not given.without:
            if not self._propagate_once(meter):
                return None
            domains, waiting = list(self._fixpoint), waiting[self.constraint_propagators :]
        for variable, values in given.narrowed.items():
            kept = domains[variable] & self.values[variable].mask(values)
            if kept != domains[variable]:
                domains[variable] = kept
                waiting += (number for number in watching[variable] if not set_aside[number])
        order = list(self.order)
        propagated = PropagatedProgram(self, propagators, formulas, watching, set_aside, meter, domains, order)
        return propagated if all(domains) and propagated.propagate(domains, dict.fromkeys(waiting)) else None

    def _propagate_once(self, meter: BudgetMeter) -> bool:
        """Propagate all constraints without assumptions, once; return whether something is left of every domain."""
        if self._feasible is None:
            domains, propagators = [own.every_bit for own in self.values], self._propagators
            every = PropagatedProgram(
                self, propagators, self._formulas, self._watching, bytes(len(propagators)), meter, domains, []
            )
            self._feasible = all(domains) and every.propagate(domains, range(len(propagators)))
            self._fixpoint = domains
        return self._feasible


@dataclass(slots=True)
class PropagatedProgram:
    """A program under assumptions: its active and relaxed propagators, and the propagated domains."""

    bitsets: BitsetProgram
    propagators: list[Propagator]
    formulas: list[Formula]
    watching: list[list[int]]
    set_aside: bytes
    meter: BudgetMeter
    domains: BitDomains
    order: list[int]

    def propagate(self, domains: BitDomains, waiting: Iterable[int]) -> bool:
        """Run the queued propagators to a fixpoint; False if a domain becomes empty."""
        propagators, watching, queue = self.propagators, self.watching, deque(waiting)
        queued = bytearray(self.set_aside)
        for number in queue:
            queued[number] = 1
        touched: list[int] = []
        self.meter.step()
        steps = 0
        while queue:
            number = queue.popleft()
            queued[number] = 0
            steps += 1
            if not steps % STEPS_BETWEEN_LOOKS:
                self.meter.look()
            if not propagators[number].enforce(domains, touched):
                return False
            while touched:
                for other in watching[touched.pop()]:
                    if not queued[other]:
                        queued[other] = 1
                        queue.append(other)
        return True

    def narrow(self, domains: BitDomains, variable: int, mask: int) -> bool:
        """Restrict a variable to these values and propagate; False if infeasible."""
        domains[variable] &= mask
        return domains[variable] != 0 and self.propagate_from(domains, (variable,))

    def propagate_from(self, domains: BitDomains, variables: Iterable[int]) -> bool:
        """Propagate from variables whose domains were narrowed; False if infeasible."""
        woken = dict.fromkeys(
            number for variable in variables for number in self.watching[variable] if not self.set_aside[number]
        )
        return self.propagate(domains, woken)

    def beside(self, solution: BitDomains, variable: int, mask: int) -> BitDomains | None:
        """Return the domains in which only the variable, restricted to `mask`, and its neighbours are not fixed."""
        domains, near = list(solution), self.bitsets.near[variable]
        for other in near:
            domains[other] = self.domains[other]
        domains[variable] &= mask
        waiting = {number for other in near for number in self.watching[other] if not self.set_aside[number]}
        return domains if self.propagate(domains, sorted(waiting)) else None

    def around(self, solution: BitDomains, start: BitDomains) -> BitDomains | None:
        """Return `start` with everything fixed as in the solution, but for variables that must change and neighbours.

        None where propagation shows that this is infeasible.
        """
        changing = [variable for variable, mask in enumerate(start) if not mask & solution[variable]]
        opened = {near for variable in changing for near in self.bitsets.near[variable]}
        domains = [mask if variable in opened else mask & solution[variable] for variable, mask in enumerate(start)]
        return domains if self.propagate_from(domains, sorted(opened)) else None

    def descend(self, start: BitDomains, prefer: Prefer, *, backtracks: int) -> BitDomains | DescentEnd:
        """Fix all variables by preference, backtracking at failures; `start` is propagated and stays as it is."""
        trail: list[tuple[BitDomains, int, int]] = []
        domains, depth = list(start), 0
        while True:
            depth = self._open(domains, depth)
            if depth == len(domains):
                return domains
            variable = self.order[depth]
            chosen = prefer(variable, domains[variable])
            trail.append((list(domains), variable, domains[variable] & ~chosen))
            alive = self.narrow(domains, variable, chosen)
            while not alive:
                if not trail:
                    return DescentEnd.INFEASIBLE
                if backtracks == 0:
                    return DescentEnd.ABANDONED
                backtracks -= 1
                self._decide_first(variable)
                depth = 0
                domains, variable, rest = trail.pop()
                alive = self.narrow(domains, variable, rest)

    def _decide_first(self, variable: int) -> None:
        """Move a variable whose decision failed to the front of the order (last-conflict heuristic)."""
        self.order.remove(variable)
        self.order.insert(0, variable)

    def _open(self, domains: BitDomains, depth: int) -> int:
        """Return the position in the order of the next undecided variable."""
        order = self.order
        while depth < len(order) and not domains[order[depth]] & (domains[order[depth]] - 1):
            depth += 1
        return depth

    def holds(self, solution: BitDomains) -> bool:
        """Return whether a solution of the whole program satisfies the additional bounds."""
        return all(each.status(solution) for each in self.propagators[self.bitsets.constraint_propagators :])

    def formulas_about(self, variable: int) -> list[Formula]:
        """Return the active formulas that mention the variable."""
        return [self.formulas[number] for number in self.watching[variable] if not self.set_aside[number]]


def _neighbours(program: Program, formulas: Iterable[Formula]) -> list[list[int]]:
    """Return, for each variable, those that share a small formula with it, and their determined dependents."""
    groups = [tuple(dict.fromkeys(variables_in(formula))) for formula in formulas]
    around: list[set[int]] = [{variable} for variable in range(len(program.variables))]
    hanging: list[set[int]] = [set() for _ in program.variables]
    for group in groups:
        determined = {variable for variable in group if program.variables[variable].determined}
        for variable in group:
            hanging[variable] |= determined
            if len(group) <= TYING_VARIABLES:
                around[variable].update(group)
    return [sorted(own.union(*(hanging[variable] for variable in own))) for own in around]


def fits_bitsets(program: Program) -> bool:
    """Return whether the program's domains are small enough for bit sets, none is empty, and it has no products."""
    return not multiplies(program) and all(0 < len(variable.domain) <= BITSET_VALUES for variable in program.variables)
