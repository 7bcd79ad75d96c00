"""Capacity bands of one unit or several."""

from typing import Any

from tests.conformance.pricing.asked import Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.reading import Read, due_after, total
from tests.conformance.pricing.words import EXACT, NUMBER, asking, quantity_phase, usage_charge


def _single(case: Case) -> Quoted:
    bands = [{"flat": price} if limit in ("-1", -1, None) else {"up_to": limit, "flat": price}
             for limit, price in case.parameters["bands"]]  # fmt: skip
    charges = {"usage": usage_charge("capacity_band", bands=bands, beyond="last_tier")}
    if "recurring" in case.parameters:
        charges["plan"] = {"amount": case.parameters["recurring"]}
    book = {"parameters": asking(quantity=NUMBER), "rounding": EXACT, "charges": charges}
    return Quoted(book, total, [quantity_phase(case)])


def _several(case: Case, read: Read = total) -> Quoted:
    """Limits of -1 are no limits; a unit that was not used is used not at all."""
    bands = [_band(each) for each in case.parameters["bands"]]
    units = list(dict.fromkeys(unit for each in case.parameters["bands"] for unit in each["limits"]))
    charge = {
        "model": "capacity_band",
        "quantities": {unit: f"usage.{unit.lower()}" for unit in units},
        "bands": bands,
        "beyond": "last_tier",
    }
    kinds = asking(**{unit.lower(): NUMBER for unit in units})
    phase = Phase({f"usage.{unit.lower()}": case.input.get(unit, "0") for unit in units})
    return Quoted({"parameters": kinds, "rounding": EXACT, "charges": {"usage": charge}}, read, [phase])


def _band(each: Any) -> dict[str, Any]:
    limits = {unit: limit for unit, limit in each["limits"].items() if limit not in ("-1", -1, None)}
    return {"limits": limits, "flat": each["price"]}


def _delta(case: Case) -> Quoted:
    return _several(case, due_after(case.input["already_billed"]))


TRANSLATIONS: Translations = {
    "capacity_band": _single,
    "capacity_band_multi_unit": _several,
    "capacity_band_multi_unit_delta": _delta,
}
