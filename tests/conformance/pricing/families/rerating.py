"""Cumulative re-rating: each phase bills the price of everything so far, less what has been booked."""

from typing import Any

from configurator.pricing.modifiers import PartOfPeriod
from tests.conformance.pricing.asked import Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.tiers import charge_of
from tests.conformance.pricing.reading import dues
from tests.conformance.pricing.words import EXACT, NUMBER, asking, dressed, rounding_of


def _rerated(model: str) -> Any:
    def translate(case: Case) -> Quoted:
        given = case.parameters
        charge = dressed(given, charge_of(model, given))
        rounding = rounding_of(given.get("round", case.rounding), EXACT)
        book = {"parameters": asking(quantity=NUMBER), "rounding": rounding, "charges": {"usage": charge}}
        return Quoted(book, dues, _phases(case.input["cumulative_quantities"]))

    return translate


def _phases(quantities: list[str]) -> list[Phase]:
    """Return a pricing for each cumulative quantity; the last one ends the period."""
    parts = [*(PartOfPeriod.MIDDLE for _ in quantities[1:]), PartOfPeriod.LAST]
    return [Phase({"usage.quantity": quantity}, part) for quantity, part in zip(quantities, parts, strict=False)]


TRANSLATIONS: Translations = {
    "cumulative_rerating_unit": _rerated("per_unit"),
    "cumulative_rerating_dynamic": _rerated("cost_plus"),
    "cumulative_rerating_package": _rerated("package"),
    "cumulative_rerating_tieredgraduated": _rerated("graduated"),
    "cumulative_rerating_tieredvolume": _rerated("volume"),
}
