"""The solver of a compiled program: every answer takes one or two passes, linear in the size of the diagram.

Other queries (relaxed named constraints, several additional sums) go to another solver, created on demand.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from operator import itemgetter
from random import Random

import numpy as np

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish, joined_term
from configurator.program.semantics import fulfilment
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.deferring_solver import DeferringSolver
from configurator.solving.diagram.bounded_sums import BeyondPasses, BoundedCase, ParetoPass, cases_of, within_reach
from configurator.solving.diagram.compiling import CompiledDiagram
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.lexicographic_completion import LexicographicCompletion
from configurator.solving.diagram.limits import RANKED_HEIGHT
from configurator.solving.diagram.passes import NEVER, Alive, Plan, alive, allowing, counted, least, occurring, through
from configurator.solving.diagram.solutions import (
    KBestSolutions,
    Sampler,
    cheapest_values,
    conflict,
    first_values,
    only_values,
)
from configurator.solving.diagram.translation import DomainDecoder, Translation
from configurator.solving.limits import PRICED_VALUES
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    Core,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    LeastCosts,
    Minimise,
    MinimiseThrough,
    Minimum,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    Solution,
    SolutionCount,
    Solutions,
    Solve,
    Solver,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import asked_variables, domains_under, nothing_possible

NO_COSTS = np.zeros(0, np.int64)


class DiagramSolver(DeferringSolver):
    """Answers from a compiled program; `other` creates the solver for all other queries."""

    def __init__(self, compiled: CompiledDiagram, other: Callable[[Program], Solver]) -> None:
        super().__init__(compiled.part.program, other)
        self._plan = Plan(compiled.diagram)
        self._translation = Translation(self._program, compiled.values)
        self._decoder = DomainDecoder(compiled.values)
        self._owner = np.repeat(np.arange(len(compiled.values)), [len(each) for each in compiled.values])
        self._lows = np.concatenate([NO_COSTS, *(each.lows for each in compiled.values)])
        self._named = frozenset(each.name for each in self._program.constraints if each.named)
        self._determined = [index for index, each in enumerate(self._program.variables) if each.determined]
        self._known_cases: tuple[Mapping[int, IntSet], list[BoundedCase]] | None = None
        self._known_values: tuple[BoundedCase, Bools] | None = None

    def _cases(self, given: Assumptions, *terms: Sequence[Term]) -> list[BoundedCase]:
        """Return the cases of a query, empty if it is infeasible. Raises BeyondPasses."""
        if not self._named.isdisjoint(given.without) or not all(map(self._translation.fits, terms)):
            raise BeyondPasses
        if given.also:
            return list(cases_of(self._plan, self._translation, given))
        known = self._known_cases  # The possible values and the completion are queried one after the other.
        if known is None or known[0] != given.narrowed:
            allowed = allowing(self._plan, self._translation.allowed(given.narrowed))
            up = alive(self._plan, allowed)
            known = self._known_cases = dict(given.narrowed), [BoundedCase(up, allowed)] if up.possible else []
        return known[1]

    def in_passes(self, query: AnyQuery) -> bool:
        return True

    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer by passes. Raises BeyondPasses."""
        match query:
            case Solve(given):
                return self._solve(given)
            case FindDomains(given, of=of):
                return self._domains(given, of)
            case CountSolutions(given, at_most=at_most):
                return self._count(given, at_most)
            case Minimise(objective, given):
                return self._minimum(objective, given)
            case Complete(wishes, given):
                return self._complete(wishes, given)
            case MinimiseThrough(objective, given, of=of):
                return self._least_costs(objective, given, of)
            case RankSolutions():
                if self._translation.wide or len(self._plan.steps) > RANKED_HEIGHT:
                    return by_simple_queries(self, query, budget)
                return self._ranked(query)
            case SampleSolutions():
                return self._sample(query)
            case FindAlternatives(given, of=of):
                if given.also or not self._named.isdisjoint(given.without):
                    return by_simple_queries(self, query, budget)
                return self._alternatives(given, of)

    def _solve(self, given: Assumptions) -> Verdict:
        """One pass up, then down along the first live branches."""
        cases = self._cases(given)
        if cases:
            return Satisfiable(self._first(cases[0], given.narrowed))
        return Unsatisfiable(None if given.also else Core(conflict(self._plan, self._translation, given.narrowed)))

    def _first(self, case: BoundedCase, narrowed: Mapping[int, IntSet]) -> Solution:
        if case.ceiling is None:
            return self._solution(first_values(self._plan, case.up), narrowed)
        return self._solution(cheapest_values(self._plan, least(self._plan, case.up, case.ceiling.costs)), narrowed)

    def _domains(self, given: Assumptions, of: Collection[int] | None) -> ValidDomains:
        """One pass up and one down."""
        cases = self._cases(given)
        if not cases:
            return nothing_possible(len(self._program.variables))
        array = self._occurring(cases[0])
        for case in cases[1:]:
            array = array | self._occurring(case)
        values = self._decoder.domains(array).copy()
        for index in self._translation.wide.intersection(given.narrowed):
            values[index] &= given.narrowed[index]
        left = [EMPTY] * len(values)
        for index in self._determined if of is None else set(range(len(values))).difference(of):
            values[index], left[index] = EMPTY, self._domain(index, given)
        return ValidDomains(tuple(values), tuple(left))

    def _occurring(self, case: BoundedCase) -> Bools:
        """Return which values occur in a solution of a case, as a shared read-only array."""
        known = self._known_values
        if known is None or known[0] is not case:
            array = occurring(self._plan, case.up) if case.ceiling is None else within_reach(self._plan, case)
            known = self._known_values = case, array
        return known[1]

    def _domain(self, index: int, given: Assumptions) -> IntSet:
        domain = self._program.variables[index].domain
        return domain & given.narrowed[index] if index in given.narrowed else domain

    def _count(self, given: Assumptions, at_most: int | None) -> SolutionCount:
        """One pass up with integers of arbitrary size."""
        cases = self._without_ceiling(given, ())
        weights = self._translation.weights(given.narrowed)
        number = sum(counted(self._plan, case.up, weights).total for case in cases)
        if at_most is not None and number >= at_most:
            return SolutionCount(at_most, exact=False)
        return SolutionCount(number, exact=True)

    def _minimum(self, objective: Sequence[Term], given: Assumptions) -> Minimum:
        """One pass up with costs, then down along the cheapest branches."""
        cases = self._cases(given, objective)
        costs = self._translation.costs(objective, given.narrowed) if cases else NO_COSTS
        results = [self._best(case, costs) for case in cases]
        best = min((each for each in results if each is not None), key=itemgetter(0), default=None)
        if best is None:
            return Unsatisfiable()
        return Optimum(self._solution(best[1], given.narrowed, objective), best[0], proved=True)

    def _best(self, case: BoundedCase, costs: Ints) -> tuple[int, list[int]] | None:
        """Return the least cost of a case and its values. Raises BeyondPasses."""
        if case.ceiling is not None:
            return ParetoPass(self._plan, case.up, case.ceiling, costs).best()
        results = least(self._plan, case.up, costs)
        return results.least, list(cheapest_values(self._plan, results))

    def _without_ceiling(self, given: Assumptions, objective: Sequence[Term]) -> list[BoundedCase]:
        cases = self._cases(given, objective)
        if any(case.ceiling for case in cases):
            raise BeyondPasses
        return cases

    def _complete(self, wishes: Sequence[Wish], given: Assumptions) -> Verdict:
        """Restrict by the wishes, dozens per pass, until one solution is left."""
        cases = self._cases(given)
        results = [self._completed(wishes, case, given) for case in cases]
        if not results:
            return Unsatisfiable()
        return Satisfiable(results[0] if len(results) == 1 else max(results, key=lambda each: fulfilment(wishes, each)))

    def _completed(self, wishes: Sequence[Wish], case: BoundedCase, given: Assumptions) -> Solution:
        completion = LexicographicCompletion(
            self._plan, self._translation, case, self._occurring(case), dict(given.narrowed)
        )
        completion.fulfil(wishes)
        only = only_values(self._plan, completion.values)
        if only is None:
            return self._first(completion.case, completion.narrowed)
        return self._solution(only.tolist(), completion.narrowed)

    def _least_costs(self, objective: Sequence[Term], given: Assumptions, of: Collection[int] | None) -> LeastCosts:
        """One pass up with costs and one down."""
        domains = domains_under(self._program, given)
        cases = self._without_ceiling(given, objective)
        if not cases:
            return LeastCosts(({},) * len(domains), (EMPTY,) * len(domains))
        costs = self._translation.costs(objective, given.narrowed)
        passes = [through(self._plan, case.up, least(self._plan, case.up, costs)).values for case in cases]
        result = np.minimum.reduce(passes)
        priced = self._translation.priced(result, costs, objective, given.narrowed)
        results: list[Mapping[int, int]] = [{} for _ in domains]
        left = list(domains)
        for index in asked_variables(self._program, of):
            if len(self._program.variables[index].domain) <= PRICED_VALUES:
                results[index], left[index] = priced[index], EMPTY
        return LeastCosts(tuple(results), tuple(left))

    def _ranked(self, query: RankSolutions) -> Solutions:
        """Enumerate the k best solutions lazily from the root."""
        objective, given = query.objective, query.given
        cases = self._without_ceiling(given, objective)
        if len(cases) > 1:
            raise BeyondPasses
        if not cases:
            return Solutions((), True)
        costs = self._translation.costs(objective, given.narrowed)
        ranking = KBestSolutions(self._plan, cases[0].up, least(self._plan, cases[0].up, costs))
        result = islice(ranking.solutions(), max(query.number, 0))
        return Solutions(tuple(self._solution(values, given.narrowed) for values in result), True)

    def _sample(self, query: SampleSolutions) -> Solutions:
        """Count in one pass up, then draw branches by weight."""
        narrowed = query.given.narrowed
        cases = self._without_ceiling(query.given, ())
        if len(cases) > 1 or self._translation.wide:
            raise BeyondPasses
        if not cases:
            return Solutions((), True)
        drawing, chance = Sampler(self._plan, cases[0].up, self._translation.weights(narrowed)), Random(query.seed)
        results = (self._solution(drawing.values(chance), narrowed) for _ in range(query.number))
        return Solutions(tuple(results), True)

    def _alternatives(self, given: Assumptions, of: Collection[int] | None) -> ValidDomains:
        """Relax every narrowing at a cost of 1; a value is an alternative if it breaks none but its own."""
        values, up = self._translation.allowed(given.narrowed), self._everything
        size = len(self._program.variables)
        if not up.possible:
            return nothing_possible(size)
        costs = (~values).astype(np.int64)
        broken = least(self._plan, up, costs)
        array = through(self._plan, up, broken).values
        int_sets = self._decoder.domains((array != NEVER) & (array == costs[:-1])).copy()
        if not any(int_sets):
            return nothing_possible(size)
        left = [EMPTY] * size
        if of is not None:
            for index in set(range(size)).difference(of):
                int_sets[index], left[index] = EMPTY, self._domain(index, given)
        for index in self._determined:
            if index not in given.narrowed:
                int_sets[index], left[index] = EMPTY, EMPTY if broken.least else self._program.variables[index].domain
        return ValidDomains(tuple(int_sets), tuple(left))

    @cached_property
    def _everything(self) -> Alive:
        """What is satisfiable without any choice."""
        return alive(self._plan, allowing(self._plan, np.ones(self._translation.count + 1, np.bool_)))

    def _solution(
        self, chosen: Iterable[int], narrowed: Mapping[int, IntSet], objective: Sequence[Term] = ()
    ) -> Solution:
        """Return the solution of the chosen value numbers; of a block, the value of least cost."""
        values = np.array([value for value in chosen if value != self._translation.count], np.intp)
        result = np.zeros(len(self._program.variables), np.int64)
        result[self._owner[values]] = self._lows[values]
        for value in values.tolist() if self._translation.wide else ():
            variable, block = self._translation.block(value)
            if variable in self._translation.wide:
                left = block & narrowed[variable] if variable in narrowed else block
                terms = [term for term in objective if term.variable == variable]
                result[variable] = self._translation.cheapest(joined_term(terms), left) if terms else left.low
        return tuple(result.tolist())
