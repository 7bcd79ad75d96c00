from configurator.language.types import BOOLEAN, NUMBER, TEXT, OptionType
from tests.language.shop import CELL, MEMBERS, POWER


def test_types_read_like_words_in_a_message() -> None:
    found = [str(one) for one in (BOOLEAN, NUMBER, POWER, TEXT, CELL, MEMBERS["cells"], OptionType(tuple("abcde")))]
    assert found == [
        "true or false",
        "a number",
        "a number of power",
        "a text",
        "an instance of `cells`",
        "the instances of `cells`",
        "one of `a`, `b`, `c`, `d`, …",
    ]
