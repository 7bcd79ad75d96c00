"""Series of readings in one text."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.limits import MOST_READINGS
from configurator.pricing.reading_series import read_series, write_series

readings = st.builds(
    Reading,
    st.fractions(max_denominator=1000),
    st.sampled_from(("", "eu", "09:00", " Köln, Alt=Stadt @ 5 %2C "))
    | st.text(st.characters(codec="utf-8"), max_size=20),
    st.none() | st.fractions(max_denominator=1000),
)


@given(st.lists(readings, max_size=5))
def test_a_series_is_read_as_it_was_written(found: list[Reading]) -> None:
    assert tuple(found) == read_series(write_series(found))


def test_a_series_may_be_numbers_or_readings_already() -> None:
    assert (Reading(Fraction(1)), Reading(Fraction(1, 2)), Reading(Fraction(3), "x")) == read_series(
        [1, Fraction(1, 2), Reading(Fraction(3), "x")]
    )


def test_an_empty_text_has_no_readings() -> None:
    assert () == read_series(" ")


@pytest.mark.parametrize("text", ["1,,2", "a", "x=", "1@", "1/0", "1e9", "=1", "nan", "1" * 40])
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="expected numbers such as"):
        read_series(text, "usage")


def test_more_readings_than_are_sensible_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="at most 100,000"):
        read_series(range(MOST_READINGS + 1), "usage")
