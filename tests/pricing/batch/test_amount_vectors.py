"""Amounts of many products are reckoned as each of them is alone."""

from collections.abc import Callable
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.money import Rounding
from configurator.pricing.batch.amount_vectors import Vector, VectorAmount, VectorArithmetic, at, bits, mask_of
from configurator.pricing.operations import EXACT, Arithmetic

COUNT = 4
MANY = VectorArithmetic(COUNT)
figures = st.fractions(-50, 50, max_denominator=40)


@st.composite
def vectors(draw: st.DrawFn) -> Vector:
    scale = draw(st.integers(1, 30))
    return Vector(draw(st.lists(st.integers(-900, 900), min_size=COUNT, max_size=COUNT)), scale)


amounts = st.one_of(figures, vectors())
masks = st.integers(0, MANY.all)


def each(amount: VectorAmount) -> list[Fraction]:
    return [at(amount, number) for number in range(COUNT)]


OPERATIONS: list[Callable[[Arithmetic[VectorAmount], VectorAmount, VectorAmount], VectorAmount]] = [
    lambda carrier, one, other: carrier.add(one, other),
    lambda carrier, one, other: carrier.minus(one, other),
    lambda carrier, one, other: carrier.times(one, other),
    lambda carrier, one, other: carrier.greater(one, other),
    lambda carrier, one, other: carrier.lesser(one, other),
    lambda carrier, one, other: carrier.above_zero(carrier.minus(one, other)),
]


@pytest.mark.parametrize("operation", OPERATIONS)
@given(one=amounts, other=amounts)
def test_an_operation_is_that_of_one_price_for_each_product(
    operation: Callable[[object, VectorAmount, VectorAmount], VectorAmount], one: VectorAmount, other: VectorAmount
) -> None:
    expected = [operation(EXACT, *pair) for pair in zip(each(one), each(other), strict=True)]
    assert expected == each(operation(MANY, one, other))


@given(one=amounts, other=amounts.filter(lambda amount: all(each(amount))))
def test_a_quotient_is_exact(one: VectorAmount, other: VectorAmount) -> None:
    assert [a / b for a, b in zip(each(one), each(other), strict=True)] == each(MANY.quotient(one, other))


@given(amounts, st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(3, 7), Fraction(5)]))
@pytest.mark.parametrize("mode", Rounding)
def test_rounding_is_that_of_one_price(mode: Rounding, amount: VectorAmount, step: Fraction) -> None:
    expected = [EXACT.to_multiple(one, step, mode) for one in each(amount)]
    assert expected == each(MANY.to_multiple(amount, step, mode))


@given(st.lists(st.tuples(amounts, masks)))
def test_a_sum_counts_each_amount_for_the_products_of_its_mask(parts: list[tuple[VectorAmount, int]]) -> None:
    expected = [
        sum((at(amount, number) for amount, where in parts if where >> number & 1), Fraction(0))
        for number in range(COUNT)
    ]
    assert expected == each(MANY.summed(parts))


@given(st.lists(st.lists(st.integers(0, COUNT - 1), unique=True, min_size=1), min_size=1), st.data())
def test_figures_are_one_amount_of_the_products_that_have_them(numbers: list[list[int]], data: st.DataObject) -> None:
    seen = [set(chain(*numbers[:position])) for position in range(len(numbers))]
    parts = [(data.draw(figures), sorted({*those} - known)) for those, known in zip(numbers, seen, strict=True)]
    amount, where = MANY.of_each(parts)
    expected = {number: figure for figure, those in parts for number in those}
    assert expected == {number: at(amount, number) for number in bits(where)}


@given(st.sets(st.integers(0, 200)))
def test_a_mask_has_the_bits_of_its_numbers(numbers: set[int]) -> None:
    assert sorted(numbers) == list(bits(mask_of(list(numbers))))


@given(amounts, amounts, masks)
def test_one_of_two_amounts_is_chosen_by_a_mask(one: VectorAmount, other: VectorAmount, where: int) -> None:
    expected = [at(one if where >> number & 1 else other, number) for number in range(COUNT)]
    assert expected == each(MANY.chosen(where, one, other))


@given(amounts, amounts)
def test_presence_is_a_mask(one: VectorAmount, other: VectorAmount) -> None:
    pairs = list(zip(each(one), each(other), strict=True))
    assert [number for number, (a, b) in enumerate(pairs) if a > b] == list(bits(MANY.exceeds(one, other)))
    assert [number for number, (a, _) in enumerate(pairs) if a] == list(bits(MANY.differs(one)))
    assert (not any(a for a, _ in pairs)) == MANY.is_nothing(one)


@given(st.lists(st.tuples(masks, amounts), min_size=1, max_size=4))
def test_the_dearest_is_the_first_of_those_that_cost_most(parts: list[tuple[int, VectorAmount]]) -> None:
    found = MANY.dearest([due for due, _ in parts], [cost for _, cost in parts])
    for number in range(COUNT):
        alone = EXACT.dearest([bool(due >> number & 1) for due, _ in parts], [at(cost, number) for _, cost in parts])
        assert alone == [bool(where >> number & 1) for where in found]
