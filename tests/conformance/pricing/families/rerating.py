"""Cumulative re-rating: each phase bills the price of everything so far, less what has been booked."""

from typing import Any

from configurator.pricing.modifiers import PartOfPeriod
from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.tiers import charge_of
from tests.conformance.pricing.reading import dues
from tests.conformance.pricing.words import EXACT, NUMBER, asking, rounding_of


def _rerated(model: str) -> Any:
    def translate(case: Case) -> Quoted:
        given = case.parameters
        charge = {**charge_of(model, given), "modifiers": _modifiers(given)}
        if "free_units" in given:
            charge["free"] = given["free_units"]
        rounding = rounding_of(given.get("round", case.rounding), EXACT)
        book = {"parameters": asking(quantity=NUMBER), "rounding": rounding, "charges": {"usage": charge}}
        return Quoted(book, dues, _phases(case.input["cumulative_quantities"]))

    return translate


def _modifiers(given: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "discount_percent" in given:
        found.append({"discount": given["discount_percent"]})
    if "minimum_spend" in given:
        amount, _, when = given["minimum_spend"].partition(",")
        if when.strip() not in ("", "final phase only"):
            raise NotExpressible(f"a minimum is not due {when.strip()!r}")
        found.append({"minimum_spend": {"amount": amount, "due": "at_end" if when else "always"}})
    if "maximum_spend" in given:
        found.append({"maximum_spend": given["maximum_spend"]})
    return found


def _phases(quantities: list[str]) -> list[Phase]:
    """Return a pricing for each cumulative quantity; the last one ends the period."""
    *earlier, last = quantities
    found = [Phase({"usage.quantity": quantity}, PartOfPeriod.MIDDLE) for quantity in earlier]
    return [*found, Phase({"usage.quantity": last}, PartOfPeriod.LAST)]


TRANSLATIONS: Translations = {
    "cumulative_rerating_unit": _rerated("per_unit"),
    "cumulative_rerating_dynamic": _rerated("cost_plus"),
    "cumulative_rerating_package": _rerated("package"),
    "cumulative_rerating_tieredgraduated": _rerated("graduated"),
    "cumulative_rerating_tieredvolume": _rerated("volume"),
}
