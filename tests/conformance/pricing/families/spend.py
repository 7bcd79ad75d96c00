"""Minimum and maximum spend, also where a period is billed in several parts."""

import re
from typing import Any, Final

from tests.conformance.pricing.asked import Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.tiers import charge_of
from tests.conformance.pricing.periods_of import part_of
from tests.conformance.pricing.reading import amount_of, quantities, spend, total
from tests.conformance.pricing.words import (
    CURRENCY,
    EXACT,
    NUMBER,
    asking,
    dressed,
    quantity_of,
    rounding_of,
    usage_charge,
)

OF_DAYS: Final = re.compile(r"([0-9]+) of ([0-9]+) days")

BEFORE = {"quantity": "usage.before", "amount": "usage.billed"}


def _spend(model: str) -> Any:
    """A bill after others of the same period takes off what they charged for the quantity before."""

    def translate(case: Case) -> Quoted:
        charge = dressed(case.parameters, charge_of(model, case.parameters))
        asked = case.input.get("quantity", case.input.get("cost"))
        before = case.input.get("prior_quantity", case.input.get("prior_cost"))
        inputs = {"usage.quantity": asked}
        if before is not None or "prior_billed" in case.input:
            charge["before"] = BEFORE
            inputs |= {"usage.before": before or "0", "usage.billed": case.input.get("prior_billed", "0")}
        kinds = asking(quantity=NUMBER, before={**NUMBER, "default": "0"}, billed={**NUMBER, "default": "0"})
        rounding = rounding_of(case.rounding, CURRENCY)
        book = {"parameters": kinds, "rounding": rounding, "charges": {"usage": charge}}
        return Quoted(book, spend, [Phase(inputs, part_of(case.input.get("sub_period", "whole")))])

    return translate


def _progressive(model: str) -> Any:
    """The bill of one part of a period, after one for the quantity before."""

    def translate(case: Case) -> Quoted:
        charge = {**charge_of(model, case.parameters), "before": {"quantity": "usage.before"}}
        kinds = asking(quantity=NUMBER, before=NUMBER)
        inputs = {"usage.quantity": case.input["quantity"], "usage.before": case.input.get("prior_quantity", "0")}
        return Quoted({"parameters": kinds, "rounding": EXACT, "charges": {"usage": charge}}, total, [Phase(inputs)])

    return translate


def _free_units(case: Case) -> Quoted:
    """Free units are used up in order by the bills of a period."""
    charge = usage_charge(
        "per_unit", price="1", free=case.parameters["free_units"], before={"quantity": "usage.before"}
    )
    book = {"parameters": asking(quantity=NUMBER, before=NUMBER), "rounding": EXACT, "charges": {"usage": charge}}
    inputs = {"usage.quantity": case.input["line"], "usage.before": case.input["prior"]}
    return Quoted(book, quantities, [Phase(inputs)])


# ── a minimum over several lines ─────────────────────────────────────────────────────────────────────────────────────


def _true_up(case: Case) -> Quoted:
    """What the fees of a period lack to a commitment; they are rounded first, in minor units to whole ones."""
    given = case.parameters
    if "commitment_minor" in given:
        fees = case.input.get("fees_in_period_minor", case.input.get("fees_minor", []))
        rounding = rounding_of(case.rounding, {"places": "0"})
        return _lacking(_part_of(given["commitment_minor"], case), fees, rounding, "USD")
    fees = [case.input["used"]] if "used" in case.input else case.input["fees"]
    return _lacking(
        _part_of(given["commitment"], case), fees, rounding_of(case.rounding, CURRENCY), given.get("currency", "USD")
    )


def _minimum(case: Case) -> Quoted:
    rounding = rounding_of(case.rounding, CURRENCY)
    return _lacking(case.parameters["minimum"], [quantity_of(case)], rounding, "USD")


def _part_of(least: str, case: Case) -> str:
    """Return a commitment, or its part of a period that is not billed in full."""
    found = OF_DAYS.search(case.input.get("period", ""))
    if found:
        return f"{least} * {found[1]} / {found[2]}"
    if "days" in case.input:
        return f"{least} * {case.input['days']} / {case.input['days_in_period']}"
    return least


def _lacking(least: str, fees: list[str], rounding: Any, currency: str) -> Quoted:
    """Without fees there is still a commitment, so that it has a line of nothing to act on."""
    lines = {f"fee_{number}": {"amount": fee} for number, fee in enumerate([*fees, "0"], start=1)}
    stage = {"id": "true_up", "kind": "minimum", "amount": least, "because": "published"}
    book = {"rounding": rounding, "charges": lines, "stages": [stage]}
    return Quoted(book, amount_of("stages.true_up"), currency=currency)


TRANSLATIONS: Translations = {
    "unit_min_spend": _spend("per_unit"),
    "unit_max_spend": _spend("per_unit"),
    "unit_discount_then_max_spend": _spend("per_unit"),
    "graduated_min_spend": _spend("graduated"),
    "graduated_max_spend": _spend("graduated"),
    "volume_min_spend": _spend("volume"),
    "volume_max_spend": _spend("volume"),
    "package_max_spend": _spend("package"),
    "pkg_min_spend": _spend("package"),
    "dyn_min_spend": _spend("cost_plus"),
    "cost_plus_max_spend": _spend("cost_plus"),
    "graduated_progressive": _progressive("graduated"),
    "package_progressive": _progressive("package"),
    "usage_discount_progressive": _free_units,
    "minimum_commitment_true_up": _true_up,
    "minimum_spend_true_up": _minimum,
}
