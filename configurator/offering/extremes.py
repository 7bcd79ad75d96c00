"""From X to Y: the cheapest and the dearest product that choices leave."""

from dataclasses import dataclass
from fractions import Fraction

from configurator.configuration import Configuration
from configurator.errors import Undecided
from configurator.offering.search import first_by
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.lines import Priced
from configurator.pricing.objective import Objective, objective
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.program.compile import CompiledCatalog
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Budget, Engine, Solver


@dataclass(frozen=True)
class Market:
    """A book on a day over a catalog, ready to be searched: its objective, and a solver over the objective's program.

    Making one costs about as much as loading the catalog's own solver, so whoever asks often keeps it.
    """

    prepared: Prepared
    objective: Objective
    solver: Solver

    @staticmethod
    def open(prepared: Prepared, compiled: CompiledCatalog, engine: Engine) -> "Market":
        """Make a market. Raises `NotLinear` where the book has no exact sum."""
        found = objective(prepared, compiled)
        return Market(prepared, found, engine.load(found.compiled.program))

    def session(self, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Session:
        """Open a session that can be asked for the least sum of the objective's terms."""
        return Session.open(self.objective.compiled, self.solver, choices, budget=budget)


@dataclass(frozen=True)
class Extreme:
    """A product at one end of the prices.

    No product lies further out by more than `slack`, in the number that ranks; 0 where the objective is exact. If not
    `proved`, time ran out before that was certain.
    """

    configuration: Configuration
    priced: Priced
    slack: Fraction
    proved: bool


@dataclass(frozen=True)
class PriceRange:
    """From the cheapest to the dearest product; an end is None where time ran out before any was found."""

    least: Extreme | None
    greatest: Extreme | None

    @property
    def both(self) -> tuple[Extreme | None, Extreme | None]:
        """The cheapest end and the dearest."""
        return self.least, self.greatest


def cheapest(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Extreme | None:
    """Return the cheapest completion of the choices, among equals the one the defaults prefer; None where none is.

    Raises `Undecided` where time ran out before any was found.
    """
    return _extreme(market, choices, budget, dearest=False)


def dearest(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Extreme | None:
    """Return the dearest completion of the choices; see `cheapest`."""
    return _extreme(market, choices, budget, dearest=True)


def price_range(market: Market, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> PriceRange | None:
    """Return the cheapest and the dearest completion of the choices; None where there is no completion."""
    ends: list[Extreme | None] = []
    for find in (cheapest, dearest):
        try:
            found = find(market, choices, budget=budget)
        except Undecided:
            ends.append(None)
            continue
        if found is None:
            return None
        ends.append(found)
    return PriceRange(*ends)


def _extreme(market: Market, choices: Choices, budget: Budget, *, dearest: bool) -> Extreme | None:
    terms = market.objective.opposite if dearest else market.objective.terms
    session = market.session(choices, budget=budget)
    found = first_by(session, (terms,), budget=budget)
    if found is None:
        return None
    configuration = session.configuration(found.solution)
    priced = price_prepared(configuration, market.prepared)
    above = priced.totals.compare - market.objective.amount(market.objective.cost(found.solution))
    slack = market.objective.slack + (-above if dearest else above)
    return Extreme(configuration, priced, _in_steps(market.prepared, priced, slack), found.proved)


def _in_steps(prepared: Prepared, priced: Priced, slack: Fraction) -> Fraction:
    """Return what is left of a slack where all prices are multiples of the rounding step: so is any difference."""
    step, months = prepared.book.rounding.step, prepared.book.compare_over
    whole = all(weight(cadence, months).denominator == 1 for cadence in Cadence)
    return slack // step * step if whole and priced.totals.compare % step == 0 else slack
