"""A solver made of solvers: one for each component of the program, their answers put together."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from math import prod
from random import Random
from typing import assert_never

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Wish
from configurator.solving.limits import JOINED_COMPONENTS_CACHED
from configurator.solving.port import (
    AlikeCompletions,
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
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import cost_of, domains_under, nothing_possible
from configurator.solving.subprograms import Subprogram, moved_query, subprograms_of


@dataclass(frozen=True, slots=True)
class SubprogramSolver:
    """A part of the program with its solver."""

    part: Subprogram
    solver: Solver


class DecomposedSolver(Solver):
    """Answers per component and puts answers together. Sums over several components join them first.

    Two caches: the last valid domains of each component, and the components that the last few sums joined.
    """

    def __init__(
        self, program: Program, load: Callable[[Program], Solver], *, parts: Sequence[SubprogramSolver] | None = None
    ) -> None:
        """Load a solver for each component, unless `parts` are loaded already; joined ones are always loaded."""
        self._program = program
        self._load = load
        if parts is None:
            parts = [SubprogramSolver(part, load(part.program)) for part in subprograms_of(program)]
        self._parts = tuple(parts)
        self._before: dict[tuple[int, ...], tuple[FindDomains, ValidDomains]] = {}
        self._joined: OrderedDict[frozenset[frozenset[int]], tuple[SubprogramSolver, ...]] = OrderedDict()

    @property
    def program(self) -> Program:
        return self._program

    @property
    def parts(self) -> tuple[SubprogramSolver, ...]:
        """The components with their solvers."""
        return self._parts

    def in_passes(self, query: AnyQuery) -> bool:
        parts = self._parts_under(query.given)
        return all(each.solver.in_passes(moved_query(query, each.part.index)) for each in parts)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Ask the components, and put their answers together."""
        match query:
            case Solve() | Complete():
                return self._verdict(query, budget)
            case FindDomains():
                return self._domains(query, budget)
            case FindAlternatives():
                return self._alternatives(query, budget)
            case CountSolutions():
                return self._count(query, budget)
            case Minimise():
                return self._minimum(query, budget)
            case MinimiseThrough():
                return self._least_costs(query, budget)
            case RankSolutions():
                return self._ranked(query, budget)
            case SampleSolutions():
                return self._sample(query, budget)
            case other:
                assert_never(other)

    def alike_completions(
        self, wishes: Sequence[Wish], given: Assumptions, of: Collection[int], budget: Budget
    ) -> Mapping[int, Sequence[AlikeCompletions]]:
        """Ask each component about its variables, and complete the others."""
        if given.also:
            return {}
        query = Complete(wishes, given)
        answered: list[tuple[SubprogramSolver, Mapping[int, Sequence[AlikeCompletions]]]] = []
        others: list[SubprogramSolver] = []
        for each in self._parts:
            own, index = moved_query(query, each.part.index), each.part.index
            asked = [index[variable] for variable in of if variable in index]
            answer = each.solver.alike_completions(own.wishes, own.given, asked, budget) if asked else {}
            if answer:
                answered.append((each, answer))
            else:
                others.append(each)
        verdict = self._verdict(query, budget, others if len(answered) == 1 else self._parts) if answered else None
        if not isinstance(verdict, Satisfiable):
            return {}
        return {
            each.part.indices[position]: [
                AlikeCompletions(own.values, _put(verdict.witness, each.part, own.solution)) for own in completions
            ]
            for each, answer in answered
            for position, completions in answer.items()
        }

    def _verdict(
        self, query: Solve | Complete, budget: Budget, parts: Iterable[SubprogramSolver] | None = None
    ) -> Verdict:
        """Ask all components, or some; one without a solution settles it."""
        witnesses: list[tuple[SubprogramSolver, Solution]] = []
        unknown = False
        for each in self._parts_under(query.given) if parts is None else parts:
            match each.solver.ask(moved_query(query, each.part.index), budget):
                case Unsatisfiable(core):
                    return Unsatisfiable(core and Core(each.part.named(core.narrowed), core.constraints))
                case Unknown():
                    unknown = True
                case Satisfiable(witness):
                    witnesses.append((each, witness))
        return Unknown() if unknown else Satisfiable(self._whole(witnesses))

    def _minimum(self, query: Minimise, budget: Budget) -> Minimum:
        """Add the least costs of the components."""
        witnesses: list[tuple[SubprogramSolver, Solution]] = []
        cost, proved, unknown = 0, True, False
        bounds: list[int | None] = []
        for each in self._parts_under(query.given):
            match each.solver.ask(moved_query(query, each.part.index), budget):
                case Unsatisfiable():
                    return Unsatisfiable()
                case Unknown():
                    unknown = True
                case Optimum(witness, part_cost, part_proved, bound):
                    witnesses.append((each, witness))
                    cost, proved = cost + part_cost, proved and part_proved
                    bounds.append(part_cost if part_proved else bound)
        return Unknown() if unknown else Optimum(self._whole(witnesses), cost, proved, _added(bounds))

    def _domains(self, query: FindDomains, budget: Budget) -> ValidDomains:
        """Ask all components; without a solution of one of them, nothing is possible."""
        size = len(self._program.variables)
        values, undecided = [EMPTY] * size, [EMPTY] * size
        certain = True
        for each in self._parts_under(query.given):
            own = moved_query(query, each.part.index)
            answer = self._domains_of(each, own, budget)
            satisfiable = _satisfiable(each, own.given, answer, budget)
            if satisfiable is False:
                return nothing_possible(size)
            certain = certain and satisfiable is True
            for position, variable in enumerate(each.part.indices):
                values[variable], undecided[variable] = answer.values[position], answer.undecided[position]
        return ValidDomains(tuple(values), tuple(undecided)) if certain else _doubted(values, undecided)

    def _domains_of(self, each: SubprogramSolver, query: FindDomains, budget: Budget) -> ValidDomains:
        """Query one component, or return its cached answer: a click mostly affects one component."""
        if budget.spent():
            return each.solver.ask(query, budget)
        before = self._before.get(each.part.indices)
        if before is not None and before[0] == query:
            return before[1]
        answer = each.solver.ask(query, budget)
        if not budget.spent():
            self._before[each.part.indices] = query, answer
        return answer

    def _count(self, query: CountSolutions, budget: Budget) -> SolutionCount:
        """Multiply the counts of the components."""
        counts = []
        for each in self._parts_under(query.given):
            counts.append(each.solver.ask(moved_query(query, each.part.index), budget))
            if counts[-1] == SolutionCount(0, exact=True):
                return SolutionCount(0, exact=query.at_most != 0)
        number = prod(count.number for count in counts)
        exact = all(count.exact for count in counts)
        if query.at_most is not None and number >= query.at_most:
            return SolutionCount(query.at_most, exact=False)
        return SolutionCount(number, exact)

    def _least_costs(self, query: MinimiseThrough, budget: Budget) -> LeastCosts:
        """Add to the costs of each component the least costs of the others."""
        parts = self._parts_under(query.given)
        domains = domains_under(self._program, query.given)
        queries = [moved_query(query, each.part.index) for each in parts]
        least = []
        for each, own in zip(parts, queries, strict=True):
            best = each.solver.ask(Minimise(own.objective, own.given), budget)
            if isinstance(best, Unsatisfiable):
                return LeastCosts(({},) * len(domains), (EMPTY,) * len(domains))
            least.append(best.cost if isinstance(best, Optimum) and best.proved else None)
        if None in least:
            return LeastCosts(({},) * len(domains), domains)
        whole = sum(cost for cost in least if cost is not None)
        costs: list[Mapping[int, int]] = [{} for _ in domains]
        undecided = list(domains)
        for each, own, own_least in zip(parts, queries, least, strict=True):
            answer = each.solver.ask(own, budget)
            for position, variable in enumerate(each.part.indices):
                others = whole - (own_least or 0)
                costs[variable] = {value: cost + others for value, cost in answer.costs[position].items()}
                undecided[variable] = answer.undecided[position]
        return LeastCosts(tuple(costs), tuple(undecided))

    def _ranked(self, query: RankSolutions, budget: Budget) -> Solutions:
        """Combine the cheapest of each component, the cheapest pairs first."""
        results: list[Solution] = [(0,) * len(self._program.variables)]
        for each in self._parts_under(query.given):
            answer = each.solver.ask(moved_query(query, each.part.index), budget)
            if not answer.complete:
                return Solutions((), False)
            together = (_put(one, each.part, other) for one in results for other in answer.solutions)
            results = nsmallest(query.number, together, key=lambda solution: cost_of(query.objective, solution))
        return Solutions(tuple(results[: max(query.number, 0)]), True)

    def _sample(self, query: SampleSolutions, budget: Budget) -> Solutions:
        """Draw from each component separately."""
        chance = Random(query.seed)
        results: list[Solution] = [(0,) * len(self._program.variables)] * query.number
        complete = True
        for each in self._parts_under(query.given):
            own = replace(moved_query(query, each.part.index), seed=chance.randrange(2**32))
            answer = each.solver.ask(own, budget)
            complete = complete and answer.complete
            results = [_put(one, each.part, other) for one, other in zip(results, answer.solutions, strict=False)]
            if not results and answer.complete:
                return Solutions((), True)
        return Solutions(tuple(results), complete)

    def _alternatives(self, query: FindAlternatives, budget: Budget) -> ValidDomains:
        """Query every component; if one has no solution, only its own parts can help."""
        size = len(self._program.variables)
        parts = self._parts_under(query.given)
        queries = [moved_query(query, each.part.index) for each in parts]
        stands = [self._stands(each, own.given, budget) for each, own in zip(parts, queries, strict=True)]
        impossible = [number for number, standing in enumerate(stands) if standing is False]
        values, undecided = [EMPTY] * size, [EMPTY] * size
        certain = None not in stands
        for number, (each, own) in enumerate(zip(parts, queries, strict=True)):
            if any(other != number for other in impossible):
                continue
            answer = each.solver.ask(own, budget)
            for position, variable in enumerate(each.part.indices):
                values[variable], undecided[variable] = answer.values[position], answer.undecided[position]
        return ValidDomains(tuple(values), tuple(undecided)) if certain else _doubted(values, undecided)

    def _stands(self, each: SubprogramSolver, under: Assumptions, budget: Budget) -> bool | None:
        """Return whether a component has a solution; None where that is not known in time."""
        before = self._before.get(each.part.indices)
        if before is not None and before[0].given == under and any(before[1].values):
            return True
        return _solvable(each, under, budget)

    def _whole(self, witnesses: Sequence[tuple[SubprogramSolver, Solution]]) -> Solution:
        """Return the solution of the program that the solutions of its components make up."""
        values = [0] * len(self._program.variables)
        for each, witness in witnesses:
            for index, value in zip(each.part.indices, witness, strict=True):
                values[index] = value
        return tuple(values)

    def _parts_under(self, given: Assumptions) -> tuple[SubprogramSolver, ...]:
        """Return the components, those joined that a sum of the assumptions reaches over."""
        reach = frozenset(frozenset(term.variable for term in bound.terms) for bound in given.also)
        if all(any(each.part.index.keys() >= indices for each in self._parts) for indices in reach):
            return self._parts
        if reach not in self._joined:
            self._joined[reach] = self._join(given.also)
            if len(self._joined) > JOINED_COMPONENTS_CACHED:
                self._joined.popitem(last=False)
        self._joined.move_to_end(reach)
        return self._joined[reach]

    def _join(self, bounds: Iterable[Bound]) -> tuple[SubprogramSolver, ...]:
        known = {each.part.indices: each for each in self._parts}
        return tuple(
            known.get(part.indices) or SubprogramSolver(part, self._load(part.program))
            for part in subprograms_of(self._program, bounds)
        )


def _added(bounds: Sequence[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if len(known) == len(bounds) else None


def _put(whole: Solution, part: Subprogram, own: Solution) -> Solution:
    """Return a solution with the values of one part put in."""
    values = list(whole)
    for index, value in zip(part.indices, own, strict=True):
        values[index] = value
    return tuple(values)


def _solvable(each: SubprogramSolver, under: Assumptions, budget: Budget) -> bool | None:
    verdict = each.solver.ask(Solve(under), budget)
    return None if isinstance(verdict, Unknown) else isinstance(verdict, Satisfiable)


def _satisfiable(each: SubprogramSolver, under: Assumptions, answer: ValidDomains, budget: Budget) -> bool | None:
    """Return from its answer whether a component has a solution; None where that is undecided."""
    if any(answer.values):
        return True
    if any(answer.undecided) or not each.part.indices:
        return _solvable(each, under, budget)
    return False


def _doubted(values: Sequence[IntSet], undecided: Sequence[IntSet]) -> ValidDomains:
    """Return the answer where one component may have no solution at all: what the others can do is undecided too."""
    return ValidDomains(
        (EMPTY,) * len(values), tuple(seen | left for seen, left in zip(values, undecided, strict=True))
    )
