"""Repairs with what they cost: ranked by the number of changes or by the price that results."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.money import ZERO
from configurator.offering.differences import Difference, difference
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.session.repairs import Repair
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Budget


@dataclass(frozen=True, slots=True)
class RankedRepair:
    """A repair, and what it changes in the price while all other choices are kept; None where there is no price."""

    repair: Repair
    difference: Difference | None


class RankBy(StrEnum):
    """What makes one repair better than another, before what else does."""

    CHANGES = "changes"
    """Fewer changes, then the lower price."""
    PRICE = "price"
    """The lower price, then fewer changes."""


def ranked(
    repairs: Sequence[Repair],
    session: Session,
    prepared: Prepared | None,
    *,
    by: RankBy = RankBy.CHANGES,
    budget: Budget = UNLIMITED,
) -> tuple[RankedRepair, ...]:
    """Return repairs in order, the best first; equal ones, and all where there is no price, keep their order.

    Each is compared with the product that keeps as many choices as go together. Raises Undecided where that was not
    known in time.
    """
    configuration = session.complete_most(budget=budget) if repairs and prepared else None
    if configuration is None or prepared is None:
        return in_order([RankedRepair(repair, None) for repair in repairs])
    running = price_prepared(configuration, prepared)
    found = [
        RankedRepair(repair, difference(price_prepared(repair.configuration, prepared).totals, running.totals))
        for repair in repairs
    ]
    return in_order(found, by=by)


def in_order(repairs: Sequence[RankedRepair], *, by: RankBy = RankBy.CHANGES) -> tuple[RankedRepair, ...]:
    """Return repairs with the best first; equal ones keep their order."""
    return tuple(sorted(repairs, key=lambda each: _rank(each, by)))


def _rank(ranked: RankedRepair, by: RankBy) -> tuple[Fraction, ...]:
    changes = Fraction(len(ranked.repair.changes))
    price = ranked.difference.compare if ranked.difference else ZERO
    return (price, changes) if by is RankBy.PRICE else (changes, price)
