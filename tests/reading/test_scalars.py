import copy
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from configurator.reading.scalars import NOWHERE, Day, Flag, Number, Whole, Word
from configurator.source import Location

HERE = Location("a.yaml", 3, 7)


def _read(kind: Any, text: str, quoted: bool = False) -> object:
    return TypeAdapter[Any](kind).validate_python(Word(text, HERE, quoted))


def _said(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter[Any](kind).validate_python(value)
    context = refused.value.errors()[0]["ctx"]
    return f"{context['message']}; {context['expected']}; {context['hint']}; {context['code']}"


@pytest.mark.parametrize("text", ["no", "1.10", "2024-01-31", " x ", "true", "NULL "])
def test_a_word_is_the_text_as_written_with_its_place(text: str) -> None:
    word = _read(Word, text)
    assert isinstance(word, Word)
    assert (text, HERE, False) == (str(word), word.location, word.quoted)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_is_none_of_the_scalars_unless_it_is_quoted(text: str) -> None:
    for kind in (Word, Number, Whole, Day, Flag):
        assert "reading.empty-value" in _said(kind, Word(text, HERE))
    assert text == _read(Word, text, quoted=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.10", "11/10"),
        ("-0", "0"),
        ("+5", "5"),
        ("1e3", "1000"),
        ("2.5E-2", "1/40"),
        ("007", "7"),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_number_is_exact_and_keeps_its_text(text: str, number: str) -> None:
    read = _read(Number, text)
    assert isinstance(read, Number)
    assert (Fraction(number), text, HERE) == (read, read.text, read.location)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,234.50", "write it without separators between thousands"),
        ("1_000", "write it without separators between thousands"),
        ("1,5", "write `1.5` with a point"),
        (".5", "write `0.5`"),
        ("abc", ""),
        ("1/3", ""),
        ("0x10", ""),
        ("inf", ""),
        ("nan", ""),
        ("１", ""),
        ("1 ", ""),
        ("5.", ""),
    ],
)
def test_what_is_no_number_is_told_with_a_hint(text: str, hint: str) -> None:
    assert f"found `{text}`; a number; {hint}; reading.wrong-number" == _said(Number, Word(text, HERE))


@pytest.mark.parametrize("text", ["1e41", "1e-41", "1e999999999999", "9" * 41, "0." + "1" * 40])
def test_a_number_of_endless_digits_is_refused_before_it_is_made(text: str) -> None:
    assert "a number of at most 40 digits" in _said(Number, Word(text, HERE))


def test_no_float_becomes_a_number() -> None:
    for kind in (Number, Whole, Word, Day, Flag):
        assert "reading.wrong" in _said(kind, 1.5)
    assert Fraction(3) == TypeAdapter(Number).validate_python(3)
    assert "found True" in _said(Number, True)


def test_a_whole_number_has_no_decimal_places() -> None:
    whole = _read(Whole, "-12")
    assert isinstance(whole, Whole)
    assert (whole, whole.location) == (-12, HERE)
    for text in ("1.0", "1e3", "9" * 5_000, "²"):
        assert "a whole number" in _said(Whole, Word(text, HERE))


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    assert (_read(Flag, "true"), _read(Flag, "false")) == (True, False)
    for text, hint in (("yes", "write `true`"), ("True", "write `true`"), ("OFF", "write `false`"), ("ja", "")):
        assert f"found `{text}`; true or false; {hint}; reading.wrong-flag" == _said(Flag, Word(text, HERE))
    assert "leave the quotes out" in _said(Flag, Word("true", HERE, quoted=True))


def test_a_day_is_written_in_one_way() -> None:
    day = _read(Day, "2024-02-29")
    assert isinstance(day, Day)
    assert (date(2024, 2, 29), HERE) == (day, day.location)
    assert "there is no day 2023-02-29" in _said(Day, Word("2023-02-29", HERE))
    for text in ("20240131", "2024-1-31", "31.01.2024", "2024-W05-3", "2024-01-31T00:00"):
        assert "a day such as 2024-01-31" in _said(Day, Word(text, HERE))


def test_collections_are_no_scalars() -> None:
    for value, shown in (({}, "an empty map"), ({"a": 1}, "a map"), ([], "an empty list"), ([1], "a list")):
        assert f"found {shown}; a text; ; reading.wrong-kind" == _said(Word, value)


def test_values_made_in_memory_are_taken_and_stand_nowhere() -> None:
    assert TypeAdapter(Word).validate_python("a").location == NOWHERE
    assert TypeAdapter(Day).validate_python(date(2024, 1, 1)).location == NOWHERE
    assert Fraction(1, 2) == TypeAdapter(Number).validate_python(Fraction(1, 2))


def test_scalars_survive_copying_and_pickling_with_their_places() -> None:
    values = (
        Word("a", HERE, True),
        Number(Fraction(1, 2), HERE, "0.5"),
        Whole(3, HERE),
        Day.at(date(2024, 1, 2), HERE),
    )
    for again in (pickle.loads(pickle.dumps(values)), copy.deepcopy(values)):
        assert values == again
        assert [value.location for value in again] == [HERE] * 4
        assert (again[0].quoted, again[1].text) == (True, "0.5")


def test_json_schema_takes_scalars_for_what_editors_take_them_for() -> None:
    expected = [
        {"type": ["string", "number", "boolean"]},
        {"type": "number"},
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "string", "format": "date"},
    ]
    kinds: tuple[Any, ...] = (Word, Number, Whole, Flag, Day)
    assert expected == [TypeAdapter[Any](kind).json_schema() for kind in kinds]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_every_decimal_is_read_back_exactly(value: Decimal) -> None:
    assert Fraction(value) == _read(Number, f"{value:f}")


@given(st.text(max_size=30))
def test_no_text_whatsoever_makes_a_scalar_fail_in_another_way(text: str) -> None:
    for kind in (Word, Number, Whole, Flag, Day):
        try:
            _read(kind, text)
        except ValidationError as error:
            assert error.errors()[0]["type"] == "problem"


def test_a_word_knows_where_its_text_begins() -> None:
    here = Location("a.yaml", 1, 5)
    assert (here, here.right(1)) == (Word("x", here).begin, Word("x", here, quoted=True).begin)
    assert Location("a.yaml", 2, 3) == Word("x", here, quoted=True, source_form="|\n  x\n").begin
