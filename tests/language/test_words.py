import pytest

from configurator.language.words import did_you_mean, is_name, some_of


@pytest.mark.parametrize("text", ["a", "cells", "x_1", "A9", "a" * 100])
def test_letters_digits_and_underscores_are_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_a",
        "1a",
        "a-b",
        "a.b",
        "ä",
        "a b",
        "a\n",
        "and",
        "class",
        "None",
        "true",
        "False",
        "sum",
        "present",
        "a" * 101,
    ],
)
def test_reserved_words_and_other_texts_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_similar_words_are_suggested_whatever_their_case() -> None:
    assert did_you_mean("WATTS", ["volts", "watts"]) == "did you mean `watts`?"
    assert did_you_mean("zebra", ["volts", "watts"]) == ""


def test_long_lists_are_cut() -> None:
    assert some_of(["a", "b"]) == "`a`, `b`"
    assert some_of("abc", most=2) == "`a`, `b`, …"
    assert some_of([]) == ""
