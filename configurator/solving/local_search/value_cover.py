"""Valid domains by descents towards unseen values, remembered solutions and slices of one free variable."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import assert_never

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Same,
    Table,
    Term,
    Truth,
    joined_term,
)
from configurator.program.rewriting import rewritten
from configurator.solving.limits import SLICED_VALUES
from configurator.solving.local_search.descent import DescentEnd, PropagatedProgram
from configurator.solving.local_search.domains import BitDomains, lowest_bit
from configurator.solving.local_search.limits import SOLUTIONS_REMEMBERED, UNBOUNDED
from configurator.solving.port import Solution
from configurator.solving.propagation import weighing_between


class SolutionMemory:
    """The solutions used last; every one is a solution of the whole program, with no constraint set aside."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, ...], None] = OrderedDict()

    def add(self, solution: BitDomains) -> None:
        """Remember a solution; evict the least recently used one."""
        self._kept[tuple(solution)] = None
        self._kept.move_to_end(tuple(solution))
        if len(self._kept) > SOLUTIONS_REMEMBERED:
            self._kept.popitem(last=False)

    def within(self, domains: BitDomains) -> Iterator[BitDomains]:
        """Yield the solutions within the domains, most recently used first."""
        for kept in reversed(list(self._kept)):
            if all(map(int.__and__, kept, domains)):
                self._kept.move_to_end(kept)
                yield list(kept)


class ValueCover:
    """The values of the queried variables found so far: those `seen`, and those still `open`."""

    def __init__(self, propagated: PropagatedProgram, memory: SolutionMemory, results: Collection[int]) -> None:
        self.propagated = propagated
        self.seen: BitDomains = [0] * len(propagated.domains)
        self.open: BitDomains = [mask if variable in results else 0 for variable, mask in enumerate(propagated.domains)]
        self._memory = memory
        self._limits = propagated.bitsets.limits
        self._abandoned = 0
        self._last: BitDomains | None = None
        self._order = [variable for variable in propagated.bitsets.order if variable in results]

    def run(self) -> bool:
        """Search until all is decided or too many descents are abandoned; False if there is certainly no solution.

        Values still open afterwards are undecided. `OutOfBudget` keeps the values seen so far.
        """
        for known in self._memory.within(self.propagated.domains):
            if self.propagated.holds(known) and any(map(and_, known, self.open)):
                self.see(known)
        if self._last is None and not self._first():
            return False
        for variable in self._order:
            self._finish(variable)
            if self._abandoned > self._limits.abandoned:
                break
        self.open = list(map(and_, self.open, self.propagated.domains))
        return True

    def see(self, solution: BitDomains) -> None:
        """Record the values of a solution."""
        self._last = solution
        for variable, mask in enumerate(solution):
            self.seen[variable] |= mask
            self.open[variable] &= ~mask

    def _first(self) -> bool:
        outcome = self.propagated.descend(self.propagated.domains, lowest_bit, backtracks=self._limits.thorough)
        if outcome is DescentEnd.INFEASIBLE:
            return False
        if outcome is DescentEnd.ABANDONED:
            self._abandoned = self._limits.abandoned + 1
        else:
            self._met(outcome)
        return True

    def _finish(self, variable: int) -> None:
        """Decide every value of the variable, except those whose descents are abandoned."""
        passed = 0
        while left := self.open[variable] & self.propagated.domains[variable] & ~passed:
            if self._abandoned > self._limits.abandoned:
                return
            if left.bit_count() > SLICED_VALUES and self._slice(variable):
                continue
            bit = left & -left
            match self._towards(variable, bit):
                case DescentEnd.INFEASIBLE:
                    self.propagated.narrow(self.propagated.domains, variable, ~bit)
                case DescentEnd.ABANDONED:
                    self._abandoned += 1
                    passed |= bit
                case solution:
                    self._met(solution)

    def _towards(self, variable: int, bit: int) -> BitDomains | DescentEnd:
        """Descend to a solution with this value, preferring unseen values, then those of a known solution."""
        beside = self.propagated.beside(self._last, variable, bit) if self._last else None
        if beside is not None:
            outcome = self.propagated.descend(beside, self._new_first, backtracks=self._limits.eager)
            if not isinstance(outcome, DescentEnd):
                return outcome
        start = list(self.propagated.domains)
        if not self.propagated.narrow(start, variable, bit):
            return DescentEnd.INFEASIBLE
        outcome = self.propagated.descend(start, self._new_first, backtracks=self._limits.eager)
        if outcome is DescentEnd.ABANDONED:
            return self.propagated.descend(start, self._known_first, backtracks=self._limits.careful)
        return outcome

    def _new_first(self, variable: int, mask: int) -> int:
        new = mask & self.open[variable]
        return new & -new or self._known_first(variable, mask)

    def _known_first(self, variable: int, mask: int) -> int:
        known = mask & self._last[variable] if self._last else 0
        return known or mask & -mask

    def _met(self, solution: BitDomains) -> None:
        self.see(solution)
        if not any(self.propagated.set_aside):
            self._memory.add(solution)

    def _slice(self, variable: int) -> bool:
        """Record the slice of the last solution through the variable; return whether any value was new."""
        if self._last is None:
            return False
        own = self.propagated.bitsets.values[variable]
        domain = own.listed(self.propagated.domains[variable])
        formulas = self.propagated.formulas_about(variable)
        slice_ = own.mask(slice_through(self.propagated.bitsets.solution(self._last), variable, domain, formulas))
        new = slice_ & self.open[variable]
        self.seen[variable] |= new
        self.open[variable] &= ~new
        return new != 0


def slice_through(solution: Solution, variable: int, domain: IntSet, formulas: Iterable[Formula]) -> IntSet:
    """Return the values that the variable may take if all others stay as in the solution."""
    domains = {other: IntSet(((value, value),)) for other, value in enumerate(solution)} | {variable: domain}
    return _in_all((_allowed(rewritten(formula, domains), domain) for formula in formulas), domain)


def _allowed(formula: Formula, domain: IntSet) -> IntSet:
    """Return the values of the domain under which a formula that speaks of no other variable holds."""
    match formula:
        case Truth(value):
            return domain if value else EMPTY
        case Literal(_, values):
            return domain & values
        case Not(of):
            return domain - _allowed(of, domain)
        case And(parts):
            return _in_all((_allowed(part, domain) for part in parts), domain)
        case Or(parts):
            return IntSet.union(_allowed(part, domain) for part in parts)
        case Same(left, right):
            one, other = _allowed(left, domain), _allowed(right, domain)
            return (one & other) | (domain - (one | other))
        case Linear(terms, low, high):
            return _within(terms, low, high, domain)
        case Table(_, rows, permits):
            standing = IntSet.union(_in_all(row, domain) for row in rows)
            return standing if permits else domain - standing
        case Product():
            raise TypeError("a product of three variables, two of which are fixed, is a sum or a literal")
        case other_kind:
            assert_never(other_kind)


def _in_all(sets: Iterable[IntSet], domain: IntSet) -> IntSet:
    return reduce(IntSet.__and__, sets, domain)


def _within(terms: Sequence[Term], low: int | None, high: int | None, domain: IntSet) -> IntSet:
    """Return the values for which terms of one variable are within the bounds."""
    total = joined_term(terms)
    return weighing_between(total, domain, -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high)
