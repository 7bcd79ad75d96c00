"""All that stands in the way at once, and every way out with its price: for whoever wants to see it whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.canonical_json import Json, as_json
from configurator.configuration import FeatureValue
from configurator.offering.data import repair_data
from configurator.offering.ranking import RankBy, RankedRepair, ranked
from configurator.pricing.prepare import Prepared
from configurator.session.every_conflict import MOST_CONFLICTS, every_conflict
from configurator.session.explanation import Explanation
from configurator.session.render import as_data
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Budget


@dataclass(frozen=True)
class Clashes:
    """Every minimal conflict, and every repair none of whose changes could be spared, in the order that was asked for.

    `complete`: these are all there are; `limited`: no more were looked for. Both lists are empty where nothing stands
    in the way.
    """

    explanations: tuple[Explanation, ...]
    repairs: tuple[RankedRepair, ...]
    complete: bool
    limited: bool = False


def clashes(
    session: Session,
    prepared: Prepared | None,
    path: str | None = None,
    value: FeatureValue | None = None,
    *,
    by: RankBy = RankBy.CHANGES,
    limit: int = MOST_CONFLICTS,
    budget: Budget = UNLIMITED,
) -> Clashes:
    """Return all reasons why a value cannot be chosen, or, without one, why the choices cannot hold together.

    Raises Undecided where the price to compare with was not known in time.
    """
    wish: Mapping[str, FeatureValue] = {}
    if path is not None and value is not None:
        wish = {path: session.asked.checked(path, value)}
    found = every_conflict(session.asked, wish, limit=limit, budget=budget)
    repairs = ranked(found.repairs, session, prepared, by=by, budget=budget)
    return Clashes(found.explanations, repairs, found.complete, found.limited)


def clashes_data(found: Clashes, locale: str = "en") -> dict[str, Json]:
    """Return all conflicts and repairs as JSON; texts in the locale."""
    return {
        "conflicts": [as_json(as_data(each, locale)) for each in found.explanations],
        "repairs": [repair_data(each, locale) for each in found.repairs],
        "complete": found.complete,
    }
