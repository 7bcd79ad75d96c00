"""Questions that an engine without passes answers by asking simpler ones, value by value."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count as counting
from random import Random

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.answers import asked_variables
from configurator.solving.port import (
    FREE,
    MOST_PRICED,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solution,
    Through,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.question import domains_under


class OneByOne(ABC):
    """Gives a solver the questions of the port that can be asked as several of its own."""

    @property
    @abstractmethod
    def program(self) -> Program: ...

    @abstractmethod
    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict: ...

    @abstractmethod
    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible: ...

    @abstractmethod
    def count(
        self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED
    ) -> Counted: ...

    @abstractmethod
    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown: ...

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        """Ask for the least cost with each value that may be possible."""
        domains = domains_under(self.program, given)
        asked = asked_variables(self.program, of)
        possible = self.possible(given, of=asked, budget=budget)
        if not any((*possible.values, *possible.undecided)):
            return Through(({},) * len(domains), (EMPTY,) * len(domains))
        costs: list[dict[int, int]] = [{} for _ in domains]
        undecided = list(domains)
        for place in sorted(asked):
            left = possible.values[place] | possible.undecided[place]
            if len(self.program.variables[place].domain) <= MOST_PRICED:
                costs[place], undecided[place] = self._through(objective, given, place, left, budget)
        return Through(tuple(costs), tuple(undecided))

    def _through(
        self, objective: Sequence[Term], given: Assumptions, place: int, values: IntSet, budget: Budget
    ) -> tuple[dict[int, int], IntSet]:
        costs: dict[int, int] = {}
        undecided = []
        for value in values:
            under = _narrowed(given, place, IntSet.of([value]))
            match Unknown() if budget.spent() else self.least(objective, under, budget=budget):
                case Best(_, cost, True):
                    costs[value] = cost
                case Unsatisfiable():
                    pass
                case _:
                    undecided.append(value)
        return costs, IntSet.of(undecided)

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        """Take the cheapest, cut what is left into parts without it, and go on with the cheapest of all parts.

        The method is that of Lawler (1972).
        """
        free = sorted(asked_variables(self.program, None))
        waiting: list[tuple[int, int, Solution, Assumptions]] = []
        ties = counting()

        def push(part: Assumptions) -> bool:
            match self.least(objective, part, budget=budget):
                case Best(witness, cost, True):
                    heappush(waiting, (cost, next(ties), witness, part))
                    return True
                case Unsatisfiable():
                    return True
            return False

        found: list[Solution] = []
        certain = number <= 0 or push(given)
        while certain and waiting and len(found) < number:
            _, _, witness, part = heappop(waiting)
            found.append(witness)
            if len(found) < number:
                certain = all(push(rest) for rest in _without(self.program, part, witness, free))
        return Several(tuple(found), certain)

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        """Halve the values of one variable after the other, each half as likely as it has solutions."""
        drawing = _Drawing(self, budget, Random(seed))
        found: list[Solution] = []
        total = drawing.count(given)
        if total is None or not total:
            return Several((), total is not None)
        while len(found) < number:
            solution = drawing.one(given, total)
            if solution is None:
                return Several(tuple(found), False)
            found.append(solution)
        return Several(tuple(found), True)

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Ask for each narrowed variable again without its own narrowing."""
        asked = asked_variables(self.program, of) | (given.narrowed.keys() if of is None else frozenset())
        rest = asked - given.narrowed.keys()
        domains = domains_under(self.program, given)
        found = Possible((EMPTY,) * len(domains), domains)
        if rest or of is None:
            found = self.possible(given, of=rest, budget=budget)
        values, undecided = list(found.values), list(found.undecided)
        for place in sorted(asked - rest):
            others = {other: kept for other, kept in given.narrowed.items() if other != place}
            alone = self.possible(replace(given, narrowed=others), of=[place], budget=budget)
            values[place], undecided[place] = alone.values[place], alone.undecided[place]
        return Possible(tuple(values), tuple(undecided))


def _narrowed(given: Assumptions, place: int, values: IntSet) -> Assumptions:
    own = given.narrowed[place] & values if place in given.narrowed else values
    return replace(given, narrowed={**given.narrowed, place: own})


def _without(program: Program, given: Assumptions, witness: Solution, free: Sequence[int]) -> Iterator[Assumptions]:
    """Yield disjoint parts that have every solution but the witness: the first differs in the first variable, …"""
    domains = domains_under(program, given)
    kept: dict[int, IntSet] = dict(given.narrowed)
    for place in free:
        own = IntSet.of([witness[place]])
        others = domains[place] - own
        if others:
            yield replace(given, narrowed={**kept, place: others})
        kept[place] = own


@dataclass
class _Drawing:
    """Draws solutions by exact counts; None where one could not be had."""

    solver: OneByOne
    budget: Budget
    chance: Random
    known: dict[tuple[tuple[int, IntSet], ...], int | None] = field(default_factory=dict)

    def count(self, given: Assumptions) -> int | None:
        key = tuple(sorted(given.narrowed.items(), key=lambda item: item[0]))
        if key not in self.known:
            found = self.solver.count(given, budget=self.budget)
            self.known[key] = found.number if found.exact else None
        return self.known[key]

    def one(self, given: Assumptions, total: int) -> Solution | None:
        part = given
        for place in sorted(asked_variables(self.solver.program, None)):
            values = domains_under(self.solver.program, part)[place]
            while len(values) > 1:
                low, high = _halves(values)
                number = self.count(_narrowed(part, place, low))
                if number is None:
                    return None
                values, total = (low, number) if self.chance.randrange(total) < number else (high, total - number)
            part = _narrowed(part, place, values)
        verdict = self.solver.solve(part, budget=self.budget)
        return verdict.witness if isinstance(verdict, Satisfiable) else None


def _halves(values: IntSet) -> tuple[IntSet, IntSet]:
    """Return the lower and the upper half of at least two values."""
    left, low = len(values) // 2, []
    for first, last in values.intervals:
        taken = min(left, last - first + 1)
        if taken:
            low.append((first, first + taken - 1))
        left -= taken
    lower = IntSet(tuple(low))
    return lower, values - lower
