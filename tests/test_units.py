"""Units convert exactly, and derived ones are made of the dimensions they are made of."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.units import PLAIN, STANDARD_UNITS, Dimension, Unit, Units

NAMES = sorted(STANDARD_UNITS)


def _amount(number: str, unit: str) -> tuple[Fraction, Dimension]:
    found = STANDARD_UNITS[unit]
    return found.to_base(Fraction(number)), found.dimension


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("1", "kW"), ("1000", "W")),
        (("1", "kWh"), ("3.6", "MJ")),
        (("1", "inch"), ("25.4", "mm")),
        (("1", "ft"), ("12", "inch")),
        (("1", "l"), ("1000", "cm3")),
        (("1", "m3"), ("1000", "l")),
        (("1", "m2"), ("10000", "cm2")),
        (("1", "lb"), ("453.59237", "g")),
        (("1", "Ah"), ("1000", "mAh")),
        (("8", "Mbit"), ("1", "MB")),
        (("1", "KiB"), ("1024", "B")),
        (("36", "km/h"), ("10", "m/s")),
        (("1", "Gbit/s"), ("125", "MB/s")),
    ],
)
def test_two_ways_to_write_one_amount_are_equal(left: tuple[str, str], right: tuple[str, str]) -> None:
    assert _amount(*left) == _amount(*right)


@pytest.mark.parametrize(
    ("one", "other", "product"),
    [
        ("m", "m", "m2"),
        ("m2", "m", "m3"),
        ("W", "s", "J"),
        ("kW", "h", "kWh"),
        ("V", "A", "W"),
        ("A", "h", "Ah"),
        ("V", "Ah", "Wh"),
        ("m/s", "s", "m"),
        ("MB/s", "s", "MB"),
    ],
)
def test_a_product_of_units_is_the_derived_unit(one: str, other: str, product: str) -> None:
    left, right, whole = STANDARD_UNITS[one], STANDARD_UNITS[other], STANDARD_UNITS[product]
    assert (left.factor * right.factor, left.dimension * right.dimension) == (whole.factor, whole.dimension)


def test_a_frequency_is_one_by_a_time() -> None:
    hertz, second = STANDARD_UNITS["Hz"], STANDARD_UNITS["s"]
    assert PLAIN == hertz.dimension * second.dimension
    assert Fraction(1) == hertz.factor * second.factor


def test_dimensions_are_named_as_people_name_them() -> None:
    named = [str(STANDARD_UNITS[unit].dimension) for unit in ("W", "m2", "l", "kWh", "V", "km/h", "GHz", "%", "g/m2")]
    expected = ["power", "area", "volume", "energy", "voltage", "speed", "frequency", "a plain number"]
    assert [*expected, "length^-2·mass"] == named


@pytest.mark.parametrize("name", ["m/", "/s", "m/s/s", "m/x", "x/m", "", "/"])
def test_a_quotient_has_two_known_units(name: str) -> None:
    assert name not in STANDARD_UNITS
    with pytest.raises(KeyError):
        STANDARD_UNITS[name]


@given(st.sampled_from(NAMES), st.fractions())
def test_there_and_back_is_the_same_amount(name: str, amount: Fraction) -> None:
    unit = STANDARD_UNITS[name]
    assert amount == unit.from_base(unit.to_base(amount))


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_multiplying_and_dividing_dimensions_are_each_other_s_inverse(one: str, other: str) -> None:
    left, right = STANDARD_UNITS[one].dimension, STANDARD_UNITS[other].dimension
    assert left == left * right / right
    assert left * right == right * left


def test_a_declared_base_is_a_dimension_of_its_own_whatever_its_name() -> None:
    units = (
        Units()
        .with_base("seat")
        .with_base("time")
        .with_multiple("row", Fraction(12), Units().with_base("seat")["seat"])
    )
    assert Unit("row", Fraction(12), units["seat"].dimension) == units["row"]
    assert units["time"].dimension != units["s"].dimension
    assert "seat/m2" in units


def test_the_names_are_those_that_can_be_listed() -> None:
    assert len(list(STANDARD_UNITS)) == len(STANDARD_UNITS)
    assert not any("/" in name for name in STANDARD_UNITS)
