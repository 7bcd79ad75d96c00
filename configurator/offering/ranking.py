"""Repairs with what they cost: ranked by the number of changes, then by the price that results."""

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.offering.differences import Difference, difference
from configurator.pricing.lines import Priced
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.session.repairs import Repair


@dataclass(frozen=True, slots=True)
class RankedRepair:
    """A repair, and by how much it changes the running price; None where there is no price to compare with."""

    repair: Repair
    difference: Difference | None


def ranked(repairs: Sequence[Repair], running: Priced | None, prepared: Prepared | None) -> tuple[RankedRepair, ...]:
    """Return repairs in order: fewer changes first, then the cheaper; equal ones keep their order."""
    if running is None or prepared is None:
        return tuple(RankedRepair(repair, None) for repair in repairs)
    found = [
        RankedRepair(repair, difference(price_prepared(repair.configuration, prepared).totals, running.totals))
        for repair in repairs
    ]
    return tuple(sorted(found, key=_rank))


def _rank(ranked: RankedRepair) -> tuple[int, object]:
    return len(ranked.repair.changes), ranked.difference.compare if ranked.difference else 0
