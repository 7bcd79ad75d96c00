"""What is wrong with a field is said with its path."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import TypedDict

from configurator.errors import InvalidRequest
from configurator.quoting.strict_json import Fields, instant_from_text, instant_to_text, wrong

FIELDS = Fields(
    {"text": "x", "none": None, "n": 1, "flag": True, "day": "2026-01-31", "at": "2026-01-31T12:00:00.000000Z",
     "inner": {"a": 1}, "list": [{"a": 1}, 2]},
    "items[0]",
)  # fmt: skip


class _B(TypedDict):
    b: int


def test_fields_are_read_in_their_type() -> None:
    assert ("x", None, "x", 1) == (
        FIELDS.text("text"),
        FIELDS.text_or_nothing("none"),
        FIELDS.text_or_nothing("text"),
        FIELDS.integer("n"),
    )
    assert date(2026, 1, 31) == FIELDS.day("day")
    assert datetime(2026, 1, 31, 12, tzinfo=UTC) == FIELDS.instant("at")
    assert Fields({"a": 1}, "items[0].inner") == FIELDS.inner("inner")
    assert [{"a": 1}, 2] == FIELDS.listed("list")


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: FIELDS.text("n"), "items[0].n: found 1, expected a text"),
        (lambda: FIELDS.integer("flag"), "items[0].flag: found True, expected a whole number"),
        (lambda: FIELDS.day("text"), "items[0].text: found 'x', expected a day such as 2026-01-31"),
        (lambda: FIELDS.inner("text"), "items[0].text: found 'x', expected an object"),
        (lambda: FIELDS.listed("text"), "items[0].text: found 'x', expected a list"),
        (lambda: FIELDS.objects("list"), "items[0].list[1]: found 2, expected an object"),
        (lambda: FIELDS.inner("inner").only(_B), "items[0].inner: b is missing, a is unknown"),
    ],
)
def test_another_type_is_refused_with_its_path(read: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read()
    assert message == str(caught.value)
    assert message.startswith(caught.value.field)


def test_a_long_value_is_cut() -> None:
    assert len(str(wrong("a", "x" * 1000, "less"))) < 100


INSTANTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones())


@given(instant=INSTANTS)
def test_an_instant_is_read_back_equal_in_utc(instant: datetime) -> None:
    again = instant_from_text(instant_to_text(instant))
    assert (instant.astimezone(UTC), UTC) == (again, again.tzinfo)


@given(one=INSTANTS, other=INSTANTS)
def test_texts_are_in_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (one.astimezone(UTC) < other.astimezone(UTC)) == (instant_to_text(one) < instant_to_text(other))


def test_an_instant_without_time_zone_or_beyond_the_years_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="has no time zone"):
        instant_to_text(datetime(2026, 1, 1))
    with pytest.raises(InvalidRequest, match="outside of the years 1 to 9999"):
        instant_to_text(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-01-01T00:00:00Z", "2026-13-01T00:00:00.000000Z", "２026-01-01T00:00:00.000000Z"]
)
def test_only_the_one_form_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        instant_from_text(text)
