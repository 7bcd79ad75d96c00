"""Amounts shared out by weights."""

from fractions import Fraction
from typing import Any, Final

from configurator.money import Remainder, exponent
from configurator.pricing.periods.allocation import HeaviestFirst, Largest, allocate, unit_of
from tests.conformance.pricing.asked import Called, NotExpressible, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import number, numbers

TIES: Final = {
    "input order": Remainder.FIRST,
    "index": Remainder.FIRST,
    "index order": Remainder.FIRST,
    "first": Remainder.FIRST,
    "last": Remainder.LAST,
    "reverse input order": Remainder.LAST,
    "largest weight": Remainder.HEAVIEST,
    "heaviest": Remainder.HEAVIEST,
}


def _largest(case: Case) -> Called:
    tie = case.parameters.get("tie", "input order")
    if tie not in TIES:
        raise NotExpressible(f"equal remainders do not go by {tie!r}")
    return Called(allocate, {**_shares(case), "rule": Largest(TIES[tie])})


def _ratios(case: Case) -> Called:
    return Called(allocate, {**_shares(case), "rule": HeaviestFirst()})


def _shares(case: Case) -> dict[str, Any]:
    """Return the amount, what it is shared out by, and the unit that is not split."""
    amount = case.input["minor"] if "minor" in case.input else case.input["amount"]
    weights = case.input["ratios"] if "ratios" in case.input else case.input["weights"]
    return {"amount": number(amount), "weights": numbers(weights), "step": _step(case)}


def _step(case: Case) -> Fraction:
    if "places" in case.parameters:
        return unit_of(int(case.parameters["places"]))
    if "currency" in case.parameters:
        return unit_of(exponent(case.parameters["currency"]))
    return unit_of(0)


TRANSLATIONS: Translations = {"allocate_largest_remainder": _largest, "allocate_ratio_desc": _ratios}
