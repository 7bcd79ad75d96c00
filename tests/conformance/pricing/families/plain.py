"""Flat and per-unit prices, packages, cost plus, and quantities that are converted first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.periods_of import part_of
from tests.conformance.pricing.reading import QUANTITY, Read, due_after, packages, rounded_unit_price, total, unit_price
from tests.conformance.pricing.words import (
    CURRENCY,
    EXACT,
    NUMBER,
    asking,
    dressed,
    fees_of,
    mode_of,
    partial_of,
    quantity_phase,
    rounding_as,
    rounding_of,
    tiers_of,
    usage_charge,
)

WHOLE_MINOR_UNITS = {"places": "0"}


def by_quantity(case: Case, charge: dict[str, Any], read: Read = total, **head: Any) -> Quoted:
    """Return the book of one charge for one quantity, with the fees beside it."""
    book = {
        "parameters": asking(quantity=NUMBER),
        "rounding": rounding_of(case.rounding, EXACT),
        **head,
        "charges": {"usage": dressed(case.parameters, charge), **fees_of(case.parameters)},
    }
    return Quoted(book, read, [quantity_phase(case)], currency_of(case))


def by_formula(case: Case, amount: str, inputs: Mapping[str, Any], read: Read = total, **keys: Any) -> Quoted:
    """Return the book of one charge whose amount is an expression over its inputs, all under `usage`."""
    book = {
        "parameters": asking(**dict.fromkeys(inputs, NUMBER)),
        "rounding": rounding_as(case),
        "charges": {"usage": {"amount": amount, **keys}},
    }
    phase = Phase({f"usage.{name}": value for name, value in inputs.items()})
    return Quoted(book, read, [phase], currency_of(case))


def currency_of(case: Case) -> str:
    """Return the currency that a case names, or any."""
    return str(case.parameters.get("currency", "USD")).upper()


TERMS = {"in advance": "at_start", "advance": "at_start", "in arrears": "at_end", "arrears": "at_end"}


def _flat(case: Case) -> Quoted:
    """A flat fee in advance is billed with the first part of its period, one in arrears with the last."""
    term = case.parameters.get("term", "").replace("_", " ")
    if term and term not in TERMS:
        raise NotExpressible(f"a flat fee is not billed {term!r}")
    fee = {"amount": case.parameters["amount"], "due": TERMS.get(term, "always")}
    book = {"charges": {"fee": dressed(case.parameters, fee), **fees_of(case.parameters)}}
    return Quoted(book, total, [Phase({}, part_of(case.input.get("sub_period", "whole")))], currency_of(case))


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
    return Quoted(book, rounded_unit_price(case), [Phase({"usage.changes": reading})])


def package_charge(given: Any, price: str | None = None) -> dict[str, Any]:
    """Return the charge of a package price."""
    partial = partial_of(given.get("partial_package", "up"))
    return usage_charge("package", price=price or given["package_price"], size=given["package_size"], partial=partial)


def _package(case: Case) -> Quoted:
    return by_quantity(case, package_charge(case.parameters))


def _package_count(case: Case) -> Quoted:
    return by_quantity(case, package_charge(case.parameters, "1"), packages)


def _cost_plus(case: Case) -> Quoted:
    """A cost times a multiplier, rounded to the currency as its publisher does."""
    charge = usage_charge("cost_plus", multiplier=case.parameters["multiplier"])
    return by_quantity(case, charge, rounding=rounding_of(case.rounding, CURRENCY))


def _prerated(case: Case) -> Quoted:
    """Events carry their own price, some in hundredths of the currency."""
    if "precise_total_cents" not in case.input:
        return _amount(case, usage_charge("cost_plus", multiplier="1"), case.input["amount"])
    charge = usage_charge("cost_plus", multiplier="1", convert={"divide_by": "100"})
    return _amount(case, charge, case.input["precise_total_cents"])


def _amount(case: Case, charge: dict[str, Any], amount: str) -> Quoted:
    return by_quantity(replace(case, input={"quantity": amount}), charge)


def _floor_and_ceiling(case: Case) -> Quoted:
    return by_quantity(case, usage_charge("cost_plus", multiplier="1"))


def _rebill(case: Case) -> Quoted:
    charge = usage_charge("per_unit", price=case.parameters["unit_price"])
    return by_quantity(case, charge, due_after(case.input.get("already_billed", "0")), rounding=CURRENCY)


# ── quantities ───────────────────────────────────────────────────────────────────────────────────────────────────────


CONVERSIONS = {"div": "divide_by", "divide": "divide_by", "mul": "multiply_by", "multiply": "multiply_by"}


def _conversion(case: Case) -> Quoted:
    given = case.parameters
    if given["op"] not in CONVERSIONS:
        raise NotExpressible(f"no conversion is called {given['op']!r}")
    convert = _convert_of({CONVERSIONS[given["op"]]: given["factor"]}, given)
    return by_quantity(case, usage_charge("per_unit", price="1", convert=convert), QUANTITY)


def _convert_of(factors: Any, given: Any) -> dict[str, Any]:
    """Return a conversion; it is not rounded where nothing is said of it."""
    keys = {key: factors[key] for key in ("divide_by", "multiply_by") if key in factors}
    places = next((given[key] for key in ("places", "precision") if key in given), "0")
    return {**keys, "rounding": mode_of(given.get("rounding", "none")), "places": places}


def _conversion_then_price(case: Case) -> Quoted:
    given = case.parameters
    convert = _convert_of(given, given)
    return by_quantity(case, usage_charge("per_unit", price=given["unit_price"], convert=convert))


def _conversion_then_graduated(case: Case) -> Quoted:
    given = case.parameters
    return by_quantity(
        case, usage_charge("graduated", tiers=tiers_of(given["tiers"]), convert=_convert_of(given, given))
    )


def _quantity_rounding(case: Case) -> Quoted:
    convert = {"rounding": mode_of(case.parameters["function"]), "places": case.parameters.get("places", "0")}
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
