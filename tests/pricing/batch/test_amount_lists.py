"""A list of amounts is computed with as every one of its amounts is."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.money import Rounding
from configurator.pricing.batch.amount_lists import AmountLists, Amounts, Divided, agreed
from configurator.pricing.operations import EXACT

LISTS = AmountLists()
amounts = st.lists(st.fractions(-50, 50, max_denominator=8), min_size=3, max_size=3)
single = st.fractions(-50, 50, max_denominator=8).map(lambda amount: [amount])


@given(st.sampled_from(("add", "minus", "times", "greater", "lesser")), amounts, st.one_of(amounts, single))
def test_two_lists_are_joined_amount_by_amount(name: str, left: list[Fraction], right: list[Fraction]) -> None:
    pairs = zip(left, right if len(right) > 1 else right * 3, strict=True)
    found = getattr(LISTS, name)(Amounts.of(left), Amounts.of(right))
    assert [getattr(EXACT, name)(*pair) for pair in pairs] == found.fractions


@given(amounts, st.lists(st.fractions(1, 50, max_denominator=8), min_size=3, max_size=3))
def test_a_quotient_is_exact(left: list[Fraction], right: list[Fraction]) -> None:
    found = LISTS.quotient(Amounts.of(left), Amounts.of(right))
    assert [one / other for one, other in zip(left, right, strict=True)] == found.fractions


@given(amounts, st.sampled_from((Fraction(1, 100), Fraction(1, 20), Fraction(5))), st.sampled_from(Rounding))
def test_every_amount_is_rounded_as_it_is_alone(left: list[Fraction], step: Fraction, mode: Rounding) -> None:
    found = LISTS.to_multiple(Amounts.of(left), step, mode)
    assert [EXACT.to_multiple(amount, step, mode) for amount in left] == found.fractions


@given(amounts)
def test_what_is_below_zero_becomes_nothing(left: list[Fraction]) -> None:
    assert [EXACT.above_zero(amount) for amount in left] == LISTS.above_zero(Amounts.of(left)).fractions


@pytest.mark.parametrize(
    ("decide", "groups"),
    [
        (lambda: agreed([True, False, True]), [[0, 2], [1]]),
        (lambda: LISTS.is_nothing(Amounts([0, 0, 3])), [[0, 1], [2]]),
        (lambda: LISTS.exceeds(Amounts([1, 5, 2]), Amounts([4], 2)), [[0, 2], [1]]),
        (lambda: LISTS.dearest([True, True], [Amounts([1, 5]), Amounts([3])]), [[0], [1]]),
    ],
)
def test_a_decision_that_falls_differently_divides_the_prices(
    decide: Callable[[], object], groups: list[list[int]]
) -> None:
    with pytest.raises(Divided) as divided:
        decide()
    assert groups == list(divided.value.groups.values())


def test_the_dearest_of_equal_parts_is_the_first_one_due() -> None:
    costs = [Amounts([3, 4]), Amounts([6, 8], 2), Amounts([2])]
    assert [True, False, False] == LISTS.dearest([True, True, True], costs)
    assert [False, True, False] == LISTS.dearest([False, True, True], costs)
