"""Flat and per-unit prices, packages, cost plus, and quantities that are converted first."""

from typing import Any

from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.periods_of import part_of
from tests.conformance.pricing.reading import QUANTITY, Read, due_after, packages, total, unit_price
from tests.conformance.pricing.words import (
    CURRENCY,
    EXACT,
    NUMBER,
    asking,
    mode_of,
    partial_of,
    quantity_phase,
    rounding_of,
    tiers_of,
    usage_charge,
)

WHOLE_MINOR_UNITS = {"places": "0"}


def by_quantity(case: Case, charge: dict[str, Any], read: Read = total, **head: Any) -> Quoted:
    """Return the book of one charge for one quantity."""
    book = {
        "parameters": asking(quantity=NUMBER),
        "rounding": rounding_of(case.rounding, EXACT),
        **head,
        "charges": {"usage": charge},
    }
    return Quoted(book, read, [quantity_phase(case)], case.parameters.get("currency", "USD"))


def _flat(case: Case) -> Quoted:
    """A flat fee in advance is billed with the first part of its period, one in arrears with the last."""
    due = {"in advance": "at_start", "in arrears": "at_end"}.get(case.parameters.get("term", ""), "always")
    book = {"charges": {"fee": {"amount": case.parameters["amount"], "due": due}}}
    return Quoted(book, total, [Phase({}, part_of(case.input["sub_period"]))])


def _per_unit(case: Case) -> Quoted:
    given = case.parameters
    if "unit_price_minor" in given:
        charge = usage_charge("per_unit", price=given["unit_price_minor"])
        return by_quantity(case, charge, rounding=rounding_of(case.rounding, WHOLE_MINOR_UNITS))
    return by_quantity(case, usage_charge("per_unit", price=given["unit_price"]))


def _effective_per_unit(case: Case) -> Quoted:
    """The price applies to the billed units, and is told for the full ones."""
    charge = {
        "model": "per_unit",
        "quantities": "usage.changes",
        "measured": "prorated_changes",
        "price": case.parameters["unit_price"],
    }
    book = {"parameters": asking(changes={"type": "series"}), "rounding": EXACT, "charges": {"usage": charge}}
    reading = f"{case.input['full_units']}@{case.input['billed_units']}"
    return Quoted(book, unit_price(), [Phase({"usage.changes": reading})])


def package_charge(given: Any) -> dict[str, Any]:
    """Return the charge of a package price."""
    partial = partial_of(given.get("partial_package", "up"))
    charge = usage_charge("package", price=given["package_price"], size=given["package_size"], partial=partial)
    return {**charge, "free": given["free_units"]} if "free_units" in given else charge


def _package(case: Case) -> Quoted:
    return by_quantity(case, package_charge(case.parameters))


def _package_count(case: Case) -> Quoted:
    charge = usage_charge("package", price="1", size=case.parameters["package_size"])
    return by_quantity(case, charge, packages)


def _cost_plus(case: Case) -> Quoted:
    """A cost times a multiplier, rounded to the currency as its publisher does."""
    key = "cost" if "cost" in case.input else "quantity"
    book = {
        "parameters": asking(quantity=NUMBER),
        "rounding": rounding_of(case.rounding, CURRENCY),
        "charges": {"usage": usage_charge("cost_plus", multiplier=case.parameters["multiplier"])},
    }
    return Quoted(book, total, [quantity_phase(case, key)])


def _prerated(case: Case) -> Quoted:
    """Events carry their own price, in hundredths of the currency."""
    charge = usage_charge("cost_plus", multiplier="1", convert={"divide_by": "100"})
    return by_quantity_key(case, charge, "precise_total_cents")


def by_quantity_key(case: Case, charge: dict[str, Any], key: str, read: Read = total) -> Quoted:
    """Return the book of one charge for a quantity that the case calls otherwise."""
    book = {
        "parameters": asking(quantity=NUMBER),
        "rounding": rounding_of(case.rounding, EXACT),
        "charges": {"usage": charge},
    }
    return Quoted(book, read, [quantity_phase(case, key)])


def _floor_and_ceiling(case: Case) -> Quoted:
    bounds = [{"minimum_spend": case.parameters["minimum"]}, {"maximum_spend": case.parameters["maximum"]}]
    return by_quantity_key(case, usage_charge("cost_plus", multiplier="1", modifiers=bounds), "rate")


def _rebill(case: Case) -> Quoted:
    charge = usage_charge("per_unit", price=case.parameters["unit_price"])
    return by_quantity(case, charge, due_after(case.input["already_billed"]), rounding=CURRENCY)


# ── quantities ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _converted(case: Case, charge: dict[str, Any], read: Read = total) -> Quoted:
    return by_quantity_key(case, charge, "raw", read)


def _conversion(case: Case) -> Quoted:
    given = case.parameters
    key = {"div": "divide_by", "divide": "divide_by", "mul": "multiply_by", "multiply": "multiply_by"}[given["op"]]
    convert = {key: given["factor"], "rounding": mode_of(given["rounding"]), "places": given.get("places", "0")}
    return _converted(case, usage_charge("per_unit", price="1", convert=convert), QUANTITY)


def _convert_of(given: Any) -> dict[str, Any]:
    keys = {key: given[key] for key in ("divide_by", "multiply_by") if key in given}
    return {**keys, "rounding": mode_of(given["rounding"])}


def _conversion_then_price(case: Case) -> Quoted:
    given = case.parameters
    charge = usage_charge("per_unit", price=given["unit_price"], convert=_convert_of(given))
    return _converted(case, {**charge, "free": given["free_units"]} if "free_units" in given else charge)


def _conversion_then_graduated(case: Case) -> Quoted:
    given = case.parameters
    return _converted(case, usage_charge("graduated", tiers=tiers_of(given["tiers"]), convert=_convert_of(given)))


def _quantity_rounding(case: Case) -> Quoted:
    convert = {"rounding": mode_of(case.parameters["function"]), "places": case.parameters["places"]}
    return by_quantity(case, usage_charge("per_unit", price="1", convert=convert), QUANTITY)


def _break_by_unit(case: Case) -> Quoted:
    """A price per tonne, less from some tonnes on; asked in another unit of mass, and told for one of it."""
    given, unit = case.parameters, case.input["uom"]
    if unit not in ("t", "kg", "g", "lb"):
        raise NotExpressible(f"{unit!r} is no unit of mass")
    tiers = [
        {"up_to": given["break_tonnes"], "price": given["price_per_tonne"]},
        {"price": f"{given['price_per_tonne']} + {given['surcharge_per_tonne']}"},
    ]
    charge = {
        "model": "volume",
        "quantity": f"usage.quantity * 1[{unit}]",
        "per": "t",
        "bounds": "exclusive",
        "tiers": tiers,
    }
    return by_quantity(case, charge, unit_price(counted_in="t", of=unit))


TRANSLATIONS: Translations = {
    "flat": _flat,
    "unit": _per_unit,
    "per_unit": _per_unit,
    "per_unit_effective_price": _effective_per_unit,
    "package": _package,
    "pkg": _package,
    "package_count": _package_count,
    "cost_plus_multiplier": _cost_plus,
    "dyn": _cost_plus,
    "dynamic_prerated": _prerated,
    "rate_floor_ceiling": _floor_and_ceiling,
    "rounding_idempotent_rebill": _rebill,
    "unit_conversion": _conversion,
    "unit_conversion_then_price": _conversion_then_price,
    "unit_conversion_round_then_usage_discount": _conversion_then_price,
    "unit_conversion_then_graduated": _conversion_then_graduated,
    "metered_quantity_rounding": _quantity_rounding,
    "quantity_break_unit_of_measure": _break_by_unit,
}
