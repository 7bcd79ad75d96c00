"""From X to Y as an answer: the ends of the prices, the cheapest products, the least total with every option."""

from dataclasses import dataclass

from configurator.offering.cheapest import Cheapest
from configurator.offering.extremes import Market, PriceRange
from configurator.offering.least_totals import LeastTotals
from configurator.session.session import Session


@dataclass(frozen=True)
class Span:
    """From X to Y as the choices stand; `ends` is None where the catalog has no product.

    `session` counts what stands of choices that clash. `cheapest` and `least` are there if they were asked for.
    """

    market: Market
    session: Session
    ends: PriceRange | None
    cheapest: Cheapest | None = None
    least: LeastTotals | None = None

    @property
    def undecided(self) -> bool:
        """Whether time ran out before everything was certain."""
        if self.ends is not None and not all(end is not None and end.proved for end in self.ends.both):
            return True
        missing = self.cheapest is not None and not self.cheapest.complete
        return missing or (self.least is not None and bool(self.least.undecided))
