"""What a month costs by its use, in straight pieces."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.checks import checked, monthly_curve
from configurator.contracts.model import RecurringCharge, UsageCharge, units_of, values_on
from configurator.contracts.rating import rate_usage
from configurator.pricing.charge_models import rate
from tests.contracts.offers import FAMILIES, F, offer_of, shipped

ON = date(2026, 1, 1)
SHIPPED = [
    (family, contract)
    for family in FAMILIES
    for contract in shipped(family).contracts
    if monthly_curve(shipped(family), shipped(family).contracts[contract], next(iter(shipped(family).resources)), ON)
]


@pytest.mark.parametrize(("family", "contract"), SHIPPED)
@given(st.fractions(0, 1, max_denominator=997))
def test_a_curve_is_the_cost_at_every_use(family: str, contract: str, share: Fraction) -> None:
    offer = shipped(family)
    terms, resource = offer.contracts[contract], next(iter(offer.resources))
    use = share * offer.resources[resource].most
    curve = monthly_curve(offer, terms, resource, ON)
    assert curve is not None
    levels, cost = offer.levels_of(terms), Fraction(0)
    for charge in terms.charges:
        if isinstance(charge, UsageCharge):
            cost += rate_usage(charge, use, ON, levels).amount
        elif isinstance(charge, RecurringCharge):
            units = F(1) if charge.level is None else units_of(levels, charge.level)
            cost += rate(charge.model, units, values_on(ON)).amount
    assert cost in {piece.at(use) for piece in curve if piece.low <= use <= piece.high}


USE = "kind: usage, quantities: cores"
LEASE = "lease: {charges: {lease: {kind: recurring, amount: 100}}}\n"


@pytest.mark.parametrize(
    ("other", "beaten"),
    [
        ("use: {charges: {use: {kind: usage, quantities: cores, price: 5}}}", ["lease"]),
        ("use: {charges: {use: {kind: usage, quantities: cores, price: 7}}}", []),
        (
            "use: {charges: {fee: {kind: recurring, amount: 100}, use: {kind: usage, quantities: cores, price: 1}}}",
            ["use"],
        ),
        (
            "use: {charges: {use: {kind: usage, quantities: cores, price: 9, modifiers: [{maximum_spend: 100}]}}}",
            ["lease"],
        ),
        (
            "use: {charges: {use: {kind: usage, quantities: cores, price: 5, ratchet: {percent: 100, of: invoiced}}}}",
            [],
        ),
        ("use: {charges: {fee: {kind: recurring, amount: 100}}}", []),
    ],
)
def test_a_contract_nobody_should_pick_is_told(other: str, beaten: list[str]) -> None:
    problems = checked(offer_of(LEASE + other))
    assert beaten == [problem.where.removeprefix("contracts.") for problem in problems]


def test_what_measures_use_differently_is_not_compared() -> None:
    offer = offer_of(
        "average: {charges: {use: {kind: usage, quantities: cores, price: 5}}}\n"
        "peak: {charges: {use: {kind: usage, quantities: cores, measured: high_water, price: 4}}}\n"
    )
    assert () == checked(offer)
