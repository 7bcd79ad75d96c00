"""Answers about a program by a solver of the program over its clusters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program
from configurator.solving.clusters.clustered_program import ClusteredProgram
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.deferring_solver import BeyondForm, DeferringSolver
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Bound,
    Complete,
    Core,
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
    Solutions,
    Solve,
    Solver,
    Unsatisfiable,
    ValidDomains,
)
from configurator.solving.queries import asked_variables, domains_under, only_asked


class ClusteredSolver(DeferringSolver):
    """Translates queries to clusters and answers back; `other` loads a solver for constraints that are set aside."""

    def __init__(self, clusters: ClusteredProgram, inner: Solver, other: Callable[[Program], Solver]) -> None:
        super().__init__(clusters.original, other)
        self._clusters = clusters
        self._inner = inner
        self._named = frozenset(each.name for each in clusters.original.constraints if each.named)

    def in_passes(self, query: AnyQuery) -> bool:
        return self._named.isdisjoint(query.given.without) and self._inner.in_passes(query)

    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer by the solver over clusters."""
        if not self._named.isdisjoint(query.given.without):
            raise BeyondForm
        match query:
            case FindAlternatives():
                return by_simple_queries(self, query, budget)
            case FindDomains():
                answer = self._inner.ask(FindDomains(self._given(query.given), of=self._asked(query.of)), budget)
                return self._domains(query, answer)
            case MinimiseThrough(objective):
                inner = MinimiseThrough(
                    self._clusters.terms(objective), self._given(query.given), of=self._asked(query.of)
                )
                return self._costs(query, self._inner.ask(inner, budget))
            case _:
                return self._translated(self._inner.answer(self._query(query), budget), query.given)

    # ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _query(self, query: Solve | CountSolutions | Minimise | Complete | RankSolutions | SampleSolutions) -> AnyQuery:
        given = self._given(query.given)
        match query:
            case Minimise(objective) | RankSolutions(objective):
                return replace(query, objective=self._clusters.terms(objective), given=given)
            case Complete(wishes):
                own = tuple(each for wish in wishes for each in self._clusters.wishes(wish))
                near = None if query.near is None else self._clusters.chosen(query.near)
                return replace(query, wishes=own, given=given, near=near)
            case _:
                return replace(query, given=given)

    def _given(self, given: Assumptions) -> Assumptions:
        narrowed: dict[int, IntSet] = {}
        for variable, values in given.narrowed.items():
            literal = self._clusters.literal(variable, values)
            index = literal.variable
            narrowed[index] = narrowed[index] & literal.values if index in narrowed else literal.values
        also = tuple(Bound(self._clusters.terms(bound.terms), bound.low, bound.high) for bound in given.also)
        return Assumptions(narrowed, frozenset(), also)

    def _asked(self, of: Collection[int] | None) -> Collection[int]:
        every = range(len(self.program.variables)) if of is None else of
        return {self._clusters.cluster_of[variable].index for variable in every}

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _translated(self, answer: Answer, given: Assumptions) -> Answer:
        match answer:
            case Satisfiable() | Optimum():
                return replace(answer, witness=self._clusters.solution(answer.witness))
            case Unsatisfiable(Core(narrowed)):
                members = {member for index in narrowed for member in self._clusters.clusters[index].members}
                return Unsatisfiable(Core(frozenset(members & given.narrowed.keys())))
            case Solutions():
                return replace(answer, solutions=tuple(map(self._clusters.solution, answer.solutions)))
            case _:
                return answer

    def _domains(self, query: FindDomains, answer: ValidDomains) -> ValidDomains:
        if not any((*answer.values, *answer.undecided)):
            return ValidDomains((EMPTY,) * len(self.program.variables), (EMPTY,) * len(self.program.variables))
        domains = domains_under(self.program, query.given)
        values = [self._members(answer.values, variable) for variable in range(len(domains))]
        undecided = [
            (self._members(answer.undecided, variable) & domain) - seen
            for variable, (domain, seen) in enumerate(zip(domains, values, strict=True))
        ]
        return only_asked(self.program, query.of, domains, ValidDomains(tuple(values), tuple(undecided)))

    def _members(self, by_cluster: Sequence[IntSet], variable: int) -> IntSet:
        cluster = self._clusters.cluster_of[variable]
        return cluster.values(variable, by_cluster[cluster.index])

    def _costs(self, query: MinimiseThrough, answer: LeastCosts) -> LeastCosts:
        if not any((*answer.costs, *answer.undecided)):
            return LeastCosts(({},) * len(self.program.variables), (EMPTY,) * len(self.program.variables))
        asked = asked_variables(self.program, query.of)
        costs: list[Mapping[int, int]] = []
        undecided: list[IntSet] = []
        for variable, domain in enumerate(domains_under(self.program, query.given)):
            own = self._least(answer.costs, variable) if variable in asked else {}
            left = self._members(answer.undecided, variable) & domain if variable in asked else domain
            costs.append({value: cost for value, cost in own.items() if value not in left})
            undecided.append(left)
        return LeastCosts(tuple(costs), tuple(undecided))

    def _least(self, by_cluster: Sequence[Mapping[int, int]], variable: int) -> dict[int, int]:
        cluster = self._clusters.cluster_of[variable]
        least: dict[int, int] = {}
        for number, cost in by_cluster[cluster.index].items():
            value = cluster.values(variable, IntSet.of((number,))).low
            least[value] = min(cost, least.get(value, cost))
        return least
