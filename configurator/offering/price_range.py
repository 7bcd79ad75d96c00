"""The price range of choices: the cheapest and the most expensive product, with bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Feature, NumericDomain
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import Undecided
from configurator.language.checked import ABSENT
from configurator.offering.best_build import CheapestBuilds
from configurator.offering.limits import MOST_COUNTS, MOST_NUMBERS, MOST_SECONDS_NEAR_END, MOST_TRIED_NEAR_END
from configurator.offering.price_search import (
    PriceBasis,
    SearchablePrices,
    SearchResult,
    first_by,
    least_possible_sum,
    standing_domains,
)
from configurator.pricing.price_lines import Priced
from configurator.pricing.symbolic import Sum
from configurator.program.compile import Slot
from configurator.program.intset import IntSet
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.naming import CatalogMember
from configurator.session.option_states import choosable
from configurator.session.session import Session
from configurator.short_repr import short_repr
from configurator.solving.port import Assumptions, LeastCosts, MinimiseThrough, RankSolutions


@dataclass(frozen=True)
class PriceRangeEnd:
    """A product at one end of the price range.

    `bound` bounds the number that ranks; if it equals the product's own, the end is exact. If not `proved`, time ran
    out before tighter bounds were found.
    """

    configuration: Configuration
    priced: Priced
    bound: Fraction
    proved: bool

    @property
    def slack(self) -> Fraction:
        """How much further out a product may be; 0 if the end is exact."""
        return abs(self.priced.totals.compare - self.bound)


@dataclass(frozen=True)
class PriceRange:
    """From the cheapest to the dearest product; an end is None where time ran out before any was found.

    No product costs less than `at_least`, nor more than `at_most`.
    """

    least: PriceRangeEnd | None
    greatest: PriceRangeEnd | None
    at_least: Fraction
    at_most: Fraction

    @property
    def both(self) -> tuple[PriceRangeEnd | None, PriceRangeEnd | None]:
        """The cheapest end and the dearest."""
        return self.least, self.greatest


def cheapest(
    prices: SearchablePrices, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED
) -> PriceRangeEnd | None:
    """Return the cheapest completion of the choices, among equals the one the defaults prefer; None where none is.

    Raises `Undecided` where time ran out before any was found.
    """
    return _End.of(prices, prices.session(choices, budget=budget), 1).extreme(budget)


def dearest(
    prices: SearchablePrices, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED
) -> PriceRangeEnd | None:
    """Return the dearest completion of the choices; see `cheapest`."""
    return _End.of(prices, prices.session(choices, budget=budget), -1).extreme(budget)


def price_range(
    prices: SearchablePrices, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED
) -> PriceRange | None:
    """Return the cheapest and the dearest completion of the choices; None where there is no completion."""
    try:
        session = prices.session(choices, budget=budget)
    except Undecided:
        return PriceRange(None, None, *(_beyond(prices, end, {}) for end in _ENDS))
    results: list[PriceRangeEnd | None] = []
    for sign in _ENDS:
        try:
            extreme = _End.of(prices, session, sign).extreme(budget)
        except Undecided:
            results.append(None)
            continue
        if extreme is None:
            return None
        results.append(extreme)
    bounds = [
        _beyond(prices, sign, standing_domains(session)) if extreme is None else extreme.bound
        for sign, extreme in zip(_ENDS, results, strict=True)
    ]
    return PriceRange(results[0], results[1], bounds[0], bounds[1])


def _beyond(prices: SearchablePrices, sign: int, narrowed: Mapping[int, IntSet]) -> Fraction:
    """Return a bound on prices without a search."""
    searched = _searched(prices, sign)
    return _price(
        prices, sign, searched.amount(least_possible_sum(prices.objective.compiled.program, searched.terms, narrowed))
    )


_ENDS = (1, -1)
"""The cheapest end, and the dearest, where the least of all negative prices is looked for."""


def _searched(prices: SearchablePrices, sign: int) -> Sum:
    return prices.objective.below if sign > 0 else prices.objective.above.negative


def _price(prices: SearchablePrices, sign: int, amount: Fraction) -> Fraction:
    return prices.at_least(amount) if sign > 0 else prices.at_most(-amount)


def _as_long_again(budget: Budget, began: float) -> Budget:
    """Return a budget of the time spent since a moment, capped, within the remaining one."""
    if budget.deadline is None:
        return budget
    now = budget.now()
    return replace(budget, deadline=min(budget.deadline, now + min(now - began, MOST_SECONDS_NEAR_END)))


@dataclass(frozen=True)
class _End:
    """One end of the prices: the least of `searched`, which is never more than the number that ranks times `sign`."""

    prices: SearchablePrices
    session: Session
    searched: Sum
    sign: int

    @staticmethod
    def of(prices: SearchablePrices, session: Session, sign: int) -> "_End":
        """Return the end on one side."""
        return _End(prices, session, _searched(prices, sign), sign)

    def bound(self, cost: int) -> Fraction:
        """Return the price bound that follows from the least sum."""
        return _price(self.prices, self.sign, self.searched.amount(cost))

    def rank(self, priced: Priced) -> Fraction:
        return priced.totals.compare * self.sign

    def extreme(self, budget: Budget) -> PriceRangeEnd | None:
        began = budget.now()
        search_result = first_by(self.session, (self.searched.terms,), budget=budget)
        if search_result is None:
            return None
        configuration = self.session.configuration(search_result.solution)
        priced = self.prices.priced(configuration)
        bound = self.bound(
            self.searched.cost(search_result.solution) if search_result.bound is None else search_result.bound
        )
        end = self._with(configuration, priced, bound, search_result)
        if end.slack and search_result.proved:
            return self._nearer(end, _as_long_again(budget, began))
        return end

    def _with(
        self, configuration: Configuration, priced: Priced, bound: Fraction, search_result: SearchResult
    ) -> PriceRangeEnd:
        nearer = min(bound * self.sign, self.rank(priced)) * self.sign
        return PriceRangeEnd(configuration, priced, nearer, search_result.proved or nearer == priced.totals.compare)

    def _nearer(self, end: PriceRangeEnd, budget: Budget) -> PriceRangeEnd:
        """Price the products next to an end that is not exact: the best of them, and beyond them a nearer bound."""
        given = Assumptions(self.session.standing_assignment.narrowed())
        several = self.session.solver.ask(RankSolutions(self.searched.terms, given, number=MOST_TRIED_NEAR_END), budget)
        configurations = [self.session.configuration(solution) for solution in several.solutions]
        every = [(end.configuration, end.priced), *((each, self.prices.priced(each)) for each in configurations)]
        configuration, priced = min(every, key=lambda each: self.rank(each[1]))
        if not several.complete or not several.solutions:
            return PriceRangeEnd(configuration, priced, end.bound, end.proved)
        bound = self.rank(priced)
        if len(several.solutions) == MOST_TRIED_NEAR_END:
            bound = min(bound, self.bound(self.searched.cost(several.solutions[-1])) * self.sign)
        return PriceRangeEnd(configuration, priced, bound * self.sign, end.proved)


@dataclass(frozen=True, slots=True)
class LeastTotals:
    """The least number that ranks over products with a value and the other choices, by path and value.

    Impossible values are not listed. No product with the value costs less, and the cheapest at most `slack` more; 0
    means exact. Values in `undecided` were not computed in time.
    """

    by_value: Mapping[tuple[str, FeatureValue], Fraction]
    undecided: frozenset[tuple[str, FeatureValue]]
    slack: Fraction


def least_totals(prices: SearchablePrices, session: Session, *, budget: Budget = UNLIMITED) -> LeastTotals:
    """Return the least totals with every option, and with every number of a small range.

    `session` is one of the market. A chosen value may give way to another of the same feature, the other choices stay.
    """
    inquiry = session.standing_assignment
    catalog_members = {named.address: named for named in inquiry.naming.by_slot.values() if is_reported(named)}
    slots = {path: inquiry.slot(path) for path in catalog_members}
    others = [slot.variable for path, slot in slots.items() if path not in inquiry.wanted]
    given = Assumptions(inquiry.narrowed())
    least_costs = session.solver.ask(MinimiseThrough(prices.objective.below.terms, given, of=others), budget)
    by_value: dict[tuple[str, FeatureValue], Fraction] = {}
    undecided: set[tuple[str, FeatureValue]] = set()
    for path, slot in slots.items():
        known = least_costs
        if path in inquiry.wanted:
            alone = Assumptions(inquiry.narrowed(path))
            known = session.solver.ask(
                MinimiseThrough(prices.objective.below.terms, alone, of=(slot.variable,)), budget
            )
        _note(prices, path, slot, known, by_value, undecided)
    return LeastTotals(by_value, frozenset(undecided), prices.objective.slack)


def is_reported(named: CatalogMember) -> bool:
    """Return whether every value of a feature or structure has a least total: not where there are many numbers."""
    target = named.target
    if not isinstance(target, Feature):
        return target.high <= MOST_COUNTS
    domain = target.domain
    return not isinstance(domain, NumericDomain) or (domain.high - domain.low) / domain.step < MOST_NUMBERS


def _note(
    prices: SearchablePrices,
    path: str,
    slot: Slot,
    least_costs: LeastCosts,
    by_value: dict[tuple[str, FeatureValue], Fraction],
    undecided: set[tuple[str, FeatureValue]],
) -> None:
    costs, unknown = least_costs.costs[slot.variable], least_costs.undecided[slot.variable]
    for held in choosable(slot):
        value = slot.value(held)
        if value is ABSENT:
            continue
        if held in costs:
            by_value[path, value] = prices.at_least(prices.objective.below.amount(costs[held]))
        elif held in unknown:
            undecided.add((path, value))


@dataclass(frozen=True, slots=True)
class OverviewParts:
    """What is asked beside the range: so many cheapest products, and whether the least total with every option is."""

    builds: int = 0
    options: bool = False


ENDS_ONLY = OverviewParts()
WITH_OPTIONS = OverviewParts(options=True)


@short_repr
@dataclass(frozen=True)
class PriceOverview:
    """The price range under the choices; `ends` is None if the catalog has no product.

    `session` has the consistent part of conflicting choices. `cheapest` and `least` are present if requested.
    """

    basis: PriceBasis
    session: Session
    ends: PriceRange | None
    cheapest: CheapestBuilds | None = None
    least: LeastTotals | None = None

    @property
    def exact(self) -> bool:
        """Whether everything is certain, and no price is known by a bound only."""
        ends = self.ends is None or not any(end is None or end.slack for end in self.ends.both)
        return ends and not self.undecided and not (self.least and self.least.slack)

    @property
    def undecided(self) -> bool:
        """Whether time ran out before everything was certain."""
        if self.ends is not None and not all(end is not None and end.proved for end in self.ends.both):
            return True
        missing = self.cheapest is not None and not self.cheapest.complete
        return missing or (self.least is not None and bool(self.least.undecided))
