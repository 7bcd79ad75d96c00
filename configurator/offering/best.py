"""Budget → best build: within a price, and under conditions, what is best by one goal after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration
from configurator.language.checked import CheckedExpression
from configurator.offering.extremes import Market
from configurator.offering.goals import Goal, Sense, read_condition, read_goal
from configurator.offering.measures import Measured
from configurator.offering.search import Found, Terms, first_by
from configurator.pricing.lines import Priced
from configurator.pricing.price import price_prepared
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Bound, Budget


@dataclass(frozen=True, slots=True)
class Aim:
    """What the best build is: the goals in order of importance, a price that it may not exceed, what must hold.

    `at_most` is compared with the number that ranks. Without goals, the owner's preferences and defaults decide;
    after the goals, the lower price does.
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
    """Read goals and conditions in the language of a catalog; raise InvalidRequest saying what is wrong with one."""
    return Aim(
        tuple(read_goal(catalog, sense, text) for sense, text in goals),
        at_most,
        tuple(read_condition(catalog, text) for text in require),
    )


@dataclass(frozen=True)
class Build:
    """A product that was found, with its price and what it reaches of each goal, in the goal's unit."""

    configuration: Configuration
    priced: Priced
    reached: tuple[Fraction, ...]


@dataclass(frozen=True)
class BestBuild:
    """The best build, or None where there is none; then `cheapest` is the least price under the same conditions.

    `proved`: nothing better exists; False where time ran out first. `slack` is how far below the limit a better one
    would have to cost to be sure to be found: rounding moves prices so much from the sums that are searched; 0 is
    exact.
    """

    build: Build | None
    cheapest: Build | None
    proved: bool
    slack: Fraction


def best_build(
    market: Market, measured: Measured, session: Session, aim: Aim, *, budget: Budget = UNLIMITED
) -> BestBuild:
    """Return the best completion of a session's choices; the session is one over the measured program.

    Raises Undecided where time ran out before any was found.
    """
    sums: tuple[Terms, ...] = tuple(measure.terms for measure in measured.measures)
    search = _Search(market, measured, session, (*sums, market.objective.terms) if sums else (), aim, budget)
    found = search.within(Fraction(0))
    slack = Fraction(0)
    if not market.objective.exact and aim.at_most is not None:
        found, slack = search.rounded(found)
    if found is not None:
        return BestBuild(search.build(found), None, found.proved, slack)
    cheapest = first_by(session, (market.objective.terms,), measured.required, budget=budget)
    return BestBuild(None, None if cheapest is None else search.build(cheapest), True, slack)


@dataclass(frozen=True)
class _Search:
    market: Market
    measured: Measured
    session: Session
    sums: tuple[Terms, ...]
    aim: Aim
    budget: Budget

    def within(self, margin: Fraction) -> Found | None:
        """Return the best whose sum lies below the limit and a margin."""
        objective, also = self.market.objective, tuple[Bound, ...]()
        if self.aim.at_most is not None:
            high = floor((self.aim.at_most + margin - objective.constant) * objective.scale)
            also = (Bound(objective.terms, high=high),)
        return first_by(self.session, self.sums, self.measured.required, also=also, budget=self.budget)

    def rounded(self, near: Found | None) -> tuple[Found | None, Fraction]:
        """Return the best of what surely keeps within the limit, and how near to it a better one may be missed.

        The best of all that may keep within it settles the matter where its own price does.
        """
        slack = self.market.objective.slack
        wide = self.within(slack)
        if wide is None or self._keeps_within(wide):
            return wide, Fraction(0)
        if near is not None and self._keeps_within(near):
            return near, slack
        return self.within(-slack), 2 * slack

    def _keeps_within(self, found: Found) -> bool:
        return self.aim.at_most is None or self.build(found).priced.totals.compare <= self.aim.at_most

    def build(self, found: Found) -> Build:
        configuration = self.session.configuration(found.solution)
        return build_of(self.market, self.measured, configuration)


def build_of(market: Market, measured: Measured, configuration: Configuration) -> Build:
    """Return a configuration with its price and what it reaches."""
    catalog = measured.compiled.catalog
    reached = tuple(measure.goal.value(catalog, configuration) for measure in measured.measures)
    return Build(configuration, price_prepared(configuration, market.prepared), reached)
