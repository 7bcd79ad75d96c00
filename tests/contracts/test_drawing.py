"""Accounts of balances."""

from datetime import date
from fractions import Fraction

from configurator.contracts.drawing import Account
from configurator.contracts.ledger import Entry
from configurator.contracts.model import BalanceTerms, Beyond, Dated
from configurator.contracts.statement import Notice
from tests.contracts.offers import offer_of

F = Fraction
DAY = date(2026, 1, 1)


def account(keys: str) -> Account:
    text = f"one: {{balances: {{tokens: {{unit: tokens, block: 100, price: 50, {keys}}}}}}}"
    return Account(offer_of(text).contracts["one"].balances["tokens"])


def test_a_debt_is_told_and_refilled_by_whole_blocks() -> None:
    found = account("opening: 50, low: 20, refill: true")
    found.open(DAY, {})
    assert [0, 0, 0] == [found.draw(DAY, F(amount)) for amount in (40, 10, 130)]
    assert 2 == found.refill(DAY)
    assert [Notice.LOW, Notice.EMPTY, Notice.DEBT] == [each.notice for each in found.told()]
    assert 70 == found.movements[-1].balance


def test_what_is_billed_at_once_is_not_owed() -> None:
    found = account("opening: 50, beyond: overage")
    found.open(DAY, {})
    assert 30 == found.draw(DAY, F(80))
    assert [0, 0] == [found.balance.owed, found.balance.amount]


def test_a_new_term_begins_with_a_block_and_what_rolls_over() -> None:
    kept, lost = account("opening: 50, rollover: {percent: 40}"), account("opening: 50")
    for each in (kept, lost):
        each.open(DAY, {})
        each.renew(DAY)
    assert [F(120), F(100)] == [each.balance.amount for each in (kept, lost)]
    assert [Entry.PURCHASE, Entry.EXPIRY, Entry.PURCHASE] == [each.entry for each in kept.movements]


def test_a_balance_is_of_any_unit() -> None:
    terms = account("").terms
    assert ("tokens", Beyond.DEBT, Dated(((date.min, F(50)),))) == (terms.unit, terms.beyond, terms.price)
    assert isinstance(terms, BalanceTerms)
