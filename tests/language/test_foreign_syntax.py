import pytest

from configurator.language.foreign_syntax import KEYWORDS, OPERATORS, WORDS
from tests.language.shop import problems_of


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_foreign_operator_is_told_how_it_is_said_here(operator: str) -> None:
    assert OPERATORS[operator] in {problem.hint for problem in problems_of(f"apps {operator} navigation")}


@pytest.mark.parametrize("word", WORDS)
def test_every_foreign_word_is_told_how_it_is_said_here(word: str) -> None:
    assert [WORDS[word]] == [problem.hint for problem in problems_of(f"apps {word} navigation")][:1]


@pytest.mark.parametrize("word", KEYWORDS)
def test_every_reserved_word_is_told_what_to_do_instead(word: str) -> None:
    assert KEYWORDS[word] in {problem.hint for problem in problems_of(f"apps == {word}")}
