"""Prepaid balances and their accounts."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.balances import Account, Balance, BalanceAlert, Lot, MovementKind
from configurator.contracts.model import BalanceTerms, CapacityLevel, LevelKind, value_on
from configurator.contracts.terms import Rollover
from configurator.errors import InvalidRequest
from configurator.pricing.modifiers import Shortage
from tests.contracts.offers import offer_of

F = Fraction
DAY = date(2026, 1, 1)
MOVES = st.lists(st.tuples(st.booleans(), st.integers(0, 500).map(Fraction)), max_size=12)


@given(MOVES)
def test_a_balance_is_what_was_bought_less_what_was_drawn(moves: list[tuple[bool, Fraction]]) -> None:
    balance = Balance()
    for buys, amount in moves:
        balance = balance.bought(amount) if buys else balance.drawn(amount)
    assert sum(amount if buys else -amount for buys, amount in moves) == balance.amount
    assert not (balance.owed and balance.lots)


def test_what_expires_first_is_drawn_first() -> None:
    balance = Balance().bought(F(10)).bought(F(5), date(2026, 6, 1)).drawn(F(3))
    assert (Lot(F(2), date(2026, 6, 1)), Lot(F(10))) == balance.lots
    left, gone = balance.expired(date(2026, 6, 1))
    assert (F(10), F(2)) == (left.amount, gone)


def test_a_debt_is_taken_from_the_next_purchase() -> None:
    owing = Balance().bought(F(43200)).drawn(F(50000))
    assert (F(-6800), BalanceAlert.DEBT) == (owing.amount, owing.alert(F(7200)))
    assert F(43200 - 6800) == owing.bought(F(43200)).amount


def test_a_balance_reports_when_it_is_low_and_when_it_is_empty() -> None:
    full = Balance().bought(F(100))
    left = [full.drawn(F(amount)) for amount in (90, 91, 100, 101)]
    assert [None, BalanceAlert.LOW, BalanceAlert.EMPTY, BalanceAlert.DEBT] == [each.alert(F(10)) for each in left]


@pytest.mark.parametrize(
    ("rollover", "renewal", "expected"),
    [
        (Rollover(), 15000, 20000),
        (Rollover(), 14000, 14000),
        (Rollover(F(1, 2), False), 14000, 16500),
    ],
)
def test_what_rolls_over_is_added_to_the_renewal(rollover: Rollover, renewal: int, expected: int) -> None:
    left = Balance().bought(F(15000)).drawn(F(10000))
    kept = rollover.carried(left.amount, F(15000), F(renewal))
    assert expected == left.left_with(kept).bought(F(renewal)).amount


def test_nothing_negative_is_bought_or_drawn() -> None:
    for wrong in (Balance().bought, Balance().drawn):
        with pytest.raises(InvalidRequest):
            wrong(F(-1))


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def account(keys: str) -> Account:
    text = f"one: {{balances: {{tokens: {{unit: tokens, block: 100, price: 50, {keys}}}}}}}"
    return Account(offer_of(text).contracts["one"].balances["tokens"])


def test_a_debt_is_reported_and_refilled_by_whole_blocks() -> None:
    tokens = account("opening: 50, low: 20, refill: true")
    tokens.open(DAY, {})
    assert [0, 0, 0] == [tokens.draw(DAY, F(amount)) for amount in (40, 10, 130)]
    assert 2 == tokens.refill(DAY)
    alerts = [each.alert for each in tokens.movements if each.alert]
    assert [BalanceAlert.LOW, BalanceAlert.EMPTY, BalanceAlert.DEBT] == alerts
    assert 70 == tokens.movements[-1].balance


def test_a_bonus_comes_with_the_units_of_a_level() -> None:
    tokens = account("bonus: {amount: 5, per: cores.requested}")
    tokens.open(DAY, {CapacityLevel("cores", LevelKind.REQUESTED): F(10)})
    assert 50 == tokens.balance.amount


def test_what_is_billed_at_once_is_not_owed() -> None:
    tokens = account("opening: 50, short: overage")
    tokens.open(DAY, {})
    assert 30 == tokens.draw(DAY, F(80))
    assert [0, 0] == [tokens.balance.owed, tokens.balance.amount]


def test_a_new_term_begins_with_a_block_and_what_rolls_over() -> None:
    kept, lost = account("opening: 50, rollover: {percent: 40}"), account("opening: 50")
    for each in (kept, lost):
        each.open(DAY, {})
        each.renew(DAY)
    assert [F(120), F(100)] == [each.balance.amount for each in (kept, lost)]
    assert [MovementKind.PURCHASE, MovementKind.EXPIRY, MovementKind.PURCHASE] == [each.kind for each in kept.movements]


def test_a_balance_is_of_any_unit() -> None:
    terms = account("").terms
    assert ("tokens", Shortage.DEBT, F(50)) == (terms.unit, terms.short, value_on(terms.price, DAY))
    assert isinstance(terms, BalanceTerms)
