"""The arithmetic of steps, and where exact figures become money."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.money import Rounding
from configurator.pricing.operations import EXACT, Operation, outcome
from configurator.pricing.steps import Calculation, RoundedAt, RoundingRule, Slice, Step, after_of, take
from configurator.source import Location

HERE = Location("book.yaml", 1, 1)
CENTS = RoundingRule(Rounding.HALF_UP, Fraction(1, 100), RoundedAt.LINE)


@pytest.mark.parametrize(
    ("operation", "before", "base", "operand", "after"),
    [
        (Operation.ADD, 10, 0, 5, 15),
        (Operation.TIMES, 10, 3, 4, 22),
        (Operation.PERCENT, 100, 200, -5, 90),
        (Operation.TAX_ON_LINE, 100, 200, 5, 110),
        (Operation.WAIVE, 70, 0, -70, 0),
        (Operation.TRUE_UP, 0, 80, 100, 20),
        (Operation.TRUE_UP, 0, 120, 100, 0),
        (Operation.CAP, 0, 120, 100, -20),
        (Operation.CAP, 0, 80, 100, 0),
        (Operation.AT_LEAST, -50, 0, -30, -30),
        (Operation.AT_MOST, 50, 0, 30, 30),
        (Operation.SHARE_OF_ROUNDING, 1, 0, 2, 3),
    ],
)
def test_every_operation_does_what_its_documentation_says(
    operation: Operation, before: int, base: int, operand: int, after: int
) -> None:
    assert after == outcome(EXACT, operation, Fraction(before), Fraction(base), Fraction(operand))


def test_a_tiered_step_adds_its_slices() -> None:
    slices = tuple(Slice(Fraction(0), None, Fraction(1), Fraction(0), Fraction(fee)) for fee in (2, 3))
    assert 6 == after_of(Calculation(Operation.TIERS, Fraction(0), Fraction(2), slices), Fraction(1))


def added(rounding: RoundingRule, operand: Fraction) -> Step:
    """Take a step that adds an amount to nothing."""
    calculation = Calculation(Operation.ADD, Fraction(0), operand)
    return take(rounding, calculation, stage="list", rule="prices.x", location=HERE)


def test_a_step_that_lands_between_two_cents_keeps_the_exact_figure() -> None:
    third = Fraction(1, 3)
    step = added(CENTS, third)
    assert step.rounding is not None
    assert (Fraction(33, 100), third) == (step.after, step.rounding.exact)


def test_a_step_that_lands_on_a_cent_has_nothing_to_say_about_rounding() -> None:
    assert added(CENTS, Fraction(5, 4)).rounding is None


def test_the_tax_of_a_line_is_rounded_by_itself_before_it_is_added() -> None:
    away = RoundingRule(Rounding.UP, Fraction(1, 100), RoundedAt.LINE)
    by_itself, together = (
        take(
            away,
            Calculation(operation, Fraction(-1, 100), Fraction(1)),
            stage="vat",
            rule="stages.vat",
            location=HERE,
            before=Fraction(1),
        )
        for operation in (Operation.TAX_ON_LINE, Operation.PERCENT)
    )
    assert [Fraction(99, 100), Fraction(1)] == [by_itself.after, together.after]


def test_where_the_total_is_rounded_steps_stay_exact() -> None:
    rule = RoundingRule(Rounding.HALF_UP, Fraction(1, 100), RoundedAt.TOTAL)
    step = added(rule, Fraction(1, 3))
    assert (Fraction(1, 3), None) == (step.after, step.rounding)


@given(st.fractions(max_denominator=1000), st.sampled_from(Rounding), st.sampled_from(("1/100", "1/20", "1", "5")))
def test_what_has_landed_is_a_multiple_of_the_step_and_less_than_one_step_away(
    amount: Fraction, mode: Rounding, step: str
) -> None:
    rule = RoundingRule(mode, Fraction(step), RoundedAt.LINE)
    found = rule.landed(amount)
    assert 1 == (found / rule.step).denominator
    assert abs(found - amount) < rule.step
    assert found == rule.landed(found)
