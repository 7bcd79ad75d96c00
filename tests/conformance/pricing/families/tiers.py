"""Graduated, volume and stairstep prices; tiers of blocks; groups; effective prices."""

from typing import Any

from configurator.money import Rounding
from configurator.pricing.figures import Per
from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_quantity, by_quantity_key, package_charge
from tests.conformance.pricing.reading import TIER, Read, due_after, total, unit_price
from tests.conformance.pricing.words import (
    EXACT,
    NUMBER,
    SERIES,
    asking,
    quantity_phase,
    rounding_of,
    series,
    tiers_of,
    usage_charge,
)

MODELS = {
    "graduated": "graduated",
    "slab": "graduated",
    "volume": "volume",
    "stairstep": "stairstep",
    "graduated_percentage": "graduated_percentage",
}
FLAT_AT_ZERO = "first tier flat fee is charged"


def tiered(model: str, given: Any, **keys: Any) -> dict[str, Any]:
    """Return a charge with tiers. Their publishers bill the first fee at zero, and go on with a last tier's price."""
    zero = given.get("zero_quantity", FLAT_AT_ZERO)
    conventions = {"flat_at_zero": zero == FLAT_AT_ZERO, "beyond": "last_tier"}
    return usage_charge(model, tiers=tiers_of(given["tiers"]), **conventions, **keys)


def charge_of(model: str, given: Any) -> dict[str, Any]:
    """Return the charge of a model for a quantity, from the parameters that the model goes by."""
    match model:
        case "per_unit":
            return usage_charge("per_unit", price=given["unit_price"])
        case "cost_plus":
            return usage_charge("cost_plus", multiplier=given["multiplier"])
        case "package":
            return package_charge(given)
        case _:
            return tiered(model, given)


def model_named(mode: str) -> str:
    """Return the model that a case calls its mode."""
    if mode not in MODELS:
        raise NotExpressible(f"no model is called {mode!r}")
    return MODELS[mode]


def _tiered(model: str) -> Any:
    return lambda case: by_quantity(case, tiered(model_named(case.parameters.get("mode", model)), case.parameters))


def _volume(case: Case) -> Quoted:
    """A volume price; where only the price of the tier that is reached was published, that is the only tier."""
    if "tiers" in case.parameters:
        return by_quantity(case, tiered("volume", case.parameters))
    (price,) = (value for key, value in case.parameters.items() if key.startswith("tier") and key.endswith("unit"))
    return by_quantity(case, usage_charge("volume", tiers=[{"price": price}]))


def _stairstep(case: Case) -> Quoted:
    """The flat fees of the tiers; their prices per unit are nothing."""
    tiers = [
        {key: value for key, value in tier.items() if key != "price"} for tier in tiers_of(case.parameters["tiers"])
    ]
    return by_quantity(case, usage_charge("stairstep", tiers=tiers, beyond="last_tier"))


def _tier_lookup(case: Case) -> Quoted:
    return by_quantity(case, tiered("volume", case.parameters), TIER)


def _capped_tier(case: Case) -> Quoted:
    tier = {"price": case.parameters["unit"], "cap": case.parameters["cap"]}
    return by_quantity(case, usage_charge("graduated", tiers=[tier]))


def _package_tier(case: Case) -> Quoted:
    """The tier that is reached prices whole packages."""
    given = case.parameters
    tier = {"block": given["package_size"], "price": given["package_price"]}
    return by_quantity(case, usage_charge("volume", tiers=[tier]))


def _included_then_overage(case: Case) -> Quoted:
    given = case.parameters
    tiers = [
        {"up_to": given["included"], "price": given.get("included_price", "0")},
        {"price": given["overage_price"]},
    ]
    return by_quantity(case, usage_charge("graduated", tiers=tiers))


def _graduated_percentage(case: Case) -> Quoted:
    return by_quantity_key(case, tiered("graduated_percentage", case.parameters), "amount")


# ── tiers of blocks ──────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(model: str, tiers: Any) -> dict[str, Any]:
    """Return a charge by blocks; beyond all tiers nothing is billed, but where the last tier prices everything."""
    beyond = "nothing" if model == "graduated" else "last_tier"
    return {"model": model, "tiers": tiers_of(tiers), "beyond": beyond}


def _block_tiers(model: str) -> Any:
    def translate(case: Case) -> Quoted:
        charges = {"usage": {**blocks(model, case.parameters["tiers"]), "quantity": "usage.quantity"}}
        if "recurring" in case.parameters:
            charges["plan"] = {"amount": case.parameters["recurring"]}
        book = {"parameters": asking(quantity=NUMBER), "rounding": EXACT, "charges": charges}
        return Quoted(book, total, [quantity_phase(case)])

    return translate


def _blocks_delta(case: Case) -> Quoted:
    given = case.parameters
    charge = usage_charge("graduated", tiers=[{"block": given["block_size"], "price": given["block_price"]}])
    return by_quantity(case, charge, due_after(case.input["already_billed"]))


def _two_units(case: Case) -> Quoted:
    """A charge for each unit; the policy says whether all tiers count, or only the one that is reached."""
    model = {"ALL": "graduated", "TOP": "volume"}[case.parameters.get("policy", "ALL").partition("_")[0]]
    units = {name: value for name, value in case.parameters.items() if name not in ("policy", "recurring")}
    charges: dict[str, Any] = {}
    for unit, tiers in units.items():
        given = tiers if isinstance(tiers, list) else [(tiers["block"], -1, tiers["price"])]
        charges[unit.lower()] = {**blocks(model, given), "quantity": f"usage.{unit.lower()}"}
    if "recurring" in case.parameters:
        charges["plan"] = {"amount": case.parameters["recurring"]}
    kinds = asking(**{unit.lower(): NUMBER for unit in units})
    phase = Phase({f"usage.{unit.lower()}": case.input.get(unit, "0") for unit in units})
    read: Read = due_after(case.input.get("already_billed", "0"))
    return Quoted({"parameters": kinds, "rounding": EXACT, "charges": charges}, read, [phase])


# ── groups, changes, effective prices ────────────────────────────────────────────────────────────────────────────────


def by_readings(case: Case, charge: dict[str, Any], readings: str, read: Read = total) -> Quoted:
    """Return the book of one charge for several readings."""
    book = {
        "parameters": asking(readings=SERIES),
        "rounding": rounding_of(case.rounding, EXACT),
        "charges": {"usage": {**charge, "quantities": "usage.readings"}},
    }
    return Quoted(book, read, [Phase({"usage.readings": readings})])


def readings_charge(charge: dict[str, Any], measured: str) -> dict[str, Any]:
    """Return a charge that prices readings where it priced a quantity."""
    return {**{key: value for key, value in charge.items() if key != "quantity"}, "measured": measured}


def _per_group(model: str) -> Any:
    def translate(case: Case) -> Quoted:
        charge = readings_charge(tiered(model, case.parameters), "per_group")
        return by_readings(case, charge, series(case.input["groups"]))

    return translate


def _volume_prorated(case: Case) -> Quoted:
    """Full units choose the tier, prorated ones are priced: one change of level with its prorated part."""
    charge = readings_charge(tiered("volume", case.parameters), "prorated_changes")
    return by_readings(case, charge, f"{case.input['full_units']}@{case.input['prorated_units']}")


def _graduated_by_changes(case: Case) -> Quoted:
    charge = readings_charge(tiered("graduated", case.parameters), "prorated_changes")
    pairs = zip(case.input["unit_deltas"], case.input["prorated_deltas"], strict=True)
    return by_readings(case, charge, series([f"{units}@{prorated}" for units, prorated in pairs]))


def _effective(case: Case) -> Quoted:
    """The price that a unit came to, under whatever model the parameters describe."""
    given, places = case.parameters, rounding_of(case.rounding, {})
    per = Per.PAID if "paid_units" in case.input else Per.USED
    read = unit_price(per, int(places["places"]) if places else None, Rounding(places.get("mode", "half_up")))
    if "tiers" in given:
        key = "amount" if "amount" in case.input else "quantity"
        return _at(key, tiered(model_named(given["mode"]), given), case, read)
    if "package_price" in given:
        return _at("quantity", package_charge(given), case, read)
    if "unit_price" in given:
        return _at("quantity", usage_charge("per_unit", price=given["unit_price"]), case, read)
    return _prerated(case, read)


def _at(key: str, charge: dict[str, Any], case: Case, read: Read) -> Quoted:
    """Return the book of one charge whose line stays exact: only the price of a unit is rounded."""
    book = {"parameters": asking(quantity=NUMBER), "rounding": EXACT, "charges": {"usage": charge}}
    return Quoted(book, read, [quantity_phase(case, key)])


def _prerated(case: Case, read: Read) -> Quoted:
    """Return a book for units whose price came with them."""
    if "precise_total_cents" in case.input:
        price, units = "usage.cost / 100", "quantity"
        cost = case.input["precise_total_cents"]
    elif "amount" in case.input:
        price, units, cost = "usage.cost", "units", case.input["amount"]
    else:
        raise NotExpressible("neither tiers nor a price is given")
    charge = {"model": "volume", "quantity": "usage.quantity", "tiers": [{"flat": price}]}
    book = {"parameters": asking(quantity=NUMBER, cost=NUMBER), "rounding": EXACT, "charges": {"usage": charge}}
    return Quoted(book, read, [Phase({"usage.quantity": case.input[units], "usage.cost": cost})])


def _custom_prerated(case: Case) -> Quoted:
    return _prerated(case, unit_price())


TRANSLATIONS: Translations = {
    "graduated": _tiered("graduated"),
    "volume": _volume,
    "stairstep": _stairstep,
    "graduated_percentage": _graduated_percentage,
    "tier_lookup": _tier_lookup,
    "tier_with_cap": _capped_tier,
    "volume_with_package_tier": _package_tier,
    "included_then_overage": _included_then_overage,
    "overage_annual_allowance": _included_then_overage,
    "block_tiers_graduated": _block_tiers("graduated"),
    "block_tiers_volume": _block_tiers("volume"),
    "block_tiers_graduated_delta": _blocks_delta,
    "block_tiers_two_units": _two_units,
    "per_group_graduated": _per_group("graduated"),
    "per_group_volume": _per_group("volume"),
    "volume_prorated": _volume_prorated,
    "graduated_prorated_events": _graduated_by_changes,
    "effective_unit_price": _effective,
    "custom_prerated": _custom_prerated,
}
