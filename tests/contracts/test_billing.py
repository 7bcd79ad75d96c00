"""Statements of contracts: laws over what may happen."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.billing import bill
from configurator.contracts.model import CapacityLevel, LevelKind, UsageCharge
from configurator.contracts.rating import rate_usage
from configurator.contracts.statement import (
    BlockPurchase,
    ContractActivity,
    LevelChange,
    Statement,
    StatementEventKind,
    StatementLine,
)
from configurator.errors import InvalidRequest
from configurator.pricing.operations import EXACT, outcome
from tests.contracts.offers import FAMILIES, offer_of, shipped, usage
from tests.contracts.random_contracts import contracts

F = Fraction
START = date(2026, 1, 1)
RIGHTS = CapacityLevel("cores", LevelKind.RIGHTS)
INSTALLED = CapacityLevel("cores", LevelKind.INSTALLED)
HP = shipped("hp_superdome")


def months(number: int) -> date:
    return date(2026 + (number // 12), number % 12 + 1, 1)


def used(value: int, days: int = 31) -> dict[str, dict[date, Fraction]]:
    return {"cores": {START + timedelta(number): F(value) for number in range(days)}}


# ── rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 5)), max_size=6))
def test_inactive_cores_and_rights_come_to_active_cores_at_every_step(steps: list[tuple[int, int]]) -> None:
    rights, changes = 0, []
    for day, by in sorted(steps):
        by = min(by, 16 - rights)
        rights += by
        changes.append(LevelChange(START + timedelta(day), RIGHTS, F(by)))
        happened = ContractActivity(START, months(12), changes=tuple(changes), levels={RIGHTS: F(0)})
        assert 16 * 400 + rights * 600 == bill(HP, "instant_capacity", happened).total
    active = ContractActivity(START, months(12), levels={INSTALLED: F(rights)})
    inactive = ContractActivity(START, months(12), levels={RIGHTS: F(0)}, changes=tuple(changes))
    assert bill(HP, "outright", active).total + (16 - rights) * 400 == bill(HP, "instant_capacity", inactive).total


def test_a_level_that_falls_and_rises_again_is_bought_once() -> None:
    changes = tuple(LevelChange(months(at), RIGHTS, F(by)) for at, by in ((1, 4), (3, -4), (5, 4), (6, 1)))
    found = bill(HP, "instant_capacity", ContractActivity(START, months(12), changes=changes))
    assert [2400, 2400, 600] == [line.amount for line in found.lines if line.charge == "rights"]
    assert 9 == found.levels[RIGHTS]


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def prove(line: StatementLine) -> None:
    """Recompute a line from the operations, bases and operands of its steps."""
    for treated, following in pairwise(line.metered):
        assert treated.after == following.before
    amount = F(0)
    for step in line.steps:
        pieces = sum((each.price * each.quantity + each.flat for each in step.slices), F(0))
        amount = outcome(EXACT, step.operation, amount, step.base, step.operand, pieces)
        assert amount == step.after
    assert line.amount == line.rounds.landed(amount)


def every_statement(value: int) -> list[Statement]:
    found = []
    for family in FAMILIES:
        offer = shipped(family)
        resource = next(iter(offer.resources))
        readings = {START + timedelta(number): F(value) for number in range(120)}
        happened = ContractActivity(START, months(4), {resource: readings})
        found += [bill(offer, contract, happened) for contract in offer.contracts]
    return found


@pytest.mark.parametrize("value", [0, 7, 600])
def test_every_step_of_a_line_follows_from_the_one_before(value: int) -> None:
    for statement in every_statement(value):
        assert statement.total == sum(line.amount for line in statement.lines)
        for line in statement.lines:
            prove(line)


@pytest.mark.slow
@given(contracts(), st.integers(0, 40), st.integers(0, 40))
def test_under_any_contract_steps_follow_and_more_use_never_costs_less(text: str, one: int, other: int) -> None:
    offer = offer_of(text)
    for units in (one, other):
        statement = bill(offer, "one", ContractActivity(START, months(3), used(units, 80)))
        assert statement.total == sum(line.amount for line in statement.lines)
        for line in statement.lines:
            prove(line)
    levels = offer.levels_of(offer.contracts["one"])
    for charge in offer.contracts["one"].charges:
        if isinstance(charge, UsageCharge):
            less, more = (rate_usage(charge, F(each), START, levels).amount for each in sorted((one, other)))
            assert less <= more


@given(st.integers(0, 1200), st.integers(0, 1200))
def test_more_use_never_costs_less(one: int, other: int) -> None:
    low, high = sorted((F(one), F(other)))
    for family in FAMILIES:
        offer = shipped(family)
        for contract in offer.contracts.values():
            for charge in contract.charges:
                if isinstance(charge, UsageCharge):
                    levels = offer.levels_of(contract)
                    less, more = (rate_usage(charge, each, START, levels).amount for each in (low, high))
                    assert less <= more


def test_parts_of_months_cost_a_part_unless_the_contract_says_no() -> None:
    offer = offer_of(
        "one: {charges: {fee: {kind: recurring, amount: 31}, whole: {kind: recurring, amount: 31, prorated: false}}}"
    )
    found = bill(offer, "one", ContractActivity(date(2026, 1, 22), date(2026, 3, 1), billing_day=1))
    assert [10, 31, 31, 31] == [line.amount for line in found.lines]


def test_a_level_counts_by_the_days_that_it_was_there() -> None:
    offer = offer_of("one: {charges: {lease: {kind: recurring, price: 31, quantity: cores.without_rights}}}")
    change = LevelChange(date(2026, 1, 17), RIGHTS, F(8))
    found = bill(offer, "one", ContractActivity(START, months(1), changes=(change,)))
    assert 12 * 16 + 4 * 15 == found.total


def test_amounts_by_the_quarter_are_billed_when_it_is_over() -> None:
    found = bill(shipped("ibm_power"), "on_off", ContractActivity(START, months(4), {"processors": {START: F(9)}}))
    assert {date(2026, 3, 31), date(2026, 4, 30)} == {line.on for line in found.lines if line.charge == "days"}


def test_a_ramp_changes_prices_by_date_and_never_earlier_ones() -> None:
    offer = usage("price: [{amount: 5}, {amount: 6, from: 2026-02-01}]")
    found = bill(offer, "one", ContractActivity(START, months(2), used(10, 59)))
    assert [50, 60] == [line.amount for line in found.lines]


@given(st.integers(2, 11), st.integers(0, 20))
def test_a_later_price_never_changes_an_earlier_month(month: int, units: int) -> None:
    later = f"[{{amount: 5}}, {{amount: 9, from: 2026-{month:02}-01}}]"
    before, after = (
        bill(usage(f"price: {price}"), "one", ContractActivity(START, months(month - 1), used(units, 334)))
        for price in ("5", later)
    )
    assert [line.amount for line in before.lines] == [line.amount for line in after.lines]


def test_a_month_is_bounded_besides_purchases() -> None:
    offer = offer_of(
        "one: {minimum_spend: 50, maximum_spend: 80, charges: {"
        "rights: {kind: purchase, quantity: cores.rights, price: 100}, "
        "fee: {kind: recurring, amount: 20}, use: {kind: usage, quantities: cores, price: 10}}}"
    )
    found = [bill(offer, "one", ContractActivity(START, months(1), used(units))) for units in (0, 4, 9)]
    assert [400 + 50, 400 + 60, 400 + 80] == [each.total for each in found]
    assert [F(30), None, F(-30)] == [
        next((line.amount for line in each.lines if line.charge in ("minimum", "maximum")), None) for each in found
    ]


# ── what is reported ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_more_than_is_installed_is_told_and_billed() -> None:
    found = bill(usage("price: 5"), "one", ContractActivity(START, months(1), used(20)))
    assert {StatementEventKind.OVER_INSTALLED} == {each.kind for each in found.events}
    assert 100 == found.total


def test_where_nothing_is_said_to_be_installed_there_is_no_limit() -> None:
    offer = shipped("electric_demand")
    assert () == bill(offer, "plain", ContractActivity(START, months(1), {"demand": used(900)["cores"]})).events


def test_days_without_reading_are_told() -> None:
    found = bill(usage("price: 5"), "one", ContractActivity(START, months(1), used(10, 11)))
    assert [(StatementEventKind.FILLED_IN, F(20))] == [(each.kind, each.amount) for each in found.events]


def test_purchases_of_blocks_are_lines_of_their_own() -> None:
    bought = BlockPurchase(date(2026, 1, 5), "core_minutes", 2)
    found = bill(HP, "temporary_capacity", ContractActivity(START, months(1), purchases=(bought,)))
    assert [90] == [line.amount for line in found.lines if line.charge == "core_minutes"]
    assert 86400 + 86400 == found.balance("core_minutes")


@pytest.mark.parametrize(
    ("contract", "happened", "message"),
    [
        ("leas", ContractActivity(START, months(1)), "no contract"),
        ("lease", ContractActivity(START, START), "cannot end"),
        ("lease", ContractActivity(START, months(1), {"disks": {}}), "no resource"),
        ("lease", ContractActivity(START, months(1), purchases=(BlockPurchase(START, "x", 1),)), "no balance"),
        (
            "lease",
            ContractActivity(
                START, months(1), changes=(LevelChange(START, CapacityLevel("cores", LevelKind.WITHOUT_RIGHTS), F(1)),)
            ),
            "follows from",
        ),
        ("lease", ContractActivity(date(1, 1, 1), date(9000, 1, 1)), "at most 36525 days"),
    ],
)
def test_what_the_offer_does_not_know_is_refused(contract: str, happened: ContractActivity, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        bill(HP, contract, happened)
