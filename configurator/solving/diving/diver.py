"""Descents: fix one variable after the other by propagation, with few mistakes allowed."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Program, variables_in
from configurator.solving.diving.laws import Domains, Law
from configurator.solving.diving.reading import law
from configurator.solving.diving.values import Values
from configurator.solving.meter import STEPS_BETWEEN_LOOKS, Meter
from configurator.solving.ordering import branching_order
from configurator.solving.port import Assumptions, Solution
from configurator.solving.question import as_formula, domains_under

MOST_VALUES = 1 << 16
"""A program with a larger domain is left to other means."""

SMALL = 3
"""Formulas of so many variables tie neighbours: what changes with a value when all the rest is to stay."""

Prefer = Callable[[int, int], int]
"""Given a variable and the bits of its values, the bit to try first."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many mistakes descents may make before they are lost, and how many may be lost.

    An eager one wants to see much that is new, a careful one stays near a known solution, and a thorough one is asked
    for any solution at all.
    """

    eager: int = 5
    careful: int = 30
    thorough: int = 200
    lost: int = 12


class Dive(Enum):
    """How a descent ends without a solution."""

    DEAD = "there is none"
    LOST = "too many mistakes"


class Diver:
    """A program over bit sets, ready for descents."""

    def __init__(self, program: Program, patience: Patience) -> None:
        self.program = program
        self.patience = patience
        self.values = [Values(variable.domain) for variable in program.variables]
        self._laws: list[Law] = []
        self._formulas: list[Formula] = []
        self._names: list[str | None] = []
        self._watching: list[list[int]] = [[] for _ in program.variables]
        for constraint in program.constraints:
            for formula in _conjuncts(constraint.formula):
                self._watch(self._watching, len(self._laws), formula)
                self._laws.append(law(formula, self.values))
                self._formulas.append(formula)
                self._names.append(constraint.name if constraint.named else None)
        self.size = len(self._laws)
        self.near = _neighbours(program, self._formulas)
        determined = [variable.determined for variable in program.variables]
        order = branching_order(len(determined), [constraint.formula for constraint in program.constraints])
        self.order = tuple(sorted(order, key=lambda place: determined[place]))

    @staticmethod
    def _watch(watching: list[list[int]], number: int, formula: Formula) -> None:
        for place in dict.fromkeys(variables_in(formula)):
            watching[place].append(number)

    def masks(self, solution: Solution) -> Domains:
        """Return the bits of a solution's values."""
        return [own.mask(IntSet.of([value])) for own, value in zip(self.values, solution, strict=True)]

    def solution(self, domains: Domains) -> Solution:
        """Return the values where every domain has one bit."""
        return tuple(own.lowest(mask) for own, mask in zip(self.values, domains, strict=True))

    def under(self, given: Assumptions, meter: Meter) -> "Waters | None":
        """Return the program under assumptions, propagated; None where that shows that nothing is left."""
        laws, formulas, watching = self._laws, self._formulas, self._watching
        if given.also:
            added = [as_formula(bound) for bound in given.also]
            laws, formulas = [*laws, *(law(formula, self.values) for formula in added)], [*formulas, *added]
            watching = [list(numbers) for numbers in watching]
            for number, formula in enumerate(added, start=len(self._laws)):
                self._watch(watching, number, formula)
        asleep = bytes(
            number < len(self._names) and self._names[number] in given.without for number in range(len(laws))
        )
        domains = [
            own.mask(domain) for own, domain in zip(self.values, domains_under(self.program, given), strict=True)
        ]
        waters = Waters(self, laws, formulas, watching, asleep, meter, domains, list(self.order))
        awake = [number for number, sleeps in enumerate(asleep) if not sleeps]
        return waters if all(domains) and waters.settle(domains, awake) else None


@dataclass(slots=True)
class Waters:
    """A program under assumptions: laws, those that sleep, and the domains that propagation leaves."""

    diver: Diver
    laws: list[Law]
    formulas: list[Formula]
    watching: list[list[int]]
    asleep: bytes
    meter: Meter
    domains: Domains
    order: list[int]

    def settle(self, domains: Domains, waiting: Iterable[int]) -> bool:
        """Propagate the laws that wait, and those that they wake; False where a domain empties."""
        laws, watching, queue = self.laws, self.watching, deque(waiting)
        queued = bytearray(self.asleep)
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
            if not laws[number].enforce(domains, touched):
                return False
            while touched:
                for other in watching[touched.pop()]:
                    if not queued[other]:
                        queued[other] = 1
                        queue.append(other)
        return True

    def narrow(self, domains: Domains, place: int, mask: int) -> bool:
        """Leave a variable only these values and propagate; False where that cannot be."""
        domains[place] &= mask
        return domains[place] != 0 and self.wake(domains, (place,))

    def wake(self, domains: Domains, places: Iterable[int]) -> bool:
        """Propagate from some variables, whose domains became narrower; False where that cannot be."""
        woken = dict.fromkeys(number for place in places for number in self.watching[place] if not self.asleep[number])
        return self.settle(domains, woken)

    def beside(self, solution: Domains, place: int, mask: int) -> Domains | None:
        """Return the domains in which only the variable, having these values, and its neighbours leave the solution."""
        domains, near = list(solution), self.diver.near[place]
        for other in near:
            domains[other] = self.domains[other]
        domains[place] &= mask
        waiting = {number for other in near for number in self.watching[other] if not self.asleep[number]}
        return domains if self.settle(domains, sorted(waiting)) else None

    def dive(self, start: Domains, prefer: Prefer, *, mistakes: int) -> Domains | Dive:
        """Fix all variables by preference, turning back at mistakes; `start` is propagated and stays as it is."""
        turns: list[tuple[Domains, int, int]] = []
        domains, depth = list(start), 0
        while True:
            depth = self._open(domains, depth)
            if depth == len(domains):
                return domains
            place = self.order[depth]
            chosen = prefer(place, domains[place])
            turns.append((list(domains), place, domains[place] & ~chosen))
            alive = self.narrow(domains, place, chosen)
            while not alive:
                if not turns:
                    return Dive.DEAD
                if mistakes == 0:
                    return Dive.LOST
                mistakes -= 1
                self._decide_first(place)
                depth = 0
                domains, place, rest = turns.pop()
                alive = self.narrow(domains, place, rest)

    def _decide_first(self, place: int) -> None:
        """Decide a variable whose decision failed before all others, so that the reason of the failure is met early."""
        self.order.remove(place)
        self.order.insert(0, place)

    def _open(self, domains: Domains, depth: int) -> int:
        """Return how deep in the order the next variable with a choice lies."""
        order = self.order
        while depth < len(order) and not domains[order[depth]] & (domains[order[depth]] - 1):
            depth += 1
        return depth

    def holds(self, solution: Domains) -> bool:
        """Tell whether a solution of the whole program also keeps what the assumptions add."""
        return all(law.status(solution) for law in self.laws[self.diver.size :])

    def formulas_about(self, place: int) -> list[Formula]:
        """Return the formulas that speak of the variable and must hold."""
        return [self.formulas[number] for number in self.watching[place] if not self.asleep[number]]


def _neighbours(program: Program, formulas: Iterable[Formula]) -> list[list[int]]:
    """Return for each variable those that small formulas tie to it, and the determined ones that hang on these."""
    groups = [tuple(dict.fromkeys(variables_in(formula))) for formula in formulas]
    around: list[set[int]] = [{place} for place in range(len(program.variables))]
    hanging: list[set[int]] = [set() for _ in program.variables]
    for group in groups:
        determined = {place for place in group if program.variables[place].determined}
        for place in group:
            hanging[place] |= determined
            if len(group) <= SMALL:
                around[place].update(group)
    return [sorted(own.union(*(hanging[place] for place in own))) for own in around]


def can_dive(program: Program) -> bool:
    """Tell whether the program's domains are small enough for bit sets, and none is empty."""
    return all(0 < len(variable.domain) <= MOST_VALUES for variable in program.variables)


def _conjuncts(formula: Formula) -> Iterable[Formula]:
    """Yield what the formula demands, one thing at a time."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from _conjuncts(part)
    else:
        yield formula


def lowest_bit(place: int, mask: int) -> int:
    """Prefer the least value."""
    return mask & -mask
