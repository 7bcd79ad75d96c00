"""Answers composite queries by simpler ones, value by value, for solvers without passes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count as counting
from random import Random

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program
from configurator.solving.limits import PRICED_VALUES
from configurator.solving.port import (
    Assumptions,
    Composite,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    LeastCosts,
    Minimise,
    MinimiseThrough,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solution,
    Solutions,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.queries import asked_variables, domains_under


def by_simple_queries(solver: Solver, query: Composite, budget: Budget) -> LeastCosts | Solutions | ValidDomains:
    """Answer a composite query by simple queries to the solver."""
    match query:
        case MinimiseThrough():
            return _least_costs(solver, query, budget)
        case RankSolutions():
            return _ranked(solver, query, budget)
        case SampleSolutions():
            return _sample(solver, query, budget)
        case FindAlternatives():
            return _alternatives(solver, query, budget)


def _least_costs(solver: Solver, query: MinimiseThrough, budget: Budget) -> LeastCosts:
    """Ask for the least cost with each value that may be possible."""
    variables = solver.program.variables
    domains = domains_under(solver.program, query.given)
    results = asked_variables(solver.program, query.of)
    possible = solver.ask(FindDomains(query.given, of=results), budget)
    if not any((*possible.values, *possible.undecided)):
        return LeastCosts(({},) * len(domains), (EMPTY,) * len(domains))
    costs: list[dict[int, int]] = [{} for _ in domains]
    undecided = list(domains)
    for index in sorted(results):
        left = possible.values[index] | possible.undecided[index]
        if len(variables[index].domain) <= PRICED_VALUES:
            costs[index], undecided[index] = _least_costs_of(solver, query, index, left, budget)
    return LeastCosts(tuple(costs), tuple(undecided))


def _least_costs_of(
    solver: Solver, query: MinimiseThrough, index: int, values: IntSet, budget: Budget
) -> tuple[dict[int, int], IntSet]:
    costs: dict[int, int] = {}
    undecided = []
    for value in values:
        alone = Minimise(query.objective, _narrowed(query.given, index, IntSet.of([value])))
        match Unknown() if budget.spent() else solver.ask(alone, budget):
            case Optimum(_, cost, True):
                costs[value] = cost
            case Unsatisfiable():
                pass
            case _:
                undecided.append(value)
    return costs, IntSet.of(undecided)


def _ranked(solver: Solver, query: RankSolutions, budget: Budget) -> Solutions:
    """Take the cheapest, partition the remaining solutions, and continue with the cheapest of all parts.

    The method is that of Lawler (1972).
    """
    free = sorted(asked_variables(solver.program, None))
    waiting: list[tuple[int, int, Solution, Assumptions]] = []
    ties = counting()

    def push(part: Assumptions) -> bool:
        match solver.ask(Minimise(query.objective, part), budget):
            case Optimum(witness, cost, True):
                heappush(waiting, (cost, next(ties), witness, part))
                return True
            case Unsatisfiable():
                return True
        return False

    cheapest: list[Solution] = []
    certain = query.number <= 0 or push(query.given)
    while certain and waiting and len(cheapest) < query.number:
        _, _, witness, part = heappop(waiting)
        cheapest.append(witness)
        if len(cheapest) < query.number:
            certain = all(push(rest) for rest in _without(solver.program, part, witness, free))
    return Solutions(tuple(cheapest), certain)


def _sample(solver: Solver, query: SampleSolutions, budget: Budget) -> Solutions:
    """Bisect the domain of one variable after the other, choosing each half in proportion to its solutions."""
    drawing = _Drawing(solver, budget, Random(query.seed))
    drawn: list[Solution] = []
    total = drawing.count(query.given)
    if total is None or not total:
        return Solutions((), total is not None)
    while len(drawn) < query.number:
        solution = drawing.one(query.given, total)
        if solution is None:
            return Solutions(tuple(drawn), False)
        drawn.append(solution)
    return Solutions(tuple(drawn), True)


def _alternatives(solver: Solver, query: FindAlternatives, budget: Budget) -> ValidDomains:
    """Query each narrowed variable again without its own narrowing."""
    given, of = query.given, query.of
    results = asked_variables(solver.program, of) | (given.narrowed.keys() if of is None else frozenset())
    rest = results - given.narrowed.keys()
    domains = domains_under(solver.program, given)
    answer = ValidDomains((EMPTY,) * len(domains), domains)
    if rest or of is None:
        answer = solver.ask(FindDomains(given, of=rest), budget)
    values, undecided = list(answer.values), list(answer.undecided)
    for index in sorted(results - rest):
        others = {other: kept for other, kept in given.narrowed.items() if other != index}
        alone = solver.ask(FindDomains(replace(given, narrowed=others), of=[index]), budget)
        values[index], undecided[index] = alone.values[index], alone.undecided[index]
    return ValidDomains(tuple(values), tuple(undecided))


def _narrowed(given: Assumptions, index: int, values: IntSet) -> Assumptions:
    own = given.narrowed[index] & values if index in given.narrowed else values
    return replace(given, narrowed={**given.narrowed, index: own})


def _without(program: Program, given: Assumptions, witness: Solution, free: Sequence[int]) -> Iterator[Assumptions]:
    """Yield a partition of all solutions but the witness: the first part differs in the first variable, …"""
    domains = domains_under(program, given)
    kept: dict[int, IntSet] = dict(given.narrowed)
    for index in free:
        own = IntSet.of([witness[index]])
        others = domains[index] - own
        if others:
            yield replace(given, narrowed={**kept, index: others})
        kept[index] = own


@dataclass
class _Drawing:
    """Draws solutions by exact counts; None where one could not be had."""

    solver: Solver
    budget: Budget
    chance: Random
    known: dict[tuple[tuple[int, IntSet], ...], int | None] = field(default_factory=dict)

    def count(self, given: Assumptions) -> int | None:
        key = tuple(sorted(given.narrowed.items(), key=lambda item: item[0]))
        if key not in self.known:
            solution_count = self.solver.ask(CountSolutions(given), self.budget)
            self.known[key] = solution_count.number if solution_count.exact else None
        return self.known[key]

    def one(self, given: Assumptions, total: int) -> Solution | None:
        part = given
        for index in sorted(asked_variables(self.solver.program, None)):
            values = domains_under(self.solver.program, part)[index]
            while len(values) > 1:
                low, high = _halves(values)
                number = self.count(_narrowed(part, index, low))
                if number is None:
                    return None
                values, total = (low, number) if self.chance.randrange(total) < number else (high, total - number)
            part = _narrowed(part, index, values)
        verdict = self.solver.ask(Solve(part), self.budget)
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
