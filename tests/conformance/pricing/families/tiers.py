"""Graduated, volume and stairstep prices; tiers of blocks; groups; effective prices."""

from collections.abc import Mapping
from typing import Any

from configurator.pricing.figures import Per
from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_quantity, package_charge
from tests.conformance.pricing.reading import TIER, Read, due_after, rounded_unit_price, total
from tests.conformance.pricing.terms import number
from tests.conformance.pricing.words import (
    EXACT,
    NUMBER,
    SERIES,
    asking,
    fees_of,
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
ZERO = {
    FLAT_AT_ZERO: True,
    "first tier flat fee is not charged": False,
    "no charge": False,
    "nothing is charged": False,
    "free": False,
}
"""What is said of the fee of the first tier at quantity zero."""


def tiered(model: str, given: Any, **keys: Any) -> dict[str, Any]:
    """Return a charge with tiers. Their publishers bill the first fee at zero, and go on with a last tier's price."""
    zero = given.get("zero_quantity", FLAT_AT_ZERO)
    if zero not in ZERO:
        raise NotExpressible(f"at zero not {zero!r}")
    conventions = {"flat_at_zero": ZERO[zero], "beyond": "last_tier"}
    return usage_charge(model, tiers=tiers_of(given["tiers"]), **conventions, **keys)


def charge_of(model: str, given: Any) -> dict[str, Any]:
    """Return the charge of a model for a quantity, from the parameters that the model goes by."""
    match model:
        case "per_unit":
            return usage_charge("per_unit", price=given["unit_price"])
        case "cost_plus":
            return usage_charge("cost_plus", multiplier=given.get("multiplier", "1"))
        case "package":
            return package_charge(given)
        case _:
            return tiered(model, given)


def charge_from(given: Any, mode: str = "graduated") -> dict[str, Any]:
    """Return the charge of whatever model its parameters are of; where there are none, the quantity is its price."""
    if "tiers" in given:
        return tiered(model_named(given.get("mode", mode)), given)
    models = {"package_price": "package", "unit_price": "per_unit", "multiplier": "cost_plus"}
    model = next((name for key, name in models.items() if key in given), "cost_plus")
    return charge_of(model, given)


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
    tiers = [{key: value for key, value in _step(tier).items() if key != "price"} for tier in case.parameters["tiers"]]
    zero = ZERO.get(case.parameters.get("zero_quantity", ""), False)
    return by_quantity(case, usage_charge("stairstep", tiers=tiers, beyond="last_tier", flat_at_zero=zero))


def _step(given: Any) -> dict[str, Any]:
    """Read the step of a stairstep; a pair of bound and price has only its flat fee."""
    if isinstance(given, list):
        bound, flat = given
        given = {"up_to": bound, "flat": flat}
    (tier,) = tiers_of([given])
    return tier


def _tier_lookup(case: Case) -> Quoted:
    return by_quantity(case, tiered("volume", case.parameters), TIER)


def _capped_tier(case: Case) -> Quoted:
    given = case.parameters
    names = ("up_to", "unit", "flat", "cap")
    tiers = given["tiers"] if "tiers" in given else [{key: given[key] for key in names if key in given}]
    return by_quantity(case, tiered("graduated", {"tiers": tiers}))


def _package_tier(case: Case) -> Quoted:
    """The tier that is reached prices whole packages."""
    given = case.parameters
    tiers = given["tiers"] if "tiers" in given else [{key: given[key] for key in ("package_size", "package_price")}]
    return by_quantity(case, tiered("volume", {"tiers": tiers}))


def _included_then_overage(case: Case) -> Quoted:
    given = case.parameters
    included, beyond = {"price": given.get("included_price", "0")}, {"price": given["overage_price"]}
    tiers = [{"up_to": given["included"], **included}, beyond] if number(given["included"]) else [beyond]
    return by_quantity(case, usage_charge("graduated", tiers=tiers))


def _graduated_percentage(case: Case) -> Quoted:
    return by_quantity(case, tiered("graduated_percentage", case.parameters))


# ── tiers of blocks ──────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(model: str, tiers: Any) -> dict[str, Any]:
    """Return a charge by blocks; beyond all tiers nothing is billed, but where the last tier prices everything."""
    beyond = "nothing" if model == "graduated" else "last_tier"
    return {"model": model, "tiers": tiers_of(tiers), "beyond": beyond}


def _block_tiers(model: str) -> Any:
    def translate(case: Case) -> Quoted:
        charge = blocks(_by_policy(case, model), case.parameters["tiers"])
        return by_quantity(case, {**charge, "quantity": "usage.quantity"})

    return translate


def _by_policy(case: Case, model: str) -> str:
    """Return the model by which tiers count: all of them, or only the one that is reached."""
    policy = case.parameters.get("policy", "").partition("_")[0]
    found = {"ALL": "graduated", "TOP": "volume", "": model}
    if policy not in found:
        raise NotExpressible(f"no policy of tiers is called {policy!r}")
    return found[policy]


def _blocks_delta(case: Case) -> Quoted:
    given = case.parameters
    tiers = given["tiers"] if "tiers" in given else [[given["block_size"], "-1", given["block_price"]]]
    charge = {**blocks(_by_policy(case, "graduated"), tiers), "quantity": "usage.quantity"}
    return by_quantity(case, charge, due_after(case.input.get("already_billed", "0")))


def _two_units(case: Case) -> Quoted:
    """A charge for each unit; the policy says whether all tiers count, or only the one that is reached."""
    model = _by_policy(case, "graduated")
    units = {name: value for name, value in case.parameters.items() if isinstance(value, Mapping | list)}
    charges: dict[str, Any] = {}
    for unit, tiers in units.items():
        given = tiers if isinstance(tiers, list) else [(tiers["block"], "-1", tiers["price"])]
        charges[unit.lower()] = {**blocks(model, given), "quantity": f"usage.{unit.lower()}"}
    charges |= fees_of(case.parameters)
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
    given = case.parameters
    read = rounded_unit_price(case, Per.PAID if "paid_units" in case.input else Per.USED)
    if any(key in given for key in ("tiers", "package_price", "unit_price", "multiplier")):
        return by_quantity(case, charge_from(given), read, rounding=EXACT)
    return _prerated(case, read)


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
    return _prerated(case, rounded_unit_price(case))


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
