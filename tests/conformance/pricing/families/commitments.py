"""Commitments by amount or quantity, for the whole period, for windows, and for hours of the day."""

import re
from typing import Any, Final

from tests.conformance.pricing.asked import NotExpressible, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import by_quantity
from tests.conformance.pricing.families.tiers import by_readings, charge_from, readings_charge
from tests.conformance.pricing.words import series, usage_charge

_HOURS: Final = re.compile(r"(\d\d):?(\d\d)?-(\d\d):?(\d\d)?h?(?: UTC)?:? ?(.*)")
_BUCKET: Final = re.compile(r"price ([\d.]+)(?:, (?:commitment ([\d.]+)( units)?|no commitment))?(?:, (.*))?", re.I)


def _commitment(given: Any, **keys: Any) -> dict[str, Any]:
    """Return the commitment that parameters describe, whatever they call its quantity or amount."""
    found: dict[str, Any] = {"true_up": False}
    for name, value in given.items():
        if name.startswith("commitment_quantity"):
            found["quantity"] = value
        elif name in ("commitment", "commitment_amount", "commitment_per_window", "commitment_per_hour"):
            found["amount"] = value
    for key in ("overage_factor", "true_up"):
        if key in given:
            found[key] = given[key]
    return {**found, **keys}


def _committed(case: Case) -> Quoted:
    given = case.parameters
    return by_quantity(case, {**charge_from(given), "modifiers": [{"commitment": _commitment(given)}]})


def _then_on_demand(case: Case) -> Quoted:
    """The commitment buys units at the rate of the plan; the rest is on demand."""
    given = case.parameters
    commitment = {**_commitment(given, true_up=True), "overage_price": given["on_demand"]}
    charge = usage_charge("per_unit", price=given["plan_rate"], modifiers=[{"commitment": commitment}])
    return by_quantity(case, charge)


def _windowed(case: Case) -> Quoted:
    """Every window is settled by itself."""
    given = case.parameters
    commitment = _commitment(given, per="part")
    charge = {**readings_charge(charge_from(given), "windowed"), "modifiers": [{"commitment": commitment}]}
    windows = next(value for name, value in case.input.items() if name.endswith(("windows", "quantities", "quantity")))
    return by_readings(case, charge, series(windows if isinstance(windows, list) else [windows]))


def _peaks(case: Case) -> Quoted:
    """The peak of every window is priced by itself."""
    charge = charge_from(case.parameters, case.input.get("mode", "graduated"))
    return by_readings(case, readings_charge(charge, "windowed"), series(case.input["window_peaks"]))


# ── hours of the day ─────────────────────────────────────────────────────────────────────────────────────────────────


def _hours(text: str) -> tuple[str, str, str]:
    """Return from, until and the rest of `09:00-17:00 UTC peak` or `09-12h: price 2, …`."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise NotExpressible(f"no hours of the day are written as {text!r}")
    return f"{found[1]}:{found[2] or '00'}", f"{found[3]}:{found[4] or '00'}", found[5]


def _time_of_day(case: Case) -> Quoted:
    """One window within buckets that have one price, told apart by which of them have a true-up."""
    given = case.parameters
    *buckets, true_ups = [each.strip() for each in given["bucket"].split(";")]
    if "true-up" not in true_ups:
        buckets.append(true_ups)
    windows = []
    for each in buckets:
        start, end, name = _hours(each)
        settled = _commitment(given, per="part", true_up=name.split()[0] in true_ups)
        modifiers = [{"commitment": settled}]
        windows.append({"from": start, "until": end, "price": given["unit_price"], "modifiers": modifiers})
    charge = {"model": "per_unit", "price": given["unit_price"], "measured": "windowed", "day_windows": windows}
    return by_readings(case, charge, f"{case.input['window_start']}={case.input['quantity']}")


def _windows_by_hour(case: Case) -> Quoted:
    """A bucket of hours with a price and commitment of its own, and another price and commitment outside."""
    start, end, inside = _hours(case.parameters["bucket"])
    price, modifiers = _terms(inside)
    bucket = {"from": start, "until": end, "price": price, "modifiers": modifiers}
    price, modifiers = _terms(case.parameters["outside"])
    charge = {
        "model": "per_unit",
        "price": price,
        "modifiers": modifiers,
        "measured": "windowed",
        "day_windows": [bucket],
    }
    readings = [
        f"{hour.zfill(5) if ':' in hour else f'{hour.zfill(2)}:00'}={quantity}"
        for hour, quantity in case.input["windows"]
    ]
    return by_readings(case, charge, series(readings))


def _terms(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the price and the modifiers of `price 2, commitment 5, factor 2, no true-up`."""
    found = _BUCKET.fullmatch(text.strip())
    if found is None:
        raise NotExpressible(f"no price for some hours is written as {text!r}")
    if found[2] is None:
        return found[1], []
    commitment: dict[str, Any] = {"quantity" if found[3] else "amount": found[2], "per": "part", "true_up": False}
    for words in (found[4] or "").split(","):
        match words.split():
            case ["factor", factor]:
                commitment["overage_factor"] = factor
            case ["no", "true-up"] | []:
                pass
            case ["true-up"]:
                commitment["true_up"] = True
            case _:
                raise NotExpressible(f"a commitment has no {words.strip()!r}")
    return found[1], [{"commitment": commitment}]


TRANSLATIONS: Translations = {
    "commitment_overage_true_up": _committed,
    "commitment_then_on_demand": _then_on_demand,
    "windowed_commitment": _windowed,
    "windowed_peak_sum": _peaks,
    "time_of_day_commitment": _time_of_day,
    "windowed_commitment_time_of_day": _windows_by_hour,
}
