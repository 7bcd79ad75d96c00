"""From X to Y: the cheapest and the dearest product that choices leave, and the best one within a budget."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from configurator.configuration import Configuration
from configurator.pricing.lines import Priced
from configurator.pricing.objective import Objective, objective
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.program.compile import CompiledCatalog
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Bound, Budget, Engine, Solver


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
    """From the cheapest to the dearest product."""

    least: Extreme
    greatest: Extreme


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
    least, greatest = cheapest(market, choices, budget=budget), dearest(market, choices, budget=budget)
    return None if least is None or greatest is None else PriceRange(least, greatest)


def within(
    market: Market, most: Fraction, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED
) -> Configuration | None:
    """Return the completion that the owner's preferences and defaults ask for among those that cost at most so much.

    `most` is compared with the number that ranks. None where every completion costs more; one whose price rounding
    alone could lift above `most` is not offered.
    """
    found = market.objective
    high = floor((most - found.slack - found.constant) * found.scale)
    return market.session(choices, budget=budget).complete(also=(Bound(found.terms, high=high),), budget=budget)


def _extreme(market: Market, choices: Choices, budget: Budget, *, dearest: bool) -> Extreme | None:
    terms = market.objective.opposite if dearest else market.objective.terms
    found = market.session(choices, budget=budget).cheapest(terms, budget=budget)
    if found is None:
        return None
    priced = price_prepared(found.configuration, market.prepared)
    return Extreme(found.configuration, priced, 2 * market.objective.slack, found.proved)
