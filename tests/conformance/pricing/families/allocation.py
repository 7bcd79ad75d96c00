"""Amounts shared out by weights."""

from typing import Final

from configurator.money import Remainder
from configurator.pricing.periods.allocation import HeaviestFirst, Largest, allocate, unit_of
from tests.conformance.pricing.asked import Called, Translations
from tests.conformance.pricing.cases import Case
from tests.conformance.pricing.terms import number, numbers

TIES: Final = {
    "input order": Remainder.FIRST,
    "first": Remainder.FIRST,
    "last": Remainder.LAST,
    "reverse input order": Remainder.LAST,
    "largest weight": Remainder.HEAVIEST,
    "heaviest": Remainder.HEAVIEST,
}


def _largest(case: Case) -> Called:
    arguments = {
        "amount": number(case.input["amount"]),
        "weights": numbers(case.input["weights"]),
        "step": unit_of(int(case.parameters["places"])),
        "rule": Largest(TIES[case.parameters.get("tie", "input order")]),
    }
    return Called(allocate, arguments)


def _ratios(case: Case) -> Called:
    arguments = {
        "amount": number(case.input["minor"]),
        "weights": numbers(case.input["ratios"]),
        "step": unit_of(0),
        "rule": HeaviestFirst(),
    }
    return Called(allocate, arguments)


TRANSLATIONS: Translations = {"allocate_largest_remainder": _largest, "allocate_ratio_desc": _ratios}
