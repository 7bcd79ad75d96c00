"""The page about expressions says what is true."""

import re
from pathlib import Path

import pytest

from configurator.language.expression import read_expression
from configurator.language.limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION, MOST_DIGITS
from configurator.language.reserved_words import FUNCTIONS
from configurator.source import Location
from tests.language.shop import SCOPE, read

PAGE = (Path(__file__).parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```expression\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_an_expression_in_canonical_form(text: str) -> None:
    assert read(text).text == text


def test_the_shown_problem_is_what_is_told() -> None:
    (shown,) = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    location = Location("catalog.yaml", 12, 14)
    _, problems = read_expression("trim = 'sport'", SCOPE, location, where="constraints.pull.require")
    assert shown == "\n".join(map(str, problems))


def test_the_limits_and_functions_are_named() -> None:
    named = [
        f"{LONGEST_EXPRESSION:,} characters",
        f"{DEEPEST_EXPRESSION} deep",
        f"{MOST_DIGITS} digits",
        *(f"`{name}" for name in FUNCTIONS),
    ]
    assert [words for words in named if words not in PAGE] == []
