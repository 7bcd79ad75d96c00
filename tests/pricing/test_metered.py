"""Readings become a quantity by their measure, and quantities are treated in one order."""

from dataclasses import replace
from fractions import Fraction

import pytest

from configurator.money import Rounding
from configurator.pricing.charge_models import plain_value
from configurator.pricing.metered import NO_TREATMENT, Conversion, Measure, Percent, as_usage, in_groups, treatments_of
from configurator.pricing.operations import Treatment
from configurator.pricing.periods.levels import Rank
from configurator.pricing.price import price
from configurator.pricing.reading_series import read_series
from configurator.pricing.steps import Treated
from tests.pricing.figures import cost
from tests.pricing.shop import DAY, book_of, chosen, van

MEASURED = {
    "sum": "24",
    "last": "5",
    "count": "3",
    "high_water": "12",
    "percentile": "12",
    "time_weighted": "53/6",
    "windowed": "24",
    "per_group": "24",
    "events": "24",
    "running_totals": "5",
    "prorated_changes": "24",
}


@pytest.mark.parametrize(("measure", "expected"), MEASURED.items())
def test_a_measure_makes_one_quantity_of_readings(measure: str, expected: str) -> None:
    found = as_usage(Measure(measure), read_series("a=12@3, b=7@1, a=5@2"), Percent())
    assert Fraction(expected) == found.quantity


def test_a_percentile_follows_its_rank_rule() -> None:
    readings = read_series("10, 20, 30, 40")
    found = [as_usage(Measure.PERCENTILE, readings, Percent(Fraction(60), rank)).quantity for rank in Rank]
    assert [30, 20, 28] == found


def test_nothing_measured_is_nothing() -> None:
    assert all(as_usage(measure, (), Percent()).quantity == 0 for measure in Measure)


def test_groups_collect_the_readings_of_a_name_and_others_stay_alone() -> None:
    found = in_groups(Measure.PER_GROUP, read_series("a=1, 2, a=3, 4"))
    assert {"a": 4, "2": 2, "4": 4} == {each.key: each.quantity for each in found}


def treated(quantity: str, conversion: Conversion) -> list[Treated]:
    """Return what a conversion does to a quantity."""
    terms = replace(NO_TREATMENT, conversion=conversion)
    return list(treatments_of(terms, Fraction(quantity), (), plain_value))


def test_a_conversion_says_each_of_its_steps() -> None:
    found = treated("1400", Conversion(Fraction(3), Fraction(1000), Rounding.CEILING, 0))
    assert [(Treatment.MULTIPLIED, 4200), (Treatment.DIVIDED, Fraction("4.2")), (Treatment.ROUNDED, 5)] == [
        (each.treatment, each.after) for each in found
    ]


def test_negative_places_round_to_tens_and_hundreds() -> None:
    rounded = treated("123.456", Conversion(rounding=Rounding.CEILING, places=-2))
    assert 200 == rounded[-1].after


def test_free_units_are_taken_off_after_rounding_and_before_the_reservation() -> None:
    text = "model: per_unit, quantity: seats, price: 10, convert: {divide_by: 1000, rounding: ceiling}, free: 0.5"
    assert "15" == cost(text, "1400")
    assert "15" == cost(f"{text}, reserved: {{quantity: 1, price: 10}}", "1400")


def test_a_reservation_is_paid_in_any_case() -> None:
    text = "model: per_unit, quantity: seats, price: 3, reserved: {quantity: 4, price: 2}"
    assert ["8", "8", "11"] == [cost(text, quantity) for quantity in ("0", "4", "5")]


def test_an_earlier_peak_keeps_the_quantity_up() -> None:
    text = "model: per_unit, quantity: seats, price: 1, ratchet: {percent: 80, of: peaks}"
    assert ["800", "900"] == [cost(text, quantity, peaks="1000, 400") for quantity in ("500", "900")]


def test_windows_use_free_units_up_in_order() -> None:
    text = "model: per_unit, quantities: usage, measured: windowed, price: 1, free: 5"
    assert "6" == cost(text, readings="3, 4, 4")


def test_earlier_bills_use_free_units_up_first() -> None:
    text = "model: per_unit, quantity: seats, price: 1, free: 10, before: {quantity: 5}"
    assert "10" == cost(text, "15")


def test_every_treatment_stands_in_the_line() -> None:
    convert = "convert: {divide_by: 1000, rounding: ceiling}, free: 0.5"
    text = f"model: per_unit, quantity: 1400 + 0 * seats, price: 10, {convert}"
    step = price(chosen(), van(), book_of(f"charges: {{a: {{{text}}}}}"), DAY).lines[0].steps[0]
    assert [Treatment.DIVIDED, Treatment.ROUNDED, Treatment.FREE] == [each.treatment for each in step.metered]
