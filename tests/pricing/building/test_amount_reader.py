"""Amounts as they are written: figures, expressions, cases by condition and by day."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.catalog.model import Interval
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models import Flat
from tests.pricing.shop import book_of, problems_of


def amount_of(text: str) -> Amount:
    model = book_of(f"charges: {{a: {{amount: {text}}}}}").charges[0].model
    assert isinstance(model, Flat)
    return model.amount


def shown(amount: Amount) -> list[tuple[object, str, Interval]]:
    return [(case.value, case.when.text if case.when else "", case.interval) for case in amount]


@pytest.mark.parametrize("text", ["49", "49.00", "49 EUR", "49EUR", "+49", '"49"'])
def test_a_figure_may_name_the_currency(text: str) -> None:
    assert [Fraction(49)] == [case.value for case in amount_of(text)]


def test_a_figure_without_an_end_holds_until_the_next_one_of_the_same_condition() -> None:
    first, second, third = date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)
    text = f"[{{amount: 3, from: {third}}}, {{amount: 1, from: {first}}}, {{amount: 2, from: {second}}}]"
    assert [
        (Fraction(1), "", Interval(first, second)),
        (Fraction(2), "", Interval(second, third)),
        (Fraction(3), "", Interval(third, None)),
    ] == shown(amount_of(text))


def test_every_condition_is_a_series_of_its_own_tried_in_the_order_it_first_appears() -> None:
    year = date(2027, 1, 1)
    text = f"[{{amount: 1, when: sport}}, {{amount: 2}}, {{amount: 3, when: sport, from: {year}}}]"
    assert [
        (Fraction(1), "sport", Interval(None, year)),
        (Fraction(3), "sport", Interval(year, None)),
        (Fraction(2), "", Interval(None, None)),
    ] == shown(amount_of(text))


def test_figures_by_day_may_stand_below_their_condition() -> None:
    year = date(2027, 1, 1)
    text = f"[{{when: sport, amount: [{{amount: 1}}, {{amount: 3, from: {year}}}]}}, {{amount: 2}}]"
    flat = f"[{{amount: 1, when: sport}}, {{amount: 3, when: sport, from: {year}}}, {{amount: 2}}]"
    assert shown(amount_of(flat)) == shown(amount_of(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12 USD", "`12 USD` is in USD"),
        ("sport", "`sport` is true or false"),
        ("cable", "`cable` is a number of length"),
        ("[{amount: 1}, {amount: 2}]", "from the beginning on two figures hold"),
        ("[{amount: 1, until: 2027-01-01}, {amount: 2, from: 2026-01-01}]", "from 2026-01-01 on two figures hold"),
        ("[{amount: 1}, {amount: 2, when: sport}]", "this case never applies"),
        ("[{amount: 1, from: 2027-01-01, until: 2027-01-01}]", "no day is from 2027-01-01 and before 2027-01-01"),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, message: str) -> None:
    assert any(found.startswith(message) for _, found in problems_of(f"charges: {{a: {{amount: {text}}}}}"))


def test_a_case_after_an_unconditional_one_is_fine_on_days_that_the_other_does_not_hold() -> None:
    text = "[{amount: 1, until: 2027-01-01}, {amount: 2, when: sport, from: 2026-06-01}]"
    assert 2 == len(amount_of(text))
