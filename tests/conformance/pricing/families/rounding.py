"""Amounts rounded to a currency or to places; sums of rounded lines; taxes; prices made by a formula."""

from typing import Any

from tests.conformance.pricing.asked import NotExpressible, Phase, Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.families.plain import currency_of
from tests.conformance.pricing.reading import amount_of, credit_after, each_of, exact_of, total, unit_price
from tests.conformance.pricing.words import (
    CURRENCY,
    EXACT,
    NUMBER,
    asking,
    mode_of,
    quantity_phase,
    rounding_mode,
    usage_charge,
)


def _rounded(case: Case) -> Quoted:
    mode = mode_of(case.parameters.get("mode", "half up"))
    book = {
        "rounding": {"mode": mode, "places": case.parameters.get("places", "currency")},
        "charges": {"amount": {"amount": case.input["amount"]}},
    }
    return Quoted(book, total, currency=currency_of(case))


def _lines(amounts: list[str]) -> dict[str, Any]:
    return {f"line_{number}": {"amount": amount} for number, amount in enumerate(amounts, start=1)}


def _sum_of_lines(case: Case) -> Quoted:
    """The lines are rounded and then added, but where it is said that they are added first."""
    at = "total" if _sum_comes_first(case.parameters.get("order", "round, then sum")) else "line"
    places = case.parameters.get("places", "currency")
    book = {"rounding": {"places": places, "at": at}, "charges": _lines(case.input["lines"])}
    return Quoted(book, total, currency=currency_of(case))


def _sum_comes_first(words: str) -> bool:
    return "sum" in words and ("round" not in words or words.index("sum") < words.index("round"))


def _tax(case: Case) -> Quoted:
    """The sum of the lines is taxed, and their taxes are not rounded before; or each of them is."""
    at = "total" if _sum_comes_first(case.parameters.get("order", "sum, then round")) else "line"
    tax_of = exact_of if at == "total" else amount_of
    tax = {"id": "tax", "kind": "tax", "percent": case.parameters["rate_percent"], "at": at, "because": "published"}
    book = {"charges": _lines(case.input["lines"]), "stages": [tax]}
    return Quoted(book, each_of(tax=tax_of("stages.tax"), total=total))


def _overcharge(case: Case) -> Quoted:
    """What was charged too much is what re-rating gives back."""
    return Quoted({"charges": {"due": {"amount": case.input["due"]}}}, credit_after(case.input["charged"]))


# ── discounts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _percentage_discount(case: Case) -> Quoted:
    given = case.parameters
    given_places = int(given["price_places"]) if "price_places" in given else None
    charge = usage_charge("per_unit", price=given["price"], modifiers=[{"discount": given["percent"]}])
    book = {"parameters": asking(quantity=NUMBER), "rounding": EXACT, "charges": {"usage": charge}}
    read = unit_price(places=given_places) if case.unit == "unit price" else total
    return Quoted(book, read, [quantity_phase(case)])


def _discount_rounding(case: Case) -> Quoted:
    """The discount is a line of its own, rounded by itself."""
    given = case.parameters
    mode = rounding_mode(given["rounding"])
    stage = {"id": "off", "kind": "discount", "percent": given["percent"], "because": "published"}
    book = {
        "rounding": {**CURRENCY, "mode": mode},
        "charges": {"price": {"amount": given["price"]}},
        "stages": [stage],
    }
    return Quoted(book, total)


def _fixed_price(case: Case) -> Quoted:
    """The list price is shown, and a discount takes it down to the fixed one."""
    amount = "(usage.list - usage.fixed) * usage.quantity"
    stage = {"id": "visible", "kind": "discount", "amount": amount, "because": "published"}
    book = {
        "parameters": asking(quantity=NUMBER, list=NUMBER, fixed=NUMBER),
        "charges": {"usage": usage_charge("per_unit", price="usage.list")},
        "stages": [stage],
    }
    given = {"usage.list": case.parameters["list_price"], "usage.fixed": case.parameters["fixed_price"]}
    return Quoted(book, total, [Phase({**given, "usage.quantity": case.input["quantity"]})])


def _formula(case: Case) -> Quoted:
    """A price made by ordered steps: `convert, discount, round to 10, surcharge -0.01`."""
    modifiers = [step for step in (_step(word.strip(), case) for word in case.parameters["order"].split(",")) if step]
    (amount,) = (value for key, value in case.input.items() if key.startswith("list_price"))
    charge = {"amount": amount, "modifiers": modifiers}
    return Quoted({"rounding": {**CURRENCY, "at": "total"}, "charges": {"usage": charge}}, total)


def _step(words: str, case: Case) -> dict[str, Any] | None:
    match words.split():
        case ["convert"]:
            return {"multiply": case.parameters["rate"]}
        case ["discount"]:
            return {"discount": case.parameters["discount_percent"]} if "discount_percent" in case.parameters else None
        case ["round", "to", step]:
            return {"round_to": step}
        case ["surcharge", amount]:
            return {"plus": amount}
        case _:
            raise NotExpressible(f"a formula has no step {words!r}")


TRANSLATIONS: Translations = {
    "round_to_currency": _rounded,
    "rounding_half_up": _rounded,
    "sum_of_rounded_lines": _sum_of_lines,
    "tax_sum_then_round": _tax,
    "overcharge": _overcharge,
    "percentage_discount": _percentage_discount,
    "percentage_discount_rounding": _discount_rounding,
    "fixed_price_via_visible_discount": _fixed_price,
    "price_formula_order": _formula,
}
