import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.canonical_json import Parsed, digest_of, dumps, loads
from configurator.errors import InvalidRequest
from configurator.money import money


class Colour(StrEnum):
    RED = "red"


class Level(Enum):
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Shade:
    color: str


@dataclass(frozen=True)
class Line:
    title: str
    amounts: tuple[Fraction, ...]
    shade: Shade


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (12345678901234567890, "12345678901234567890"),
        ('Größe "1"\n', '"Größe \\"1\\"\\n"'),
        (Fraction(3, 2), '"1.5"'),
        (Fraction(7), '"7"'),
        (Fraction(-1, 3), '"-1/3"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("1E+3"), '"1000"'),
        (money("42145", "USD"), '{"amount":"42145.00","currency":"USD"}'),
        (money("0.005", "EUR"), '{"amount":"0.005","currency":"EUR"}'),
        (money("2", "XAU"), '{"amount":"2","currency":"XAU"}'),
        (date(2024, 1, 31), '"2024-01-31"'),
        (datetime(2024, 1, 31, 12, tzinfo=timezone(timedelta(hours=1))), '"2024-01-31T11:00:00Z"'),
        (Colour.RED, '"red"'),
        (Level.HIGH, "3"),
        ({"b": 1, "a": {"ä": 2, "Z": 3}}, '{"a":{"Z":3,"ä":2},"b":1}'),
        ({Colour.RED: 1}, '{"red":1}'),
        ((1, [2, ()]), "[1,[2,[]]]"),
        (frozenset({"b", "a"}), '["a","b"]'),
        (
            Line("x", (Fraction(1, 4),), Shade("red")),
            '{"amounts":["0.25"],"shade":{"color":"red"},"title":"x"}',
        ),
    ],
)
def test_every_value_has_one_text(value: object, written: str) -> None:
    assert written == dumps(value)


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), {1: 2}, {None: 1}, b"x", object(), {"a": [1.0]}, datetime(2024, 1, 1), Line, 1j]
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dumps(value)


def test_text_that_is_no_text_and_numbers_that_are_no_numbers_are_refused() -> None:
    for value in ("\ud800", {"\udfff": 1}, Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(InvalidRequest):
            dumps(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(InvalidRequest, match="perhaps it holds itself"):
        dumps(endless)


def test_the_digest_does_not_depend_on_the_order_of_making() -> None:
    assert digest_of({"a": 1, "b": {2, 3}}) == digest_of({"b": {3, 2}, "a": 1})
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_numbers_are_read_exactly() -> None:
    read = loads('{"a": 0.1, "b": 1e3, "c": 12345678901234567890, "d": -0, "e": 1.10}')
    assert {"a": Fraction(1, 10), "b": 1000, "c": 12345678901234567890, "d": 0, "e": Fraction(11, 10)} == read
    assert isinstance(read, dict)
    assert (Fraction, Fraction, int) == tuple(type(read[key]) for key in "abc")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is not JSON: it goes wrong in line 1, column 1"),
        ("{a: 1}", "this is not JSON"),
        ("[1,]", "this is not JSON"),
        ("1 2", "this is not JSON: it goes wrong in line 1, column 3"),
        ("\ufeff1", "this is not JSON"),
        ("[NaN]", "NaN is not a number"),
        ("-Infinity", "-Infinity is not a number"),
        ('{"a": 1, "b": 2, "a": 3}', "the key 'a' occurs twice"),
        ("9" * 5_000, "too many digits"),
        ("1e41", "too many digits"),
        ("1e-999999999", "too many digits"),
        ("0." + "1" * 41, "too many digits"),
        ("[" * 65 + "]" * 65, "nested more than 64 levels"),
        ("[" * 100_000, "nested more than 64 levels"),
        ('{"a":' * 100_000, "nested more than 64 levels"),
        ('"\\ud800"', "half of a surrogate pair"),
        ('{"\\udc00": 1}', "half of a surrogate pair"),
        ('["a\\u0000"]', "U+0000"),
        ('"a\x00"', "this is not JSON"),
        (b"\xff", "not UTF-8: the byte 0xFF at 0"),
        (b"[" + b" " * 1_000_000 + b"]", "the JSON has 1,000,002 bytes; expected at most 1,000,000"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_read_safely_is_told(text: str | bytes, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        loads(text)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 200


def test_nesting_up_to_the_limit_and_brackets_in_texts_are_read() -> None:
    assert loads("[" * 64 + "]" * 64) is not None
    assert loads(json.dumps("[" * 100)) == "[" * 100
    assert loads(json.dumps('"[\\' * 70)) == '"[\\' * 70
    assert loads('"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 400_000,
        '"a\\' * 300_000,
        '"' * 999_999,
        "[" * 60 + "1," * 400_000,
        '{"a":1,' * 60 + '"\\',
        "1" * 999_999,
    ],
    ids=["escapes", "open escapes", "quotes", "numbers", "objects", "digits"],
)
def test_broken_json_is_refused_soon(text: str) -> None:
    with pytest.raises(InvalidRequest):
        loads(text)


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_VALUES: st.SearchStrategy[Parsed] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=15,
)


@settings(deadline=None)
@given(_VALUES)
def test_what_was_written_is_read_back_and_written_the_same_again(value: Parsed) -> None:
    written = dumps(value)
    assert value == loads(written) == loads(written.encode())
    assert written == dumps(loads(written))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**15), max_value=10**15))
def test_json_numbers_lose_nothing(value: Decimal) -> None:
    assert Fraction(value) == loads(f"{value:f}")
    assert Fraction(value) == Fraction(str(loads(dumps(value))))


@settings(deadline=None)
@given(st.text(alphabet='[]{},:"\\0123.eE+-truefalsn ', max_size=40) | st.text(max_size=20))
def test_no_text_whatsoever_makes_reading_fail_in_another_way(text: str) -> None:
    try:
        read = loads(text)
    except InvalidRequest:
        return
    assert dumps(read) == dumps(loads(dumps(read)))


def test_the_time_zone_of_a_moment_does_not_matter() -> None:
    noon = datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert dumps(noon) == dumps(noon.astimezone(timezone(timedelta(hours=-7))))
