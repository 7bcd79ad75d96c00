"""The solver of programs of few variables with many values: it reasons over kinds, and answers about values.

Constraints become arrays over the kinds of values that they tell apart, and queries are answered by eliminating one
variable after the other. Nothing is compiled for the whole space: a query makes the messages that it needs.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.program.intset import EMPTY
from configurator.program.nodes import Literal, Lowest, Program, Term, Wish
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.deferring_solver import BeyondForm, DeferringSolver
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.kind_completions import KindCompletions
from configurator.solving.kinds.limits import (
    KIND_PLANS_KEPT,
    KIND_VALUES,
    KIND_VARIABLES,
    POSSIBLE_COST,
)
from configurator.solving.kinds.messages import Messages
from configurator.solving.kinds.narrowings import Narrowed, PlannedQueries
from configurator.solving.kinds.relations import TooManyKinds, relations_of
from configurator.solving.kinds.value_lists import value_lists_of
from configurator.solving.limits import PRICED_VALUES
from configurator.solving.port import (
    AlikeCompletions,
    Answer,
    AnyQuery,
    Assumptions,
    Bound,
    Complete,
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


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """The one sum of a query that must not exceed a limit."""

    terms: tuple[Term, ...]
    high: int


class KindsSolver(DeferringSolver):
    """Answers by elimination over kinds; `other` creates the solver for queries with more than one bound.

    Raises TooManyKinds where the program has too many variables, values or kinds, and OutOfBudget.
    """

    def __init__(self, program: Program, other: Callable[[Program], Solver], budget: Budget = UNLIMITED) -> None:
        sizes = [len(variable.domain) for variable in program.variables]
        if len(sizes) > KIND_VARIABLES or sum(sizes) > KIND_VALUES or 0 in sizes:
            raise TooManyKinds(f"there are {len(sizes)} variables of {sum(sizes)} values")
        super().__init__(program, other)
        self._values = value_lists_of(program)
        self._relations = relations_of(program, self._values, budget)
        self._named = frozenset(each.name for each in program.constraints if each.named)
        self._plans: OrderedDict[frozenset[str], PlannedQueries] = OrderedDict()
        self._planned(frozenset(), budget)

    def in_passes(self, query: AnyQuery) -> bool:
        return True

    def alike_completions(
        self, wishes: Sequence[Wish], given: Assumptions, of: Collection[int], budget: Budget
    ) -> Mapping[int, Sequence[AlikeCompletions]]:
        """Complete all values of each variable at once; none where sums are bounded or the budget ends."""
        try:
            planned = self._planned(given.without & self._named, budget)
            if given.also or not self._nonempty(planned, given.narrowed):
                return {}
            completions = KindCompletions(planned, self._values, wishes, given.narrowed, budget)
            return {variable: tuple(completions.through(variable)) for variable in of}
        except (OutOfBudget, TooManyKinds):
            return {}

    def _planned(self, without: frozenset[str], budget: Budget) -> PlannedQueries:
        """Return the queries over the constraints that are not set aside. Raises TooManyKinds and OutOfBudget."""
        if without not in self._plans:
            active = [relation for relation in self._relations if relation.law not in without]
            self._plans[without] = PlannedQueries(self._program, self._values, active, budget)
            if len(self._plans) > KIND_PLANS_KEPT:
                self._plans.pop(next(each for each in self._plans if each))
        self._plans.move_to_end(without)
        return self._plans[without]

    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        planned = self._planned(query.given.without & self._named, budget)
        match query:
            case Solve(given):
                return self._solve(planned, given, budget)
            case FindDomains(given, of=of):
                return self._domains(planned, given, of, budget)
            case FindAlternatives(given, of=of):
                if given.also:
                    return by_simple_queries(self, query, budget)
                return self._alternatives(planned, given, of, budget)
            case CountSolutions(given, at_most=at_most):
                return self._count(planned, given, at_most, budget)
            case Minimise(objective, given):
                return self._minimum(planned, objective, given, budget)
            case MinimiseThrough():
                return self._least_costs(planned, query, budget)
            case RankSolutions():
                return by_simple_queries(self, query, budget)
            case SampleSolutions():
                return self._sample(planned, query, budget)
            case Complete(wishes, given):
                return self._complete(planned, wishes, given, budget)

    # ── what is possible ─────────────────────────────────────────────────────────────────────────────────────────────

    def _solve(self, planned: PlannedQueries, given: Assumptions, budget: Budget) -> Verdict:
        witness = self._witness(planned, given.narrowed, self._ceiling(planned, given.also), budget)
        return Unsatisfiable() if witness is None else Satisfiable(self._solution(witness))

    def _witness(
        self, planned: PlannedQueries, narrowed: Narrowed, ceiling: _Ceiling | None, budget: Budget
    ) -> list[int] | None:
        """Return the numbers of the values of a solution, None where there is none."""
        if not self._nonempty(planned, narrowed):
            return None
        if ceiling is None:
            messages = planned.possible(narrowed, budget)
            return messages.walk(_first) if messages.total() else None
        messages = planned.cheapest(ceiling.terms, narrowed, budget)
        return messages.walk(_cheapest) if _within(messages.total(), ceiling.high) else None

    def _domains(
        self, planned: PlannedQueries, given: Assumptions, of: Collection[int] | None, budget: Budget
    ) -> ValidDomains:
        ceiling = self._ceiling(planned, given.also)
        size = len(self._program.variables)
        if not self._nonempty(planned, given.narrowed):
            return nothing_possible(size)
        messages, most = self._limited(planned, given.narrowed, ceiling, budget)
        if not _within(messages.total(), most):
            return nothing_possible(size)
        values, undecided = [EMPTY] * size, list(domains_under(self._program, given))
        for variable in asked_variables(self._program, of):
            mask = self._possible_values(planned, messages, most, variable, given.narrowed)
            values[variable], undecided[variable] = self._values[variable].int_set(mask), EMPTY
        return ValidDomains(tuple(values), tuple(undecided))

    def _limited(
        self, planned: PlannedQueries, narrowed: Narrowed, ceiling: _Ceiling | None, budget: Budget
    ) -> tuple[Messages, int | None]:
        """Return messages that tell what is possible under a ceiling, and the greatest cost that they may say."""
        if ceiling is None:
            return planned.possible(narrowed, budget), None
        return planned.cheapest(ceiling.terms, narrowed, budget), ceiling.high

    def _possible_values(
        self, planned: PlannedQueries, messages: Messages, most: int | None, variable: int, narrowed: Narrowed
    ) -> Bools:
        """Return which open values of a variable occur in a solution, of a query that has one."""
        values = planned.open_of(variable, narrowed)
        if np.count_nonzero(values) == 1:  # The query has a solution.
            return values
        through = messages.through(variable)
        result: Bools = values & (
            through if most is None else through + messages.own(variable) <= min(most, POSSIBLE_COST)
        )
        return result

    def _alternatives(
        self, planned: PlannedQueries, given: Assumptions, of: Collection[int] | None, budget: Budget
    ) -> ValidDomains:
        size = len(self._program.variables)
        if not planned.plan.possible:
            return nothing_possible(size)
        messages = planned.possible(given.narrowed, budget)
        asked = asked_variables(self._program, of) | (given.narrowed.keys() if of is None else frozenset())
        values = [EMPTY] * size
        for variable in asked:
            others = messages
            if variable in given.narrowed:
                rest = {other: kept for other, kept in given.narrowed.items() if other != variable}
                others = planned.possible(rest, budget)
            mask = others.through(variable) & planned.free_values(variable)
            values[variable] = self._values[variable].int_set(mask)
        domains = domains_under(self._program, given)
        solvable = of is not None or (self._nonempty(planned, given.narrowed) and messages.total())
        left = [EMPTY if index in asked or not solvable else domains[index] for index in range(size)]
        return ValidDomains(tuple(values), tuple(left))

    def _complete(self, planned: PlannedQueries, wishes: Sequence[Wish], given: Assumptions, budget: Budget) -> Verdict:
        """Fulfil one wish after the other; a solution at hand that fulfils one as well as possible settles it."""
        ceiling = self._ceiling(planned, given.also)
        narrowed = dict(given.narrowed)
        witness = self._witness(planned, narrowed, ceiling, budget)
        if witness is None:
            return Unsatisfiable()
        for wish in wishes:
            variable = wish.variable
            wanted = self._wanted(wish, planned.open_of(variable, narrowed))
            if wanted is None or not wanted.any():
                continue
            if not wanted[witness[variable]]:
                messages, most = self._limited(planned, narrowed, ceiling, budget)
                possible = self._possible_values(planned, messages, most, variable, narrowed)
                wanted = self._wanted(wish, possible)
                if wanted is None:
                    wanted = possible
                if not wanted.any():
                    continue
            narrowed[variable] = self._values[variable].int_set(wanted)
            if not wanted[witness[variable]]:
                witness = self._witness(planned, narrowed, ceiling, budget)
                assert witness is not None
        return Satisfiable(self._solution(witness))

    def _wanted(self, wish: Wish, possible: Bools) -> Bools | None:
        """Return the values that fulfil a wish best, if the possible ones are those given; None if all do."""
        match wish:
            case Literal(variable, values):
                wanted = possible & self._values[variable].mask(values)
            case Lowest():
                wanted = np.zeros_like(possible)
                wanted[np.argmax(possible)] = True
        return None if bool((wanted == possible).all()) else wanted

    # ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _minimum(
        self, planned: PlannedQueries, objective: Sequence[Term], given: Assumptions, budget: Budget
    ) -> Minimum:
        self._require_plain(planned, objective, given)
        if not self._nonempty(planned, given.narrowed):
            return Unsatisfiable()
        messages = planned.cheapest(objective, given.narrowed, budget)
        cost = messages.total()
        if cost >= POSSIBLE_COST:
            return Unsatisfiable()
        return Optimum(self._solution(messages.walk(_cheapest)), int(cost), proved=True)

    def _least_costs(self, planned: PlannedQueries, query: MinimiseThrough, budget: Budget) -> LeastCosts:
        self._require_plain(planned, query.objective, query.given)
        domains = domains_under(self._program, query.given)
        nothing = LeastCosts(({},) * len(domains), (EMPTY,) * len(domains))
        if not self._nonempty(planned, query.given.narrowed):
            return nothing
        messages = planned.cheapest(query.objective, query.given.narrowed, budget)
        if messages.total() >= POSSIBLE_COST:
            return nothing
        results: list[Mapping[int, int]] = [{} for _ in domains]
        left = list(domains)
        for variable in asked_variables(self._program, query.of):
            if len(self._program.variables[variable].domain) <= PRICED_VALUES:
                costs = messages.through(variable) + messages.own(variable)
                there = costs < POSSIBLE_COST
                values = self._values[variable].values[there].tolist()
                results[variable], left[variable] = dict(zip(values, costs[there].tolist(), strict=True)), EMPTY
        return LeastCosts(tuple(results), tuple(left))

    def _count(self, planned: PlannedQueries, given: Assumptions, at_most: int | None, budget: Budget) -> SolutionCount:
        self._require_plain(planned, (), given)
        number = 0
        if self._nonempty(planned, given.narrowed):
            number = int(planned.counted(given.narrowed, budget).total())
        if at_most is not None and number >= at_most:
            return SolutionCount(at_most, exact=False)
        return SolutionCount(number, exact=True)

    def _sample(self, planned: PlannedQueries, query: SampleSolutions, budget: Budget) -> Solutions:
        """Draw values in proportion to the solutions that they lead to."""
        self._require_plain(planned, (), query.given)
        if not self._nonempty(planned, query.given.narrowed):
            return Solutions((), True)
        messages, chance = planned.counted(query.given.narrowed, budget), Random(query.seed)
        if not messages.total():
            return Solutions((), True)

        def drawn(_: int, numbers: Any) -> int:
            sums = np.cumsum(numbers.astype(np.object_))
            return int(np.searchsorted(sums, chance.randrange(int(sums[-1])), side="right"))

        return Solutions(tuple(self._solution(messages.walk(drawn)) for _ in range(query.number)), True)

    def _ceiling(self, planned: PlannedQueries, bounds: Iterable[Bound]) -> _Ceiling | None:
        """Return the bounds of a query as one ceiling. Raises BeyondForm where they are more."""
        sides = []
        for bound in bounds:
            if bound.high is not None:
                sides.append(_Ceiling(bound.terms, bound.high))
            if bound.low is not None:
                sides.append(_Ceiling(tuple(map(_negated, bound.terms)), -bound.low))
        if not sides:
            return None
        if len(sides) > 1 or not self._fits(planned, sides[0].terms):
            raise BeyondForm
        return sides[0]

    def _require_plain(self, planned: PlannedQueries, objective: Sequence[Term], given: Assumptions) -> None:
        """Raise BeyondForm where there are bounds, or an objective beyond the integers of messages."""
        if self._ceiling(planned, given.also) is not None or not self._fits(planned, objective):
            raise BeyondForm

    def _fits(self, planned: PlannedQueries, terms: Sequence[Term]) -> bool:
        """Return whether every sum of the terms is far below the cost of what is impossible."""
        reach = sum(
            abs(term.coefficient) * max(abs(end) for end in (domain.low, domain.high))
            + max((abs(weight) for _, weight in term.weights), default=0)
            for term in terms
            for domain in (self._program.variables[term.variable].domain,)
        )
        return reach < POSSIBLE_COST // 2

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _nonempty(self, planned: PlannedQueries, narrowed: Narrowed) -> bool:
        """Return whether every variable has an open value, and what is about no variable holds."""
        return planned.plan.possible and all(bool(mask.any()) for mask in planned.open_values(narrowed))

    def _solution(self, chosen: Sequence[int]) -> Solution:
        return tuple(int(own.values[number]) for own, number in zip(self._values, chosen, strict=True))


def _first(_: int, values: Any) -> int:
    return int(np.argmax(values))


def _cheapest(_: int, costs: Ints) -> int:
    return int(np.argmin(costs))


def _negated(term: Term) -> Term:
    return Term(term.variable, -term.coefficient, tuple((value, -weight) for value, weight in term.weights))


def _within(total: Any, most: int | None) -> bool:
    return bool(total) if most is None else bool(total <= min(most, POSSIBLE_COST))
