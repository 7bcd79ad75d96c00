"""The cheapest completions of choices, one after the other: for whoever wants the next best, too."""

from dataclasses import dataclass

from configurator.offering.best import Build
from configurator.offering.extremes import Market
from configurator.pricing.price import price_prepared
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Assumptions, Budget


@dataclass(frozen=True)
class Cheapest:
    """The cheapest products, ascending; not `complete`: time ran out before all that were wanted were found."""

    builds: tuple[Build, ...]
    complete: bool


def cheapest_builds(market: Market, session: Session, number: int, *, budget: Budget = UNLIMITED) -> Cheapest:
    """Return so many of the cheapest products, ascending by price; `session` is one of the market.

    Where rounding blurs the sums, a product that is left out may cost less than one that is listed, by at most twice
    the slack of the objective.
    """
    given = Assumptions(session.stood.narrowed())
    found = session.solver.cheapest(market.objective.terms, given, number=number, budget=budget)
    configurations = [session.configuration(solution) for solution in found.solutions]
    builds = [Build(each, price_prepared(each, market.prepared), ()) for each in configurations]
    ordered = sorted(builds, key=lambda build: build.priced.totals.compare)
    return Cheapest(tuple(ordered), found.complete)
