"""Shares sum exactly, to the unit, by largest remainder."""

from fractions import Fraction
from random import Random

import pytest

from configurator.pricing.orders.model import Spread
from configurator.pricing.orders.spreading import spread

CENT = Fraction(1, 100)


def _shares(amount: str, *costs: int, how: Spread = Spread.PROPORTIONAL) -> list[str]:
    given = [Fraction(cost) for cost in costs]
    return [str(share) for share in spread(Fraction(amount), given, [Fraction(1)] * len(costs), how, Fraction(1))]


def test_equal_remainders_go_to_the_first() -> None:
    assert ["4", "3", "3"] == _shares("10", 5, 5, 5)


def test_the_largest_remainder_goes_up_first() -> None:
    assert ["3", "7"] == _shares("10", 34, 66)
    assert ["1", "2", "7"] == _shares("10", 13, 14, 73)


def test_what_is_taken_off_is_shared_as_what_is_added() -> None:
    assert ["-4", "-3", "-3"] == _shares("-10", 5, 5, 5)


def test_lines_that_cost_nothing_or_less_take_no_part() -> None:
    assert ["10", "0", "0"] == _shares("10", 5, 0, -3)


def test_where_nothing_costs_anything_every_piece_takes_the_same() -> None:
    assert ["5", "5"] == _shares("10", 0, 0)


def test_lines_that_cost_less_than_nothing_together_share_what_they_give_back() -> None:
    assert ["-1", "-3"] == _shares("-4", -10, -30)


def test_the_first_line_takes_all_that_is_added_and_of_a_deduction_what_it_costs() -> None:
    assert ["10", "0"] == _shares("10", 5, 5, how=Spread.FIRST)
    assert ["-5", "-2", "0"] == _shares("-7", 5, 5, 5, how=Spread.FIRST)
    assert ["-7", "-5"] == _shares("-12", 5, 5, how=Spread.FIRST)


def test_without_a_unit_shares_are_exact_fractions() -> None:
    assert [Fraction(10, 3)] * 3 == spread(Fraction(10), [Fraction(1)] * 3)


@pytest.mark.parametrize("seed", range(60))
def test_shares_sum_to_the_amount_and_are_within_a_unit_of_their_exact_part(seed: int) -> None:
    random = Random(seed)
    costs = [Fraction(random.randint(0, 10_000), 100) for _ in range(random.randint(1, 12))]
    amount = random.randint(-5_000, 5_000) * CENT
    shares = spread(amount, costs, [Fraction(1)] * len(costs), Spread.PROPORTIONAL, CENT)
    assert amount == sum(shares)
    if any(costs):
        assert all(abs(share - amount * cost / sum(costs)) < CENT for share, cost in zip(shares, costs, strict=True))
