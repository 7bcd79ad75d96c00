"""Amounts rounded to a currency or to places; sums of rounded lines."""

from typing import Final

from tests.conformance.pricing.asked import Quoted, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.reading import total

MODES: Final = {
    "half up": "half_up",
    "half-up": "half_up",
    "half away from zero": "half_up",
    "half even": "half_even",
    "half-even": "half_even",
    "half down": "half_down",
    "up": "up",
    "down": "down",
    "ceil": "ceiling",
    "ceiling": "ceiling",
    "floor": "floor",
}


def mode_of(words: str) -> str:
    """Return the name of a rounding in our words: `half up (ties away from zero)` is `half_up`."""
    return MODES[words.partition("(")[0].strip().lower()]


def _rounded(case: Case) -> Quoted:
    mode = mode_of(case.parameters.get("mode", "half up"))
    book = {
        "rounding": {"mode": mode, "places": case.parameters.get("places", "currency")},
        "charges": {"amount": {"amount": case.input["amount"]}},
    }
    return Quoted(book, total, currency=case.parameters.get("currency", "USD"))


def _sum_of_lines(case: Case) -> Quoted:
    lines = {f"line_{number}": {"amount": amount} for number, amount in enumerate(case.input["lines"], start=1)}
    return Quoted({"charges": lines}, total, currency=case.parameters["currency"])


TRANSLATIONS: Translations = {
    "round_to_currency": _rounded,
    "rounding_half_up": _rounded,
    "sum_of_rounded_lines": _sum_of_lines,
}
