"""Prepaid balances."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.contracts.ledger import (
    Alert,
    Balance,
    Lot,
    Prepayment,
    Rollover,
    bought,
    draw_down,
    drawn,
    expired,
    instant_access,
    months_of,
    renewed,
)
from configurator.errors import InvalidRequest

F = Fraction
DAY = date(2026, 1, 1)
MOVES = st.lists(st.tuples(st.booleans(), st.integers(0, 500).map(Fraction)), max_size=12)


@given(MOVES)
def test_a_balance_is_what_was_bought_less_what_was_drawn(moves: list[tuple[bool, Fraction]]) -> None:
    balance = Balance()
    for buys, amount in moves:
        balance = bought(balance, amount) if buys else drawn(balance, amount)
    assert sum(amount if buys else -amount for buys, amount in moves) == balance.amount
    assert not (balance.owed and balance.lots)


def test_what_expires_first_is_drawn_first() -> None:
    balance = bought(bought(Balance(), F(10)), F(5), date(2026, 6, 1))
    assert (Lot(F(2), date(2026, 6, 1)), Lot(F(10))) == drawn(balance, F(3)).lots
    left, gone = expired(drawn(balance, F(3)), date(2026, 6, 1))
    assert (F(10), F(2)) == (left.amount, gone)


def test_a_debt_is_taken_from_the_next_purchase() -> None:
    owing = drawn(bought(Balance(), F(43200)), F(50000))
    assert (F(-6800), Alert.DEBT) == (owing.amount, owing.alert(F(7200)))
    assert F(43200 - 6800) == bought(owing, F(43200)).amount


def test_a_balance_tells_when_it_is_low_and_when_it_is_empty() -> None:
    full = bought(Balance(), F(100))
    left = [drawn(full, F(amount)) for amount in (90, 91, 100, 101)]
    assert [None, Alert.LOW, Alert.EMPTY, Alert.DEBT] == [each.alert(F(10)) for each in left]


def test_a_rollover_wants_a_renewal_that_is_not_smaller() -> None:
    left = drawn(bought(Balance(), F(15000)), F(10000))
    assert 20000 == renewed(left, F(15000), F(15000), Rollover()).amount
    assert 14000 == renewed(left, F(15000), F(14000), Rollover()).amount
    assert 15000 == renewed(left, F(15000), F(15000), None).amount
    assert 16500 == renewed(left, F(15000), F(14000), Rollover(F(1, 2), False)).amount


def test_what_a_balance_lacks_costs_the_surcharge() -> None:
    found = draw_down(F(100), F(150), F(10))
    assert (F(100), F(55), F(0)) == (found.drawn, found.overage, found.balance)
    months = months_of(Prepayment(F(15000), F(46, 100), F(1)), [F(20000), F(20000)])
    assert [(F(9200), F(0)), (F(5800), F(3400 * 101, 100))] == [(each.drawn, each.overage) for each in months]


def test_nothing_negative_is_bought_or_drawn() -> None:
    assert 50 == instant_access(F(5), F(10))
    for wrong in (bought, drawn):
        with pytest.raises(InvalidRequest):
            wrong(Balance(), F(-1))
