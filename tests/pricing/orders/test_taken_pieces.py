"""The pieces that a rule takes are those that sorting all of them one by one gives."""

from fractions import Fraction
from random import Random

import pytest

from configurator.pricing.orders.model import Take
from configurator.pricing.orders.taken_pieces import PricedPieces, cost_of_taken


def _one_by_one(pieces: list[PricedPieces], number: int, take: Take, of: int | None) -> Fraction:
    prices = sorted((each.price for each in pieces for _ in range(each.number)), reverse=True)
    size = len(prices) if of is None else of
    if not size:
        return Fraction(0)
    groups = [prices[start : start + size] for start in range(0, len(prices), size)]
    full = [group for group in groups if len(group) == size]
    taken = [group[-number:] if take is Take.CHEAPEST else group[:number] for group in full if number > 0]
    return sum((price for group in taken for price in group), Fraction(0))


@pytest.mark.parametrize("seed", range(150))
def test_taken_pieces_cost_what_sorting_them_one_by_one_says(seed: int) -> None:
    random = Random(seed)
    pieces = [
        PricedPieces(f"i{at}", random.randint(1, 9), Fraction(random.randint(0, 900), random.choice((1, 3, 100))))
        for at in range(random.randint(0, 5))
    ]
    number, take = random.randint(-1, 12), random.choice(list(Take))
    of = random.choice((None, 1, 2, 3, 5, 40))
    assert _one_by_one(pieces, number, take, of) == cost_of_taken(pieces, number, take, of)


def test_a_group_of_no_pieces_takes_none() -> None:
    assert 0 == cost_of_taken([PricedPieces("a", 3, Fraction(5))], 1, Take.CHEAPEST, 0)
