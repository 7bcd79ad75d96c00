"""The cheapest completions of choices, one after the other: for whoever wants the next best, too."""

from dataclasses import dataclass
from fractions import Fraction

from configurator.offering.best import Build
from configurator.offering.extremes import Market
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Assumptions, Budget


@dataclass(frozen=True)
class Cheapest:
    """The cheapest products, ascending; not `complete`: time ran out before all that were wanted were found.

    None that is left out costs less than `beyond`; None where all there are were found, or time ran out.
    """

    builds: tuple[Build, ...]
    complete: bool
    beyond: Fraction | None = None


def cheapest_builds(market: Market, session: Session, number: int, *, budget: Budget = UNLIMITED) -> Cheapest:
    """Return so many of the cheapest products, ascending by price; `session` is one of the market.

    Where prices are searched by bounds, a product that is left out may cost less than one that is listed.
    """
    given, below = Assumptions(session.stood.narrowed()), market.objective.below
    found = session.solver.cheapest(below.terms, given, number=number, budget=budget)
    configurations = [session.configuration(solution) for solution in found.solutions]
    builds = [Build(each, market.priced(each), ()) for each in configurations]
    ordered = sorted(builds, key=lambda build: build.priced.totals.compare)
    more = found.complete and len(found.solutions) == number > 0
    beyond = market.at_least(below.amount(below.cost(found.solutions[-1]))) if more else None
    return Cheapest(tuple(ordered), found.complete, beyond)
