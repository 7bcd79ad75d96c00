"""No pattern of the product goes back over a text so often that a file of a few lines holds a reader up for long."""

import re

import pytest

from tests.fuzz.patterns import hostile, patterns

PATTERNS = {pattern.pattern: (name, pattern) for name, pattern in patterns()}


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 70


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("name", "pattern"), PATTERNS.values(), ids=[name for name, _ in PATTERNS.values()])
def test_a_pattern_ends_soon_on_any_text(name: str, pattern: re.Pattern[str]) -> None:
    """With the cube of its length, or more, each text would take minutes."""
    for text in hostile(3_000):
        pattern.fullmatch(text)
        pattern.match(text)
