"""Budget → best build: the lexicographically best product by goals, within a price and conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Catalog
from configurator.configuration import Configuration
from configurator.language.checked import CheckedExpression
from configurator.money import ZERO
from configurator.offering.goals import Goal, GoalProgram, Sense, read_condition, read_goal
from configurator.offering.limits import MOST_TRIED_WITHIN_BUDGET
from configurator.offering.price_search import SearchablePrices, SearchResult, Terms, first_by, standing_domains
from configurator.pricing.price_lines import Priced
from configurator.pricing.symbolic import Sum
from configurator.program.nodes import Term
from configurator.session.session import Session
from configurator.short_repr import short_repr
from configurator.solving.port import Assumptions, Bound, RankSolutions, Solution


@dataclass(frozen=True, slots=True)
class Aim:
    """The criteria of the best build: goals in order of importance, a price limit, conditions.

    `at_most` bounds the number that ranks. Without goals, the owner's preferences and defaults decide; after the goals,
    the lower price does.
    """

    goals: tuple[Goal, ...] = ()
    at_most: Fraction | None = None
    conditions: tuple[CheckedExpression, ...] = ()


def read_aim(
    catalog: Catalog,
    goals: Sequence[tuple[Sense, str]] = (),
    *,
    at_most: Fraction | None = None,
    require: Sequence[str] = (),
) -> Aim:
    """Parse goals and conditions over a catalog; raise InvalidRequest with the problem of an invalid one."""
    return Aim(
        tuple(read_goal(catalog, sense, text) for sense, text in goals),
        at_most,
        tuple(read_condition(catalog, text) for text in require),
    )


@short_repr
@dataclass(frozen=True)
class PricedBuild:
    """A product with its price and its value of each goal, in the goal's unit.

    If builds are compared by price and goals, no product that is as good in all goals costs less than `at_least`.
    """

    configuration: Configuration
    priced: Priced
    reached: tuple[Fraction, ...]
    at_least: Fraction | None = None

    @property
    def slack(self) -> Fraction:
        """How much less an equally good product may cost; 0 if none does, or if unknown."""
        return ZERO if self.at_least is None else self.priced.totals.compare - self.at_least


@dataclass(frozen=True, slots=True)
class BestBuildBound:
    """The bound on every product within the price and the conditions: by one goal after the other, then by price.

    If time ran out, it bounds only the first goal. `compare` is then None, and also without goals: there, the owner's
    preferences decide instead of the price.
    """

    reached: tuple[Fraction, ...]
    compare: Fraction | None


@short_repr
@dataclass(frozen=True)
class BestBuild:
    """The best build, or None where none is known; then `cheapest` is the cheapest known under the same conditions.

    `decided`: time did not run out. `proved`: nothing better exists for certain. If not, nothing is better than
    `limit`; None where not even that is known. `cheapest` carries the bound that no product costs less than.
    """

    build: PricedBuild | None
    cheapest: PricedBuild | None
    proved: bool
    decided: bool
    limit: BestBuildBound | None


def best_build(
    prices: SearchablePrices, measured: GoalProgram, session: Session, aim: Aim, *, budget: Budget = UNLIMITED
) -> BestBuild:
    """Return the best completion of a session's choices; the session is one over the measured program.

    Raises Undecided where time ran out before any was found.
    """
    sums: tuple[Terms, ...] = tuple(measure.terms for measure in measured.measures)
    search = _Search(prices, measured, session, (*sums, prices.objective.below.terms) if sums else (), aim, budget)
    edge, search_result = search.kept()
    if edge is None:
        return BestBuild(None, search.cheapest(), True, True, None)
    limit = search.limit(edge)
    if search_result is None:
        return BestBuild(None, search.cheapest(), False, edge.proved, limit)
    build = search.build(search_result.solution)
    decided = edge.proved and search_result.proved
    best = search_result is edge or (bool(aim.goals) and limit is not None and build.reached == limit.reached)
    cheap = limit is None or limit.compare is None or build.priced.totals.compare <= limit.compare
    return BestBuild(build, None, decided and best and cheap, decided, limit)


@dataclass(frozen=True)
class _Search:
    prices: SearchablePrices
    measured: GoalProgram
    session: Session
    sums: tuple[Terms, ...]
    aim: Aim
    budget: Budget

    def within(self, price: Sum, also: tuple[Bound, ...] = ()) -> SearchResult | None:
        """Return the best product within the limit according to a sum that bounds the price."""
        if self.aim.at_most is not None:
            high = floor((self.aim.at_most - price.constant) * price.scale)
            also = (*also, Bound(price.terms, high=high))
        return first_by(self.session, self.sums, self.measured.required, also=also, budget=self.budget)

    def kept(self) -> tuple[SearchResult | None, SearchResult | None]:
        """Return the best product that may be within the limit according to the bounds, and the best one known to be.

        Products whose own price exceeds the limit are dropped; an empty result is then certain.
        """
        others: tuple[Bound, ...] = ()
        edge = self.within(self.prices.objective.below)
        for _ in range(0 if self.prices.objective.exact else MOST_TRIED_WITHIN_BUDGET):
            if edge is None or self._keeps_within(edge.solution) or self.budget.spent():
                break
            others = (*others, self._but(edge.solution))
            edge = self.within(self.prices.objective.below, others)
        if edge is None or self._keeps_within(edge.solution):
            return edge, edge
        sure = self.within(self.prices.objective.above)
        near = [SearchResult(solution, True) for solution in self._cheapest() if self._keeps_within(solution)]
        return edge, min((*near, *(() if sure is None else (sure,))), key=self._rank, default=None)

    def _cheapest(self) -> tuple[Solution, ...]:
        """Return a few solutions of least price according to the bounds: they may be within the limit."""
        required, terms = self.measured.required, self.prices.objective.below.terms
        given = Assumptions(standing_domains(self.session, required), also=required.also)
        return self.session.solver.ask(
            RankSolutions(terms, given, number=MOST_TRIED_WITHIN_BUDGET), self.budget
        ).solutions

    def _rank(self, search_result: SearchResult) -> tuple[Fraction, ...]:
        build = self.build(search_result.solution)
        signs = (-1 if goal.sense is Sense.MOST else 1 for goal in self.aim.goals)
        return (*(sign * value for sign, value in zip(signs, build.reached, strict=True)), build.priced.totals.compare)

    def _keeps_within(self, solution: Solution) -> bool:
        return self.aim.at_most is None or self.build(solution).priced.totals.compare <= self.aim.at_most

    def _but(self, solution: Solution) -> Bound:
        """Return the bound that every other solution keeps: not all variables have the same values again."""
        program = self.session.compiled.program
        places = [location for location, variable in enumerate(program.variables) if not variable.determined]
        same = tuple(Term(location, 0, ((solution[location], 1),)) for location in places)
        return Bound(same, high=len(places) - 1)

    def limit(self, edge: SearchResult) -> BestBuildBound | None:
        """Return the bound; if time ran out, at most that of the first goal."""
        if not edge.proved:
            measures = self.measured.measures
            known = bool(measures) and edge.bound is not None
            return BestBuildBound((measures[0].value(edge.bound or 0),), None) if known else None
        build = self.build(edge.solution)
        if not self.sums:
            return BestBuildBound(build.reached, None)
        below = self.prices.objective.below
        return BestBuildBound(build.reached, self.prices.at_least(below.amount(below.cost(edge.solution))))

    def cheapest(self) -> PricedBuild | None:
        """Return the cheapest product under the same conditions, with its lower bound."""
        below = self.prices.objective.below
        search_result = first_by(self.session, (below.terms,), self.measured.required, budget=self.budget)
        if search_result is None or search_result.bound is None:
            return None
        return self.build(search_result.solution, self.prices.at_least(below.amount(search_result.bound)))

    def build(self, solution: Solution, at_least: Fraction | None = None) -> PricedBuild:
        return priced_build(self.prices, self.measured, self.session.configuration(solution), at_least)


def priced_build(
    prices: SearchablePrices, measured: GoalProgram, configuration: Configuration, at_least: Fraction | None = None
) -> PricedBuild:
    """Return a configuration with its price and goal values; see `PricedBuild` for the bound."""
    catalog, priced = measured.compiled.catalog, prices.priced(configuration)
    reached = tuple(measure.goal.value(catalog, configuration) for measure in measured.measures)
    bound = None if at_least is None else min(at_least, priced.totals.compare)
    return PricedBuild(configuration, priced, reached, bound)


@dataclass(frozen=True)
class CheapestBuilds:
    """The cheapest products, ascending; not `complete`: time ran out before all that were wanted were found.

    None that is left out costs less than `beyond`; None where all there are were found, or time ran out.
    """

    builds: tuple[PricedBuild, ...]
    complete: bool
    beyond: Fraction | None = None


def cheapest_builds(
    prices: SearchablePrices, session: Session, number: int, *, budget: Budget = UNLIMITED
) -> CheapestBuilds:
    """Return the n cheapest products, ascending by price; `session` is one of the market.

    If prices are searched by bounds, an omitted product may cost less than a listed one.
    """
    given, below = Assumptions(session.standing_assignment.narrowed()), prices.objective.below
    results = session.solver.ask(RankSolutions(below.terms, given, number=number), budget)
    configurations = [session.configuration(solution) for solution in results.solutions]
    builds = [PricedBuild(each, prices.priced(each), ()) for each in configurations]
    ordered = sorted(builds, key=lambda build: build.priced.totals.compare)
    more = results.complete and len(results.solutions) == number > 0
    beyond = prices.at_least(below.amount(below.cost(results.solutions[-1]))) if more else None
    return CheapestBuilds(tuple(ordered), results.complete, beyond)
