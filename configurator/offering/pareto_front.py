"""Goals → the Pareto front: every undominated combination of price and goals, each with a product.

Search zones by upper bounds (Klamroth, Lacour & Vanderpooten, EJOR 2015): each product found splits the zones that
contain it, and a zone without a product is finished; the product with the least sum of all goals within a zone is
undominated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import floor
from operator import le

from configurator.budget import UNLIMITED, Budget
from configurator.offering.best_build import PricedBuild, priced_build
from configurator.offering.goals import GoalProgram, Sense
from configurator.offering.limits import MOST_POINTS
from configurator.offering.price_search import SearchablePrices, Terms, first_by
from configurator.program.bounds import sum_range
from configurator.program.limits import INTEGER_LIMIT
from configurator.program.nodes import Term
from configurator.program.semantics import weigh
from configurator.session.session import Session
from configurator.short_repr import short_repr
from configurator.solving.port import Bound

Zone = tuple[int | None, ...]
"""For every objective the sum that a solution must stay below; None is no bound."""


@short_repr
@dataclass(frozen=True)
class ParetoFront:
    """Products of which none is beaten by another one that is listed: none costs no more and is no worse in any goal.

    The cheapest comes first. No product that is as good as one of them costs less than its bound (`at_least`); where
    sums are exact, that is its price, and nothing at all beats it. `complete`: for every product there is one that is
    as good, with a bound that is no more than the product's price. `slack` is how far apart a price and its sum may be.
    """

    points: tuple[PricedBuild, ...]
    complete: bool
    slack: Fraction


def pareto_front(
    prices: SearchablePrices,
    measured: GoalProgram,
    session: Session,
    *,
    at_most: Fraction | None = None,
    number: int = MOST_POINTS,
    budget: Budget = UNLIMITED,
) -> ParetoFront:
    """Return the Pareto front of price and the measured goals over the completions of a session's choices.

    The session is one over the measured program. Only what surely costs at most `at_most` counts.
    """
    objective = prices.objective
    objectives = (objective.below.terms, *(measure.terms for measure in measured.measures))
    start: Zone = tuple(None for _ in objectives)
    also: tuple[Bound, ...] = ()
    if at_most is not None and objective.exact:
        start = (floor((at_most - objective.below.constant) * objective.below.scale) + 1, *start[1:])
    elif at_most is not None:
        also = (Bound(objective.above.terms, high=floor((at_most - objective.above.constant) * objective.above.scale)),)
    results, complete = _unbeaten(session, measured, objectives, _Frame(start, also), number, budget)
    points = [
        priced_build(
            prices, measured, session.configuration(solution), prices.at_least(objective.below.amount(sums[0]))
        )
        for sums, solution in sorted(results)
    ]
    return ParetoFront(tuple(_kept(measured, points)), complete, objective.slack)


def _kept(measured: GoalProgram, points: Sequence[PricedBuild]) -> list[PricedBuild]:
    """Return the points that are undominated by their own prices, which may differ from the compared sums.

    A dominated point passes on its bound: a product represented only by it may cost that little.
    """
    signs = [-1 if measure.goal.sense is Sense.MOST else 1 for measure in measured.measures]
    kept: list[tuple[tuple[Fraction, ...], PricedBuild]] = []
    for point in sorted(points, key=lambda point: point.priced.totals.compare):
        values = (sign * value for sign, value in zip(signs, point.reached, strict=True))
        rank = (point.priced.totals.compare, *values)
        beaten_by = [at for at, (other, _) in enumerate(kept) if all(map(le, other, rank))]
        kept = [
            (other, _bounded_by(build, point) if at in beaten_by else build) for at, (other, build) in enumerate(kept)
        ]
        if not beaten_by:
            beaten = [build for other, build in kept if all(map(le, rank, other))]
            kept = [(other, build) for other, build in kept if not all(map(le, rank, other))]
            kept.append((rank, reduce(_bounded_by, beaten, point)))
    return [build for _, build in kept]


def _bounded_by(point: PricedBuild, other: PricedBuild) -> PricedBuild:
    bounds = [bound for bound in (point.at_least, other.at_least) if bound is not None]
    return replace(point, at_least=min(bounds, default=None))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a front is looked for: the first zone, and bounds that hold everywhere."""

    start: Zone
    also: tuple[Bound, ...]


def _unbeaten(
    session: Session, measured: GoalProgram, objectives: Sequence[Terms], frame: _Frame, number: int, budget: Budget
) -> tuple[list[tuple[tuple[int, ...], tuple[int, ...]]], bool]:
    """Return the sums and the solution of each unbeaten point, and whether these are all."""
    sums = _sums(session, objectives)
    zones: list[Zone] = [frame.start]
    results: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    while zones:
        if len(results) >= number or budget.spent():
            return results, False
        zone = zones[-1]
        also = tuple(
            Bound(terms, high=bound - 1) for terms, bound in zip(objectives, zone, strict=True) if bound is not None
        )
        here = first_by(session, sums, measured.required, also=(*frame.also, *also), budget=budget)
        if here is None:
            zones.pop()
            continue
        if not here.proved:
            return results, False
        point = tuple(weigh(terms, here.solution) for terms in objectives)
        results.append((point, here.solution))
        zones = _split(zones, point)
    return results, True


def _split(zones: Sequence[Zone], point: Sequence[int]) -> list[Zone]:
    """Return the zones with the point, and all that it beats, cut out; zones within others are dropped."""
    kept = [zone for zone in zones if not _holds(zone, point)]
    cut = [
        (*zone[:location], bound, *zone[location + 1 :])
        for zone in zones
        if _holds(zone, point)
        for location, bound in enumerate(point)
    ]
    every = list(dict.fromkeys((*kept, *cut)))
    return [zone for zone in every if not any(zone != other and _is_within(zone, other) for other in every)]


def _holds(zone: Zone, point: Sequence[int]) -> bool:
    return all(bound is None or each < bound for bound, each in zip(zone, point, strict=True))


def _is_within(zone: Zone, other: Zone) -> bool:
    return all(
        outer is None or (inner is not None and inner <= outer) for inner, outer in zip(zone, other, strict=True)
    )


def _sums(session: Session, objectives: Sequence[Terms]) -> tuple[Terms, ...]:
    """Return the objective within a zone: the sum of all goals, or one after the other if the sum is too large."""
    every = [term for terms in objectives for term in terms]
    together = tuple(
        _joined([term for term in every if term.variable == variable])
        for variable in sorted({term.variable for term in every})
    )
    low, high = sum_range(together, [variable.domain for variable in session.compiled.program.variables])
    return (together,) if max(abs(low), abs(high)) < INTEGER_LIMIT else tuple(objectives)


def _joined(terms: Sequence[Term]) -> Term:
    """Return one term equal to the sum of several terms of a variable."""
    listed = sorted({value for term in terms for value, _ in term.weights})
    weights = tuple((value, sum(term.weigh(value) for term in terms)) for value in listed)
    return Term(terms[0].variable, sum(term.coefficient for term in terms), weights)
