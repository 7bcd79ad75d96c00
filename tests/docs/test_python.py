"""The page about the library runs, and lists exactly what is public."""

import doctest
import re
from pathlib import Path

import configurator

PAGE = Path(__file__).parent.parent.parent / "docs" / "python.md"
PUBLIC = [
    "Choices",
    "ConfiguratorError",
    "Engine",
    "Evaluation",
    "InvalidDocument",
    "InvalidRequest",
    "Money",
    "NotFound",
    "QuoteWithContents",
    "Undecided",
]


def test_every_example_of_the_page_prints_what_it_shows() -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed, run = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert (0, True) == (failed, run > 15)


def test_the_public_names_are_pinned_and_can_be_imported() -> None:
    assert PUBLIC == configurator.__all__
    assert [] == [name for name in PUBLIC if getattr(configurator, name).__name__ != name]
    assert set(PUBLIC) <= set(dir(configurator))


def test_the_page_lists_the_public_names() -> None:
    listed = PAGE.read_text(encoding="utf-8").partition("## What is public")[2].partition(".\nOf ")[0]
    assert PUBLIC == [name for name in re.findall(r"`(\w+)`", listed) if name in PUBLIC]


def test_the_first_example_takes_ten_lines() -> None:
    first = PAGE.read_text(encoding="utf-8").split("```pycon\n")[1].partition("```")[0]
    assert first.count(">>> ") <= 10
