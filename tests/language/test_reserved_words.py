import pytest

from configurator.language.reserved_words import is_name


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
