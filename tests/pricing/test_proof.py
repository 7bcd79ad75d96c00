"""A price that was altered is found out, wherever it was."""

from copy import copy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import pytest

from configurator.money import Money
from configurator.pricing.cadence import Cadence
from configurator.pricing.price_lines import Priced, Totals
from configurator.pricing.steps import Step
from tests.pricing.proof import flaws
from tests.pricing.shop import priced

BOOK = """
prices: {items: {petrol: 9000.005, diesel: 11000}}
charges: {seats: {model: graduated, quantity: seats, tiers: [{up_to: 2, price: 100}, {price: 80}]}}
"""


T = TypeVar("T")


def forged(thing: T, **figures: object) -> T:
    """Return a copy with figures that nothing computes: no constructor gives one."""
    found = copy(thing)
    for name, figure in figures.items():
        object.__setattr__(found, name, figure)
    return found


def with_step(found: Priced, line: int, step: Step) -> Priced:
    """Return a price whose line consists of one step, but for its amount as it was."""
    lines = list(found.lines)
    lines[line] = forged(lines[line], steps=(step,))
    return replace(found, lines=tuple(lines))


def first(found: Priced, line: int = 0) -> Step:
    return found.lines[line].steps[0]


def test_a_price_has_no_flaws() -> None:
    assert () == flaws(priced(BOOK))


def test_a_figure_that_does_not_follow_is_a_flaw() -> None:
    found = priced(BOOK)
    altered = with_step(found, 1, forged(first(found, 1), after=Fraction(270)))
    assert "line charges.seats, step 1: after is 270; it should be 280" in map(str, flaws(altered))


def test_a_slice_that_does_not_follow_is_a_flaw() -> None:
    found = priced(BOOK)
    one, two = first(found, 1).slices
    altered = with_step(found, 1, forged(first(found, 1), slices=(forged(one, amount=Fraction(190)), two)))
    assert "line charges.seats, step 1: a slice is 190; it should be 200" in map(str, flaws(altered))


def test_a_rounding_from_another_figure_is_a_flaw() -> None:
    found = priced(BOOK)
    rounding = first(found).rounding
    assert rounding is not None
    altered = with_step(found, 0, forged(first(found), rounding=replace(rounding, exact=Fraction(9000))))
    assert "line prices.engine, step 1: before rounding is 9000; it should be 1800001/200" in map(str, flaws(altered))


def test_a_step_that_does_not_begin_where_the_last_one_ended_is_a_flaw() -> None:
    found = priced(BOOK)
    altered = with_step(found, 1, forged(first(found, 1), before=Fraction(1), after=Fraction(281)))
    assert "line charges.seats, step 1: before is 1; it should be 0" in map(str, flaws(altered))


def test_an_amount_that_is_not_where_its_steps_end_is_a_flaw() -> None:
    found = priced(BOOK)
    lines = (found.lines[0], forged(found.lines[1], amount=Money(Decimal(1), "EUR")))
    assert [
        "the amount of line charges.seats is 1; it should be 280",
        "the total one_time is 9280.01 EUR; it should be 9001.01 EUR",
        "the number that ranks is 928001/100; it should be 900101/100",
    ] == [str(flaw) for flaw in flaws(replace(found, lines=lines))]


def test_a_figure_beside_its_operation_base_and_operand_cannot_be_given() -> None:
    step = first(priced(BOOK), 1)
    with pytest.raises(ValueError, match="field after is declared with init=False"):
        replace(step, after=Fraction(1))
    with pytest.raises(ValueError, match="field amount is declared with init=False"):
        replace(step.slices[0], amount=Fraction(1))


def test_a_line_whose_steps_do_not_follow_one_another_cannot_be_built() -> None:
    line = priced(BOOK).lines[1]
    with pytest.raises(ValueError, match=r"a step of line charges\.seats begins at 1; the one before ended at 0"):
        replace(line, steps=(replace(line.steps[0], before=Fraction(1)),))


def test_an_amount_in_another_currency_is_a_flaw() -> None:
    found = priced(BOOK)
    lines = (forged(found.lines[0], amount=Money(Decimal("9000.01"), "USD")), found.lines[1])
    assert "the currency of line prices.engine is USD; it should be EUR" in map(str, flaws(replace(found, lines=lines)))


def test_a_total_that_is_not_the_sum_is_a_flaw() -> None:
    totals = Totals({Cadence.ONE_TIME: Money(Decimal(5), "EUR")}, Fraction("9280.01"))
    assert ["the total one_time is 5.00 EUR; it should be 9280.01 EUR"] == [
        str(flaw) for flaw in flaws(replace(priced(BOOK), totals=totals))
    ]
