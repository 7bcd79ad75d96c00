"""Values as people and programs write them, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.feature_values import (
    BadValue,
    Given,
    belongs,
    describe_value,
    in_base_units,
    parse_value,
    read_quantity,
    show_number,
    show_quantity,
    show_value,
    wire_value,
)
from configurator.catalog.model import Feature
from configurator.configuration import FeatureValue
from configurator.units import NO_UNIT, STANDARD_UNITS
from tests.catalog.loading import example, find_feature

WORKSHOP = example("workshop")


def feature(path: str) -> Feature:
    return find_feature(WORKSHOP, path)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("panel", "oak", "oak"),
        ("clock", "true", True),
        ("clock", False, False),
        ("hooks", "4", 4),
        ("hooks", 4, 4),
        ("hooks", "4.0", 4),
        ("width", "1.5", Fraction(3, 2)),
        ("width", "150 cm", Fraction(3, 2)),
        ("width", 1.5, Fraction(3, 2)),
        ("width", Decimal("1.50"), Fraction(3, 2)),
        ("width", "3/2", Fraction(3, 2)),
        ("supply_line", "2 kW", 2000),
    ],
)
def test_a_value_is_read_in_the_type_of_its_feature(path: str, text: Given, value: FeatureValue) -> None:
    found = parse_value(feature(path), text)
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("panel", "ok", "`ok` is not an option; expected one of `oak`, `pine`, `steel`; did you mean `oak`?"),
        ("panel", True, "`true` is not an option; expected one of `oak`, `pine`, `steel`"),
        ("clock", "yes", "`yes` is neither true nor false; expected true or false"),
        ("hooks", "5", "5 is not on a step; expected 0 .. 24 in steps of 2; the nearest are 4 and 6"),
        ("hooks", "-2", "-2 is outside the range; expected 0 .. 24 in steps of 2"),
        ("hooks", True, "true is not a number; expected 0 .. 24 in steps of 2"),
        ("width", "9 m", "9 is outside the range; expected 0.5 m .. 4 m in steps of 0.25 m"),
        (
            "width",
            "1 kg",
            "`1 kg` is a number of mass, not a number of length; expected 0.5 m .. 4 m in steps of 0.25 m",
        ),
        ("width", "1 n", "`n` is not a known unit; expected 0.5 m .. 4 m in steps of 0.25 m"),
        ("width", "nan", "`nan` is not a number; expected 0.5 m .. 4 m in steps of 0.25 m"),
        ("width", float("inf"), "`inf` is not a number; expected 0.5 m .. 4 m in steps of 0.25 m"),
    ],
)
def test_what_is_no_value_says_why(path: str, text: Given, message: str) -> None:
    found = parse_value(feature(path), text)
    assert isinstance(found, BadValue)
    assert message == str(found)


@pytest.mark.parametrize("text", ["9" * 100, "1/0", "", " ", "1e9", "0x10", "١٢", "1 2", "--1", "1.", ".5", "1_000"])
def test_numbers_are_written_in_one_way_only(text: str) -> None:
    assert isinstance(parse_value(feature("hooks"), text), BadValue)


def test_a_number_of_endless_digits_is_told_by_its_size() -> None:
    expected = "`a number of 16610 bits` is not a number; expected 0 .. 24 in steps of 2"
    assert expected == str(parse_value(feature("hooks"), 10**5000))


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_decimal_number_is_shown_and_read_back_exactly(digits: int, places: int) -> None:
    amount = Fraction(digits, 10**places)
    assert amount == read_quantity(show_number(amount), NO_UNIT, STANDARD_UNITS)


@given(st.fractions(max_denominator=1000))
def test_every_fraction_is_shown_and_read_back_exactly(amount: Fraction) -> None:
    assert amount == read_quantity(show_number(amount), NO_UNIT, STANDARD_UNITS)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Fraction(3, 2), "1.5"), (Fraction(-1, 20), "-0.05"), (Fraction(1, 3), "1/3"), (Fraction(1000), "1000"), (7, "7")],
)
def test_a_number_is_shown_without_needless_digits(amount: Fraction | int, shown: str) -> None:
    assert shown == show_number(amount)


def test_a_quantity_is_shown_with_its_unit() -> None:
    assert ("0.5 m", "4") == (show_quantity(Fraction(1, 2), STANDARD_UNITS["m"]), show_quantity(4, NO_UNIT))


@pytest.mark.parametrize("value", ["oak", True, False, 4, Fraction(3, 2)])
def test_a_shown_value_is_the_text_it_is_read_from(value: FeatureValue) -> None:
    path = {str: "panel", bool: "clock", int: "hooks", Fraction: "width"}[type(value)]
    assert value == parse_value(feature(path), show_value(value))


def test_numbers_on_a_step_travel_as_exact_text() -> None:
    assert ["oak", True, 4, "1.5"] == [wire_value(value) for value in ("oak", True, 4, Fraction(3, 2))]


@pytest.mark.parametrize(
    ("path", "value", "locale", "shown"),
    [
        ("panel", "oak", "de", "Eiche"),
        ("panel", "oak", "fr", "Oak"),
        ("width", Fraction(3, 2), "en", "1.5 m"),
        ("clock", True, "en", "true"),
    ],
)
def test_values_are_described_to_people(path: str, value: FeatureValue, locale: str, shown: str) -> None:
    assert shown == describe_value(feature(path), value, locale)


def test_expressions_see_base_units() -> None:
    width, line = feature("width"), feature("supply_line")
    assert (Fraction(1500), Fraction(2000)) == (in_base_units(width, Fraction(3, 2)), in_base_units(line, 2000))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("panel", "elm"),
        ("panel", True),
        ("clock", "true"),
        ("clock", 1),
        ("hooks", 3),
        ("hooks", Fraction(4)),
        ("hooks", True),
    ],
)
def test_a_value_of_another_type_or_step_does_not_belong(path: str, value: FeatureValue) -> None:
    assert not belongs(feature(path), value)
