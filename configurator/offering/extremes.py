"""From X to Y: the cheapest and the dearest product that choices leave, and what no product lies beyond."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from configurator.configuration import Configuration
from configurator.errors import Undecided
from configurator.offering.search import Found, asked, first_by, lowest
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.lines import Priced
from configurator.pricing.objective import Objective, Sum, objective
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Assumptions, Budget, Engine, Solver

MOST_TRIED = 8
"""So many of the products nearest to an end are priced, where the end is not exact: one may lie further out."""


MOST_MORE = 1.0
"""So many seconds are spent on them at most, where time is limited."""
WIDE = 10_000
"""Programs with intermediate results of more values than so many are searched by an engine that adds numbers up."""


def loaded(program: Program, engine: Engine, prover: Engine) -> Solver:
    """Load a program: where sums of money have very many values, with the prover, which does not tell values apart."""
    wide = any(variable.determined and len(variable.domain) > WIDE for variable in program.variables)
    return (prover if wide else engine).load(program)


@dataclass(frozen=True)
class Market:
    """A book on a day over a catalog, ready to be searched: its objective, and a solver over the objective's program.

    Making one costs about as much as loading the catalog's own solver, so whoever asks often keeps it.
    """

    prepared: Prepared
    objective: Objective
    solver: Solver

    @staticmethod
    def open(prepared: Prepared, compiled: CompiledCatalog, engine: Engine, prover: Engine) -> "Market":
        """Make a market; see `loaded`. Raises `NotLinear` where a rule has neither an exact sum nor a bound."""
        found = objective(prepared, compiled)
        return Market(prepared, found, loaded(found.compiled.program, engine, prover))

    def session(self, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Session:
        """Open a session that can be asked for the least sum of the objective's terms."""
        return Session.open(self.objective.compiled, self.solver, choices, budget=budget)

    def priced(self, configuration: Configuration) -> Priced:
        """Price a product by itself."""
        return price_prepared(configuration, self.prepared)

    def at_least(self, amount: Fraction) -> Fraction:
        """Return the least price that is not below an amount: prices are often multiples of the rounding step."""
        step = self._step
        return amount if step is None else ceil(amount / step) * step

    def at_most(self, amount: Fraction) -> Fraction:
        """Return the greatest price that is not above an amount."""
        step = self._step
        return amount if step is None else floor(amount / step) * step

    @property
    def _step(self) -> Fraction | None:
        months = self.prepared.book.compare_over
        whole = all(weight(cadence, months).denominator == 1 for cadence in Cadence)
        return self.prepared.book.rounding.step if whole else None


@dataclass(frozen=True)
class Extreme:
    """A product at one end of the prices.

    No product lies beyond `bound`, in the number that ranks; where that is the product's own, the end is exact. If not
    `proved`, time ran out before nearer bounds were found.
    """

    configuration: Configuration
    priced: Priced
    bound: Fraction
    proved: bool

    @property
    def slack(self) -> Fraction:
        """By how much a product may yet lie further out; 0 where the end is exact."""
        return abs(self.priced.totals.compare - self.bound)


@dataclass(frozen=True)
class PriceRange:
    """From the cheapest to the dearest product; an end is None where time ran out before any was found.

    No product costs less than `at_least`, nor more than `at_most`.
    """

    least: Extreme | None
    greatest: Extreme | None
    at_least: Fraction
    at_most: Fraction

    @property
    def both(self) -> tuple[Extreme | None, Extreme | None]:
        """The cheapest end and the dearest."""
        return self.least, self.greatest


def cheapest(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Extreme | None:
    """Return the cheapest completion of the choices, among equals the one the defaults prefer; None where none is.

    Raises `Undecided` where time ran out before any was found.
    """
    return _End.of(market, market.session(choices, budget=budget), 1).extreme(budget)


def dearest(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Extreme | None:
    """Return the dearest completion of the choices; see `cheapest`."""
    return _End.of(market, market.session(choices, budget=budget), -1).extreme(budget)


def price_range(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> PriceRange | None:
    """Return the cheapest and the dearest completion of the choices; None where there is no completion."""
    try:
        session = market.session(choices, budget=budget)
    except Undecided:
        return PriceRange(None, None, *(_beyond(market, end, {}) for end in _ENDS))
    found: list[Extreme | None] = []
    for sign in _ENDS:
        try:
            extreme = _End.of(market, session, sign).extreme(budget)
        except Undecided:
            found.append(None)
            continue
        if extreme is None:
            return None
        found.append(extreme)
    bounds = [
        _beyond(market, sign, asked(session)) if extreme is None else extreme.bound
        for sign, extreme in zip(_ENDS, found, strict=True)
    ]
    return PriceRange(found[0], found[1], bounds[0], bounds[1])


def _beyond(market: Market, sign: int, narrowed: Mapping[int, IntSet]) -> Fraction:
    """Return a price that no product lies beyond, without looking for any."""
    searched = _searched(market, sign)
    return _price(market, sign, searched.amount(lowest(market.objective.compiled.program, searched.terms, narrowed)))


_ENDS = (1, -1)
"""The cheapest end, and the dearest, where the least of all negative prices is looked for."""


def _searched(market: Market, sign: int) -> Sum:
    return market.objective.below if sign > 0 else market.objective.above.negative


def _price(market: Market, sign: int, amount: Fraction) -> Fraction:
    return market.at_least(amount) if sign > 0 else market.at_most(-amount)


def _as_long_again(budget: Budget, began: float) -> Budget:
    """Return a budget of as much time as was spent since a moment, at most a little, within what is left."""
    if budget.deadline is None:
        return budget
    now = budget.now()
    return replace(budget, deadline=min(budget.deadline, now + min(now - began, MOST_MORE)))


@dataclass(frozen=True)
class _End:
    """One end of the prices: the least of `searched`, which is never more than the number that ranks times `sign`."""

    market: Market
    session: Session
    searched: Sum
    sign: int

    @staticmethod
    def of(market: Market, session: Session, sign: int) -> "_End":
        """Return the end on one side."""
        return _End(market, session, _searched(market, sign), sign)

    def bound(self, cost: int) -> Fraction:
        """Return the price that no product lies beyond, as none has a lesser sum."""
        return _price(self.market, self.sign, self.searched.amount(cost))

    def rank(self, priced: Priced) -> Fraction:
        return priced.totals.compare * self.sign

    def extreme(self, budget: Budget) -> Extreme | None:
        began = budget.now()
        found = first_by(self.session, (self.searched.terms,), budget=budget)
        if found is None:
            return None
        configuration = self.session.configuration(found.solution)
        priced = self.market.priced(configuration)
        bound = self.bound(self.searched.cost(found.solution) if found.bound is None else found.bound)
        end = self._with(configuration, priced, bound, found)
        if end.slack and found.proved:
            return self._nearer(end, _as_long_again(budget, began))
        return end

    def _with(self, configuration: Configuration, priced: Priced, bound: Fraction, found: Found) -> Extreme:
        nearer = min(bound * self.sign, self.rank(priced)) * self.sign
        return Extreme(configuration, priced, nearer, found.proved or nearer == priced.totals.compare)

    def _nearer(self, end: Extreme, budget: Budget) -> Extreme:
        """Price the products next to an end that is not exact: the best of them, and beyond them a nearer bound."""
        given = Assumptions(self.session.stood.narrowed())
        several = self.session.solver.cheapest(self.searched.terms, given, number=MOST_TRIED, budget=budget)
        found = [self.session.configuration(solution) for solution in several.solutions]
        every = [(end.configuration, end.priced), *((each, self.market.priced(each)) for each in found)]
        configuration, priced = min(every, key=lambda each: self.rank(each[1]))
        if not several.complete or not several.solutions:
            return Extreme(configuration, priced, end.bound, end.proved)
        bound = self.rank(priced)
        if len(several.solutions) == MOST_TRIED:
            bound = min(bound, self.bound(self.searched.cost(several.solutions[-1])) * self.sign)
        return Extreme(configuration, priced, bound * self.sign, end.proved)
