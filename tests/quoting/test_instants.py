"""Instants as text sort as they follow one another."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.quoting.instants import from_text, to_text

INSTANTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones())


@given(instant=INSTANTS)
def test_an_instant_is_read_back_equal_in_utc(instant: datetime) -> None:
    again = from_text(to_text(instant))
    assert (instant.astimezone(UTC), UTC) == (again, again.tzinfo)


@given(one=INSTANTS, other=INSTANTS)
def test_texts_are_in_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (one.astimezone(UTC) < other.astimezone(UTC)) == (to_text(one) < to_text(other))


def test_an_instant_without_time_zone_or_beyond_the_years_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="has no time zone"):
        to_text(datetime(2026, 1, 1))
    with pytest.raises(InvalidRequest, match="outside of the years 1 to 9999"):
        to_text(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-01-01T00:00:00Z", "2026-13-01T00:00:00.000000Z", "２026-01-01T00:00:00.000000Z"]
)
def test_only_the_one_form_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)
