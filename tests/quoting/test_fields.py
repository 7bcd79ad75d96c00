"""What is wrong with a field is said with its path."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from configurator.errors import InvalidRequest
from configurator.quoting.fields import Fields, wrong

FIELDS = Fields(
    {"text": "x", "none": None, "n": 1, "flag": True, "day": "2026-01-31", "at": "2026-01-31T12:00:00.000000Z",
     "inner": {"a": 1}, "list": [{"a": 1}, 2]},
    "items[0]",
)  # fmt: skip


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
        (lambda: FIELDS.inner("inner").only("b"), "items[0].inner: b is missing, a is unknown"),
    ],
)
def test_another_type_is_refused_with_its_path(read: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read()
    assert message == str(caught.value)
    assert message.startswith(caught.value.field)


def test_a_long_value_is_cut() -> None:
    assert len(str(wrong("a", "x" * 1000, "less"))) < 100
