"""Plans in whole numbers against statements in fractions: the slow one is the measure of the fast one."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from configurator.contracts.billing import bill
from configurator.contracts.growth.compiled_plan import compile_plan
from configurator.contracts.growth.months import activity_of, months_of
from configurator.contracts.model import Contract, Offer
from configurator.money import Rounding
from configurator.pricing.periods.calendar import ONE_DAY
from tests.contracts.offers import FAMILIES, offer_of, shipped
from tests.contracts.random_contracts import ANY, contracts
from tests.examples import share

START = date(2026, 1, 1)
CONTRACTS = [(family, contract) for family in FAMILIES for contract in shipped(family).contracts]


DEMANDS = st.lists(st.decimals(0, 40, places=2).map(Fraction), min_size=1, max_size=8)
HEADS = st.builds(
    "format: 2\noffer: any\ncurrency: USD\ntime_zone: {}\nbilling: {}\nrounding: {{mode: {}, places: {}}}\n"
    "resources: {{cores: {{installed: 16, rights: 4, requested: 10}}}}\ncontracts:\n".format,
    st.sampled_from(["UTC", "Europe/Berlin"]),
    st.sampled_from(["month", "quarter"]),
    st.sampled_from(Rounding),
    st.integers(0, 3),
)


def by_statement(offer: Offer, contract: Contract, resource: str, demand: Sequence[Fraction]) -> list[Fraction]:
    """Add up the lines of a statement by the month that they are billed in."""
    months = months_of(offer, START, len(demand))
    days = {month.period.start: month.number for month in months}
    days |= {month.period.end - ONE_DAY: month.number + 1 for month in months}
    flow = [Fraction(0)] * (months[-1].ends + 1)
    for line in bill(offer, contract.id, activity_of(offer, contract, resource, START, demand)).lines:
        number = days.get(line.on, len(months))
        flow[number if number < len(months) else months[-1].ends] += line.amount
    return flow


def by_plan(offer: Offer, contract: Contract, resource: str, demand: Sequence[Fraction]) -> list[Fraction]:
    plan = compile_plan(offer, contract, resource, months_of(offer, START, len(demand)), demand)
    return [steps * offer.rounding.step for steps in plan.cash_flow(demand)]


@pytest.mark.slow
@pytest.mark.parametrize(("family", "contract"), CONTRACTS)
@settings(max_examples=share(24))
@given(st.lists(st.integers(0, 130), min_size=1, max_size=16))
def test_a_plan_comes_to_the_same_as_statements_month_by_month(family: str, contract: str, percents: list[int]) -> None:
    offer = shipped(family)
    resource = next(iter(offer.resources.values()))
    demand = [resource.most * percent / 100 for percent in percents]
    found = by_plan(offer, offer.contracts[contract], resource.id, demand)
    assert by_statement(offer, offer.contracts[contract], resource.id, demand) == found


ODD = offer_of(
    """\
thirds:
  charges:
    use:
      {kind: usage, quantities: cores, model: graduated, tiers: [{up_to: 3.3, price: 0.333, flat: 1}, {price: 0.1}],
       modifiers: [{minimum_spend: 2}, {maximum_spend: 9}]}
    half:
      {kind: usage, quantities: cores, allowance: {free: 2.5, periods: 2}, price: 0.07,
       cap: {percent: 37, of: cores.installed}}
sliding:
  charges:
    use:
      {kind: usage, quantities: cores, allowance: {free: 2.5, periods: 3, settling: sliding}, price: 0.07,
       ratchet: {percent: 33, of: used, periods: 2}}
decaying:
  charges:
    use:
      {kind: usage, quantities: cores, commitment: {percent: 33, of: cores.requested, minimum: 1},
       ratchet: {percent: 93, of: invoiced, periods: 3}, price: 1.01}
ramp:
  charges:
    use:
      {kind: usage, quantities: cores,
       commitment: {quantity: [{amount: 1}, {amount: 5, from: 2026-03-01}], overage_price: 3},
       price: [{amount: 2}, {amount: 1.5, from: 2026-04-01}]}
bounded:
  minimum_spend: 20.005
  maximum_spend: 60
  charges:
    fee: {kind: recurring, amount: 7}
    rights: {kind: purchase, quantity: cores.rights, price: 10}
    use: {kind: usage, quantities: cores, price: 1.333}
whole:
  charges: {use: {kind: usage, quantities: cores, measured: days_over_rights, whole_from: 12.5, price: 0.31}}
money:
  charges:
    use: {kind: usage, quantities: cores, price: 7, draws: cash}
  balances:
    cash:
      {unit: USD, opening: 20, block: 30, price: 27, short: overage, surcharge: 3, term: 3 months,
       rollover: {percent: 50}}
growing:
  charges:
    rights: {kind: purchase, quantity: cores.rights, price: 10}
    idle: {kind: recurring, price: 0.5, quantity: cores.without_rights}
    peak: {kind: usage, quantities: cores, measured: minutes_over_rights, resolution: 30, draws: minutes}
  balances:
    minutes:
      {unit: core-minutes, opening: 100, block: 43200, price: 5, bonus: {amount: 50, per: cores.without_rights},
       refill: true}
  follows: {cores.rights: {step: 2, headroom: 15, down: true}, cores.installed: {step: 4}}
"""
)


@pytest.mark.slow
@pytest.mark.parametrize("contract", list(ODD.contracts))
@settings(max_examples=share(40))
@given(st.lists(st.decimals(0, 40, places=2).map(Fraction), min_size=1, max_size=12))
def test_odd_figures_are_exact_too(contract: str, demand: list[Fraction]) -> None:
    terms = ODD.contracts[contract]
    assert by_statement(ODD, terms, "cores", demand) == by_plan(ODD, terms, "cores", demand)


@given(contracts(ANY), DEMANDS, HEADS)
@example(
    "one: {charges: {use: {kind: usage, quantities: cores, model: graduated, flat_at_zero: true, "
    "tiers: [{up_to: 1, flat: 0.001}, {price: 0}], modifiers: [{discount: 0.001}]}}}",
    [Fraction(0)],
    "format: 2\noffer: any\ncurrency: USD\nresources: {cores: {installed: 16}}\ncontracts:\n",
)
def test_any_contract_comes_to_the_same(text: str, demand: list[Fraction], head: str) -> None:
    offer = offer_of(text, head)
    terms = offer.contracts["one"]
    assert by_statement(offer, terms, "cores", demand) == by_plan(offer, terms, "cores", demand)


@given(contracts(ANY, ("USD", "things")), DEMANDS, HEADS)
def test_any_balance_comes_to_the_same(text: str, demand: list[Fraction], head: str) -> None:
    offer = offer_of(text, head)
    terms = offer.contracts["one"]
    plan = compile_plan(offer, terms, "cores", months_of(offer, START, len(demand)), demand)
    plan.cash_flow(demand)
    stock = plan.balances["stock"]
    closing = Fraction(stock.amount, plan.scales.one if stock.money else plan.scales.quantity)
    statement = bill(offer, terms.id, activity_of(offer, terms, "cores", START, demand))
    assert statement.balance("stock") == closing
