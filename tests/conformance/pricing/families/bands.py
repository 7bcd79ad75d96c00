"""Capacity bands of one unit or several."""

from collections.abc import Mapping
from typing import Any

from tests.conformance.pricing.asked import Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_quantity
from tests.conformance.pricing.reading import Read, due_after, total
from tests.conformance.pricing.words import EXACT, NUMBER, asking, fees_of, usage_charge

OPEN = ("-1", None)
"""Limits that are none."""


def _single(case: Case) -> Quoted:
    bands = [_single_band(each) for each in case.parameters["bands"]]
    return by_quantity(case, usage_charge("capacity_band", bands=bands, beyond="last_tier"))


def _single_band(each: Any) -> dict[str, Any]:
    """Read `[limit, price]`, or the same with names."""
    if isinstance(each, list):
        limit, price = each
    else:
        limit, price = each.get("up_to", each.get("limit")), each["price"]
    return {"flat": price} if limit in OPEN else {"up_to": limit, "flat": price}


def _several(case: Case, read: Read = total) -> Quoted:
    """Limits of -1 are no limits; a unit that was not used is used not at all. Books name them by number."""
    published = dict.fromkeys(unit for each in case.parameters["bands"] for unit in each["limits"])
    units = {unit: f"unit_{number}" for number, unit in enumerate(published, start=1)}
    bands = [_band(each, units) for each in case.parameters["bands"]]
    charge = {
        "model": "capacity_band",
        "quantities": {name: f"usage.{name}" for name in units.values()},
        "bands": bands,
        "beyond": "last_tier",
    }
    kinds = asking(**dict.fromkeys(units.values(), NUMBER))
    phase = Phase({f"usage.{name}": case.input.get(unit, "0") for unit, name in units.items()})
    charges = {"usage": charge, **fees_of(case.parameters)}
    return Quoted({"parameters": kinds, "rounding": EXACT, "charges": charges}, read, [phase])


def _band(each: Any, units: Mapping[str, str]) -> dict[str, Any]:
    limits = {units[unit]: limit for unit, limit in each["limits"].items() if limit not in OPEN}
    return {"limits": limits, "flat": each["price"]}


def _delta(case: Case) -> Quoted:
    return _several(case, due_after(case.input.get("already_billed", "0")))


TRANSLATIONS: Translations = {
    "capacity_band": _single,
    "capacity_band_multi_unit": _several,
    "capacity_band_multi_unit_delta": _delta,
}
